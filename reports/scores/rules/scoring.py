"""Factor by factor: the value, cut at its cap, as a share of the cap, times the weight. No more than that.

Source: JN-2.3.4a.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reports.scores.errors import SchemeInvalid
from server.core.errors import FieldProblem

WHOLE = 100  # weights of a scheme add up to it
LESS, MORE = "less", "more"  # which way is better


@dataclass(frozen=True)
class Fact:
    """Something that is counted of every unit; ``section`` of its file lists the rows behind it."""

    code: str
    title: str
    unit: str
    section: str
    note: str


FACTS: Mapping[str, Fact] = {
    fact.code: fact
    for fact in (
        Fact("overdue_hazards", "逾期未整改隐患", "项", "hazards", "今天仍未销案且已过整改期限"),
        Fact("open_major_hazards", "未销案重大隐患", "项", "hazards", "今天仍未销案的重大隐患"),
        Fact("closed_in_time_percent", "隐患按期整改率", "%", "hazards", "近十二个月销案的隐患中，在期限内销案的比例"),
        Fact("self_found_percent", "自查发现占比", "%", "hazards", "近十二个月发现的隐患中，单位自查发现的比例"),
        Fact("cases", "案事件", "起", "cases", "近十二个月发生的案事件"),
        Fact("penalties", "行政处罚", "次", "penalties", "近十二个月作出且未撤销的处罚决定"),
        Fact("people_percent", "人防达标率", "%", "people", "人防各项达到数占要求数的比例"),
        Fact("barrier_percent", "物防达标率", "%", "barrier", "物防各项达到数占要求数的比例"),
        Fact("technology_percent", "技防达标率", "%", "technology", "技防各项达到数占要求数的比例"),
    )
}


@dataclass(frozen=True)
class Factor:
    """``cap``: with less being better, from this value on nothing is given; with more, from there on everything."""

    code: str
    weight: int
    direction: str
    cap: int

    def points_x10(self, value: int) -> int:
        """Rounded down, in tenths."""
        cut = min(max(value, 0), self.cap)
        share = cut if self.direction == MORE else self.cap - cut
        return self.weight * 10 * share // self.cap


@dataclass(frozen=True)
class Band:
    code: str
    title: str
    least_x10: int


@dataclass(frozen=True)
class Scheme:
    id: UUID
    title: str
    factors: tuple[Factor, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class SchemeDraft:
    """A scheme from a day on."""

    id: UUID
    title: str
    factors: list[dict[str, Any]]
    bands: list[dict[str, Any]]
    basis: str
    verified: bool
    from_on: date


@dataclass(frozen=True)
class Part:
    """What one factor gave; without a value it was left out, and the others stand for the whole."""

    code: str
    value: int | None
    points_x10: int | None


def read_scheme(
    id: UUID, title: str, factors: Iterable[Mapping[str, Any]], bands: Iterable[Mapping[str, Any]]
) -> Scheme:
    """A scheme from its stored parts."""
    return Scheme(id, title, tuple(Factor(**one) for one in factors), tuple(Band(**one) for one in bands))


def check_scheme(draft: SchemeDraft) -> None:
    """Raises SchemeInvalid for unknown or doubled factors, weights that are no hundred, bands out of order."""
    codes = [one["code"] for one in draft.factors]
    if len(set(codes)) != len(codes) or not set(codes) <= set(FACTS):
        raise _invalid("factors", "指标重复或不存在")
    if sum(one["weight"] for one in draft.factors) != WHOLE:
        raise _invalid("factors", f"各项分值之和应为 {WHOLE}")
    least = [one["least_x10"] for one in draft.bands]
    if least != sorted(least, reverse=True) or len(set(least)) != len(least) or not least or least[-1] != 0:
        raise _invalid("bands", "档次应由高到低，最低一档从 0 分起")


def _invalid(field: str, said: str) -> SchemeInvalid:
    return SchemeInvalid(fields=[FieldProblem(field, said, SchemeInvalid.code)])


def score_of(scheme: Scheme, values: Mapping[str, int | None]) -> tuple[int | None, list[Part]]:
    """A score from 0 to 1000 tenths with what each factor gave; None where nothing could be counted.

    Factors without a value are left out: the points of the others are set against the weights of the others.
    """
    parts, given, weights = [], 0, 0
    for factor in scheme.factors:
        value = values.get(factor.code)
        points = None if value is None else factor.points_x10(value)
        parts.append(Part(factor.code, value, points))
        if points is not None:
            given, weights = given + points, weights + factor.weight
    return ((given * WHOLE * 2 + weights) // (weights * 2) if weights else None), parts


def band_of(bands: Sequence[Band], score_x10: int | None) -> str:
    """The first band that the score reaches; empty without a score."""
    if score_x10 is None:
        return ""
    return next(band.code for band in bands if score_x10 >= band.least_x10)
