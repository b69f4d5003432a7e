"""Make a CID-keyed font's CIDs equal to its glyphs' positions, and give all faces one height.

A PDF names glyphs of such fonts by CID, the text engine by position in the file. Cut fonts keep the old CIDs under new
positions; then the two part and a strict reader shows other characters. The charset that maps them is overwritten in place
by one range, 1 to n-1, which is never longer than what was there.
See Adobe Technical Note 5176 (CFF), section 13 "Charsets", format 2, and OpenType 1.9 for the checksums.
"""

import itertools
import struct
from collections.abc import Iterator

_ROS = (12, 30)
_CHARSET = (15,)
_CHAR_STRINGS = (17,)
_ONE_RANGE = 2
_ADJUSTMENT_MAGIC = 0xB1B0AFBA
_ABOVE = 0.88
_RECORD = struct.Struct(">4sLLL")


def renumber_cids(font: bytes) -> bytes:
    """The same font with identity CIDs; fonts that aren't CID-keyed are given back as they are."""
    tables = {tag: (offset, length) for tag, _, offset, length in _records(font)}
    if b"CFF " not in tables:
        return font
    start, length = tables[b"CFF "]
    cff = bytearray(font[start : start + length])
    names_at = cff[2]
    dict_index, _ = _index(cff, _index(cff, names_at)[1])
    top = dict(_operators(bytes(cff[dict_index[0][0] : dict_index[0][1]])))
    if _ROS not in top or top.get(_CHARSET, 0) <= _ONE_RANGE:
        return font
    glyphs = struct.unpack_from(">H", cff, top[_CHAR_STRINGS])[0]
    struct.pack_into(">BHH", cff, top[_CHARSET], _ONE_RANGE, 1, glyphs - 2)
    return _with_table(font, b"CFF ", bytes(cff))


def level_height(font: bytes) -> bytes:
    """The same font whose line is as high as an em, 0.88 above the base line and 0.12 below, whatever its maker chose.

    Faces of different heights push lines apart where they meet, and a page then holds 21 lines in place of 22.
    """
    records = {tag: (offset, length) for tag, _, offset, length in _records(font)}
    units = struct.unpack_from(">H", font, records[b"head"][0] + 18)[0]
    above, below = round(units * _ABOVE), round(units * (1 - _ABOVE))
    for tag, at, values in (
        (b"hhea", 4, (above, -below, 0)),
        (b"OS/2", 68, (above, -below, 0)),
        (b"OS/2", 74, (above, below)),  # usWinAscent and usWinDescent
    ):
        offset, length = records[tag]
        table = bytearray(font[offset : offset + length])
        struct.pack_into(f">{len(values)}h", table, at, *values)
        font = _with_table(font, tag, bytes(table))
    return font


def _records(font: bytes) -> Iterator[tuple[bytes, int, int, int]]:
    count = struct.unpack_from(">H", font, 4)[0]
    for number in range(count):
        yield _RECORD.unpack_from(font, 12 + number * _RECORD.size)


def _index(cff: bytearray, at: int) -> tuple[list[tuple[int, int]], int]:
    """Where the objects of a CFF INDEX lie, and where it ends."""
    count = struct.unpack_from(">H", cff, at)[0]
    if count == 0:
        return [], at + 2
    width = cff[at + 2]
    base = at + 3 + (count + 1) * width - 1
    offsets = [int.from_bytes(cff[at + 3 + i * width : at + 3 + (i + 1) * width], "big") for i in range(count + 1)]
    places = [(base + first, base + last) for first, last in itertools.pairwise(offsets)]
    return places, base + offsets[-1]


def _operators(dictionary: bytes) -> Iterator[tuple[tuple[int, ...], int]]:
    """Operators of a CFF DICT with the last of their operands (offsets are whole numbers)."""
    position, operand = 0, 0
    while position < len(dictionary):
        byte = dictionary[position]
        if byte == 12:
            yield (12, dictionary[position + 1]), operand
            position += 2
        elif byte <= 21:
            yield (byte,), operand
            position += 1
        else:
            operand, position = _operand(dictionary, position)


def _operand(dictionary: bytes, at: int) -> tuple[int, int]:
    byte = dictionary[at]
    if byte == 28:
        return struct.unpack_from(">h", dictionary, at + 1)[0], at + 3
    if byte == 29:
        return struct.unpack_from(">i", dictionary, at + 1)[0], at + 5
    if byte == 30:
        end = at + 1
        while dictionary[end] & 0x0F != 0x0F and dictionary[end] >> 4 != 0x0F:
            end += 1
        return 0, end + 1
    if byte <= 246:
        return byte - 139, at + 1
    if byte <= 250:
        return (byte - 247) * 256 + dictionary[at + 1] + 108, at + 2
    return -(byte - 251) * 256 - dictionary[at + 1] - 108, at + 2


def _with_table(font: bytes, wanted: bytes, content: bytes) -> bytes:
    """Put a table of the same length in place and mend both checksums."""
    changed = bytearray(font)
    for number, (tag, _, offset, length) in enumerate(_records(font)):
        if tag == wanted:
            changed[offset : offset + length] = content
            struct.pack_into(">L", changed, 12 + number * _RECORD.size + 4, _checksum(content))
        elif tag == b"head":
            head = offset
    struct.pack_into(">L", changed, head + 8, 0)
    struct.pack_into(">L", changed, head + 8, (_ADJUSTMENT_MAGIC - _checksum(bytes(changed))) & 0xFFFFFFFF)
    return bytes(changed)


def _checksum(content: bytes) -> int:
    padded = content + bytes(-len(content) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
