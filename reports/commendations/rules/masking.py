"""What the public notice hides: of a person it names no more than name, unit and deeds. Source: JN-3.5a."""

from __future__ import annotations

import re

#: Identity numbers, mobile and fixed telephones, bank cards: long rows of digits, with what people put between them.
_NUMBERS = re.compile(r"(?<!\d)\d(?:[ -]?\d){6,22}[Xx]?(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DAY = re.compile(r"(?:19|20)\d{2}(?:-\d{1,2}){2}")


def mask_private(text: str) -> str:
    """Telephones, identity numbers, cards and mail addresses in a text as asterisks; days and small numbers stay."""
    return _NUMBERS.sub(_masked, _MAIL.sub("***", text))


def _masked(found: re.Match[str]) -> str:
    return found.group() if _DAY.fullmatch(found.group()) else "***"
