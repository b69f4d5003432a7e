"""Key frames out of RTP packets: H.264 (RFC 6184) and H.265 (RFC 7798)."""

from __future__ import annotations

import struct
from collections.abc import Iterable

_START = b"\x00\x00\x00\x01"
#: NAL types: parameter sets in the order that a decoder wants them, and pictures that stand on their own.
_SETS = {"h264": (7, 8), "hevc": (32, 33, 34)}
_KEYS = {"h264": frozenset({5}), "hevc": frozenset(range(16, 22))}


class KeyFrames:
    """Fed with packets in order, answers with each key frame as soon as it is whole (Annex B, parameter sets first)."""

    def __init__(self, codec: str, known_sets: Iterable[bytes]) -> None:
        self.codec = codec
        self._sets: dict[int, bytes] = {}
        self._units: list[bytes] = []
        self._part = bytearray()
        self._stamp: int | None = None
        for unit in known_sets:
            self._add(unit)
        self._units.clear()

    def feed(self, packet: bytes) -> bytes | None:
        """One RTP packet. Anything that is none is passed over."""
        if len(packet) < 13 or packet[0] >> 6 != 2:
            return None
        stamp = struct.unpack_from(">I", packet, 4)[0]
        start = 12 + 4 * (packet[0] & 0x0F)
        if packet[0] & 0x10 and len(packet) >= start + 4:  # a header extension
            start += 4 + 4 * struct.unpack_from(">H", packet, start + 2)[0]
        end = len(packet) - (packet[-1] if packet[0] & 0x20 else 0)  # padding
        whole = self._close() if self._stamp not in (None, stamp) else None
        self._stamp = stamp
        if end > start:
            (self._take_h264 if self.codec == "h264" else self._take_hevc)(packet[start:end])
        if packet[1] & 0x80:  # the last packet of a picture
            whole = self._close() or whole
        return whole

    def _close(self) -> bytes | None:
        units, self._units, self._part = self._units, [], bytearray()
        order = _SETS[self.codec]
        if not any(self._type(unit) in _KEYS[self.codec] for unit in units) or not set(order) <= set(self._sets):
            return None
        pictures = [unit for unit in units if self._type(unit) not in order]
        return b"".join(_START + unit for unit in [*(self._sets[one] for one in order), *pictures])

    def _type(self, unit: bytes) -> int:
        return unit[0] & 0x1F if self.codec == "h264" else (unit[0] >> 1) & 0x3F

    def _add(self, unit: bytes) -> None:
        if not unit:
            return
        if self._type(unit) in _SETS[self.codec]:
            self._sets[self._type(unit)] = bytes(unit)
        self._units.append(bytes(unit))

    def _take_h264(self, load: bytes) -> None:
        kind = load[0] & 0x1F
        if kind == 24:  # several units
            self._add_listed(load[1:])
        elif kind == 28 and len(load) > 2:  # a piece of one
            self._add_piece(load[1], bytes([load[0] & 0xE0 | load[1] & 0x1F]), load[2:])
        elif 1 <= kind <= 23:
            self._add(load)

    def _take_hevc(self, load: bytes) -> None:
        kind = (load[0] >> 1) & 0x3F
        if kind == 48:
            self._add_listed(load[2:])
        elif kind == 49 and len(load) > 3:
            head = bytes([load[0] & 0x81 | (load[2] & 0x3F) << 1, load[1]])
            self._add_piece(load[2], head, load[3:])
        elif kind < 48 and len(load) > 2:
            self._add(load)

    def _add_listed(self, load: bytes) -> None:
        while len(load) > 2:
            size = struct.unpack_from(">H", load)[0]
            self._add(load[2 : 2 + size])
            load = load[2 + size :]

    def _add_piece(self, mark: int, head: bytes, load: bytes) -> None:
        if mark & 0x80:
            self._part = bytearray(head)
        elif not self._part:
            return  # its beginning came before we listened
        self._part += load
        if mark & 0x40:
            self._add(bytes(self._part))
            self._part = bytearray()
