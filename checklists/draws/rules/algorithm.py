"""The algorithm ``shouwang-draw-1``: from a seed and two frozen pools to units and their officers.

Whole numbers only, so that every machine gets the same answer; docs/decisions/0015-draws.md says it in words, and
tests/vectors/draws.json holds this file and the browser's copy (reports/draws/pages/draw.js) to each other.
"""

from __future__ import annotations

import hashlib
import hmac
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from server.core.canonical import canonical_json

ALGORITHM = "shouwang-draw-1"
SEED_BYTES = 32
MOST_WEIGHT = 100  # so that drawing nearly all of a pool still ends soon
_WORD = 1 << 64


@dataclass(frozen=True)
class Bound:
    """What a draw is bound to beside its seed: change any of it and other numbers come out. Hashes are hex."""

    terms_sha256: str
    units_sha256: str
    officers_sha256: str
    words: str  # of the witness, given after the pools were frozen; may be empty


class Stream:
    """Numbers from a seed: HMAC-SHA256 blocks counted up, each cut into four 64-bit words, high byte first."""

    def __init__(self, seed: bytes, bound: Bound) -> None:
        text = canonical_json(
            {
                "algorithm": ALGORITHM,
                "officers": bound.officers_sha256,
                "terms": bound.terms_sha256,
                "units": bound.units_sha256,
                "words": bound.words,
            }
        )
        self._key = hmac.new(seed, text, hashlib.sha256).digest()
        self._block = 0
        self._words: list[int] = []

    def below(self, bound: int) -> int:
        """A number from 0 to below the bound, each as likely: words beyond the last whole multiple are thrown away."""
        limit = _WORD - _WORD % bound
        while True:
            word = self._word()
            if word < limit:
                return word % bound

    def _word(self) -> int:
        if not self._words:
            block = hmac.digest(self._key, self._block.to_bytes(8, "big"), "sha256")
            self._block += 1
            self._words = [int.from_bytes(block[place : place + 8], "big") for place in (24, 16, 8, 0)]
        return self._words.pop()


def commitment_of(seed: bytes) -> str:
    """What is made public before the pools are frozen."""
    return hashlib.sha256(seed).hexdigest()


def draw_positions(stream: Stream, weights: Sequence[int], count: int) -> list[int]:
    """Positions of the drawn, in the order drawn; each time the chance is the weight among those still there.

    One that was drawn before is passed over, which leaves the others' chances exactly as if it had been taken out.
    8 bytes a unit beside the weights. Weights are whole and at least 1; count is at most their number.
    """
    ends = list(accumulate(weights))
    drawn: dict[int, None] = {}
    while len(drawn) < count:
        drawn.setdefault(bisect_right(ends, stream.below(ends[-1])))
    return list(drawn)


def assign_officers(
    stream: Stream, units: Sequence[int], officers: int, each: int, conflicts: Mapping[int, Collection[int]]
) -> list[list[int]]:
    """For each drawn unit, in order, positions of ``each`` officers: the least burdened, and among those by lot.

    ``conflicts`` names the officers barred from a unit. Every unit must have enough others.
    """
    loads = [0] * officers
    chosen = []
    for unit in units:
        barred = conflicts.get(unit, ())
        team: list[int] = []
        for _ in range(each):
            free = [officer for officer in range(officers) if officer not in barred and officer not in team]
            least = min(map(loads.__getitem__, free))
            idle = [officer for officer in free if loads[officer] == least]
            officer = idle[stream.below(len(idle))]
            loads[officer] += 1
            team.append(officer)
        chosen.append(team)
    return chosen
