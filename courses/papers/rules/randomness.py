"""Chance that can be replayed: the same on every machine and with every version of the language."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import MutableSequence
from typing import Any
from uuid import UUID


class Stream:
    """Numbers out of a seed (SHAKE-256)."""

    def __init__(self, seed: bytes) -> None:
        self._hash = hashlib.shake_256(seed)
        self._bytes = self._hash.digest(2048)
        self._at = 0

    def below(self, bound: int) -> int:
        """A whole number from 0 to ``bound`` - 1, each as likely as the others; ``bound`` from 1 to 2**32."""
        most = 2**32 // bound * bound
        while True:
            if self._at + 4 > len(self._bytes):
                self._bytes = self._hash.digest(2 * len(self._bytes))
            number = int.from_bytes(self._bytes[self._at : self._at + 4], "big")
            self._at += 4
            if number < most:
                return number % bound

    def shuffle(self, things: MutableSequence[Any]) -> None:
        for last in range(len(things) - 1, 0, -1):
            other = self.below(last + 1)
            things[last], things[other] = things[other], things[last]


def candidate_seed(session_seed: bytes, candidate_id: UUID, try_no: int) -> bytes:
    """32 bytes that nobody can foretell without the session's seed."""
    return hmac.digest(session_seed, f"{candidate_id} {try_no}".encode(), "sha256")
