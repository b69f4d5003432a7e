"""A narrow repair of asn1crypto 1.5.1, without which one EC signature in five takes seconds.

Its `dump()` looks at the last byte of a value's header to see whether the length is indefinite (0x80). A definite length in
long form may end in 0x80 as well (30 82 01 80), and then the whole subtree is parsed and encoded anew. EC signatures vary
in length, so containers of just such lengths turn up all the time.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, SupportsIndex

from asn1crypto import core

_INDEFINITE = 0x80
_repaired: set[type] = set()


class _DefiniteHeader(bytes):
    """A header whose last byte is not shown to the one who asks for it as a slice, and that is whole for all others."""

    def __getitem__(self, key: SupportsIndex | slice) -> Any:
        if isinstance(key, slice) and key.start == -1 and key.stop is None:
            return b""
        return bytes.__getitem__(self, key)


def repair_asn1crypto() -> None:
    """Repair the `dump()` of every asn1crypto class in this process; harmless when called again."""
    for kind in vars(core).values():
        if isinstance(kind, type) and "dump" in vars(kind) and kind not in _repaired:
            _repaired.add(kind)
            setattr(kind, "dump", _knowing_definite_lengths(vars(kind)["dump"]))  # noqa: B010 (a method replaced)


def _knowing_definite_lengths(dump: Callable[..., bytes]) -> Callable[..., bytes]:
    @wraps(dump)
    def repaired(self: Any, *arguments: Any, **named: Any) -> bytes:
        header = getattr(self, "_header", None)
        if type(header) is bytes and header[-1:] == b"\x80" and not ends_indefinite(header):
            self._header = _DefiniteHeader(header)
        return dump(self, *arguments, **named)

    return repaired


def ends_indefinite(header: bytes) -> bool:
    """Whether the last of the nested tag-and-length pairs in a header has an indefinite length (X.690 8.1.3.6)."""
    position, indefinite = 0, False
    while position < len(header):
        tag = header[position]
        position += 1
        if tag & 0x1F == 0x1F:  # the tag number goes on in the next bytes
            while position < len(header) and header[position] & 0x80:
                position += 1
            position += 1
        if position >= len(header):
            break
        length = header[position]
        indefinite = length == _INDEFINITE
        position += 1 + (length & 0x7F if length > _INDEFINITE else 0)
    return indefinite
