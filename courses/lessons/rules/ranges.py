"""Which part of a file a player asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*\Z")


@dataclass(frozen=True)
class Part:
    """Bytes ``first`` to ``last``, both counted in."""

    first: int
    last: int

    @property
    def bytes(self) -> int:
        return self.last - self.first + 1


class NoSuchPart(Exception):
    """The file is shorter than what is asked for."""


def wanted_part(header: str, if_range: str, etag: str, size: int) -> Part | None:
    """One part, or None for the whole: also where the header makes no sense, asks for several, or for another file.

    Raises NoSuchPart.
    """
    found = _RANGE.match(header)
    if not found or found.group() == "bytes=-" or (if_range and if_range.strip() != f'"{etag}"'):
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        if int(last) == 0 or size == 0:
            raise NoSuchPart
        return Part(max(0, size - int(last)), size - 1)
    if last and int(last) < int(first):
        return None  # invalid: to be ignored
    if int(first) >= size:
        raise NoSuchPart
    return Part(int(first), min(int(last), size - 1) if last else size - 1)
