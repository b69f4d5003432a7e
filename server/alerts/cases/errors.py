"""What can go wrong with cases."""

from __future__ import annotations

from server.core.errors import RuleViolation


class CaseInTheFuture(RuleViolation):
    code = "case_in_the_future"
    title = "发生时间不能晚于现在"
