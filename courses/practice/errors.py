"""What can go wrong in practice."""

from __future__ import annotations

from server.core.errors import RuleViolation


class NotForPractice(RuleViolation):
    """A short answer, or an item that was never open to this person."""

    code = "not_for_practice"
    title = "该试题不能练习"
