"""What can go wrong with people."""

from __future__ import annotations

from server.core.errors import RuleViolation


class NoSinglePlace(RuleViolation):
    code = "no_single_place"
    title = "人员须属于一个机构或一个单位"


class PersonElsewhere(RuleViolation):
    """A unit answers through its own people."""

    code = "person_elsewhere"
    title = "责任人不属于该单位"
