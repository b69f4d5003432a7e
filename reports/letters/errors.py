"""What can be wrong with answering a letter."""

from __future__ import annotations

from server.core.errors import RuleViolation


class LetterNotOpen(RuleViolation):
    """Its case was closed, or it was taken back: nobody waits for an answer."""

    code = "letter_not_open"
    title = "来函已经办结或者撤回，不再答复"
