"""A scheme: points, pass line, grades, criteria, vetoes. All of it is data of a day. Source: LN-15."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from reports.ratings.errors import CriterionUnknown, GradeUnknown, SchemeUnsound
from server.core.errors import FieldProblem

LOWERS = ("one", "none")  # a veto takes one grade, or all
NO_GRADE = ""
NO_GRADE_NAME = "无等级"
LEAST_REVIEWS = 2  # fewer would not be joint, whatever a scheme says. Source: LN-15.

Json = dict[str, Any]


@dataclass(frozen=True)
class Grade:
    """``rank`` 1 is the lowest grade; 0 stands for none."""

    code: str
    name: str
    rank: int
    least_x100: int


@dataclass(frozen=True)
class Scheme:
    """A scheme as rules read it; points are hundredths."""

    pass_x100: int
    grades: tuple[Grade, ...]
    criteria: Mapping[str, int]  # code → most points
    vetoes: Mapping[str, Json]
    least_reviews: int

    @property
    def total_x100(self) -> int:
        return sum(self.criteria.values())

    def grade(self, code: str) -> Grade:
        """The grade of a code; the empty one is none. Raises GradeUnknown."""
        if code == NO_GRADE:
            return Grade(NO_GRADE, NO_GRADE_NAME, 0, 0)
        found = next((grade for grade in self.grades if grade.code == code), None)
        if found is None:
            raise GradeUnknown(fields=[FieldProblem("grade", GradeUnknown.title, GradeUnknown.code)])
        return found

    def reached_by(self, points_x100: int) -> Grade:
        """The highest grade these points carry; none below the pass line."""
        reached = [grade for grade in self.grades if points_x100 >= max(grade.least_x100, self.pass_x100)]
        return reached[-1] if reached else self.grade(NO_GRADE)

    def below(self, rank: int, lowers: str) -> Grade:
        """The grade left after a veto."""
        left = [grade for grade in self.grades if grade.rank == rank - 1]
        return left[0] if lowers == "one" and left else self.grade(NO_GRADE)


def read_scheme(row: Any) -> Scheme:
    """A scheme's row, or its draft."""
    return Scheme(
        pass_x100=row.pass_x100,
        grades=tuple(Grade(one["code"], one["name"], n, one["least_x100"]) for n, one in enumerate(row.grades, 1)),
        criteria={one["code"]: one["points_x100"] for one in row.criteria},
        vetoes={one["code"]: one for one in row.vetoes},
        least_reviews=max(LEAST_REVIEWS, row.least_reviews),
    )


def check_scheme(row: Any) -> None:
    """Refuse a scheme that contradicts itself, with the field. Raises SchemeUnsound."""
    scheme = read_scheme(row)
    leasts = [grade.least_x100 for grade in scheme.grades]
    wrong = {
        "criteria": len(scheme.criteria) != len(row.criteria),
        "vetoes": len(scheme.vetoes) != len(row.vetoes),
        "pass_x100": not 0 < scheme.pass_x100 <= scheme.total_x100,
        "grades": not _ascends(leasts, scheme) or len({grade.code for grade in scheme.grades}) != len(leasts),
        "effective_to": row.effective_to is not None and row.effective_to < row.effective_from,
    }
    if fields := [field for field, is_wrong in wrong.items() if is_wrong]:
        raise SchemeUnsound(fields=[FieldProblem(field, SchemeUnsound.title, SchemeUnsound.code) for field in fields])


def check_scores(scheme: Scheme, scores: Sequence[Mapping[str, Any]]) -> int:
    """The sum of scores that answer each criterion once, within its points. Raises CriterionUnknown."""
    problems = [
        FieldProblem(f"scores.{n}", CriterionUnknown.title, CriterionUnknown.code)
        for n, score in enumerate(scores)
        if score["criterion"] not in scheme.criteria or score["points_x100"] > scheme.criteria[score["criterion"]]
    ]
    given = [score["criterion"] for score in scores]
    if not problems and (len(given) != len(set(given)) or set(given) != set(scheme.criteria)):
        problems = [FieldProblem("scores", CriterionUnknown.title, CriterionUnknown.code)]
    if problems:
        raise CriterionUnknown(fields=problems)
    return sum(int(score["points_x100"]) for score in scores)


def mean_points(points: Iterable[int]) -> int:
    """What several reviews come to: their mean in hundredths, halves rounded up."""
    given = list(points)
    return (2 * sum(given) + len(given)) // (2 * len(given))


def direction_of(before: int, after: int, *, known: bool) -> str:
    """Which way a decision moved a unit: first, up, kept, down, or none was given."""
    if after == 0:
        return "down" if before else "refused"
    if not before:
        return "up" if known else "first"
    return "kept" if before == after else ("up" if after > before else "down")


def vetoes_on(vetoes: Iterable[Json], event: str, details: Mapping[str, Any]) -> list[Json]:
    """The vetoes of a scheme that an event gives rise to; ``when`` names the values its details must have."""
    return [
        veto
        for veto in vetoes
        if veto["on"] == event and all(details.get(name) in values for name, values in veto["when"].items())
    ]


def veto_ends_on(occurred_on: date, months: int) -> date:
    """The last day on which a veto keeps a unit from a grade."""
    month = occurred_on.month - 1 + months
    year, month = occurred_on.year + month // 12, month % 12 + 1
    for day in range(occurred_on.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:  # the 31st of a short month
            continue
    raise AssertionError("every month has a first day")


def _ascends(leasts: list[int], scheme: Scheme) -> bool:
    rising = all(low < high for low, high in pairwise(leasts))
    return bool(leasts) and rising and leasts[0] >= scheme.pass_x100 and leasts[-1] <= scheme.total_x100
