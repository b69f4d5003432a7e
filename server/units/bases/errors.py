"""What can go wrong with policy bases."""

from __future__ import annotations

from server.core.errors import RuleViolation


class WindowReversed(RuleViolation):
    code = "window_reversed"
    title = "失效日期早于施行日期"
