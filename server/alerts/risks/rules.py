"""From three marks to a level, by a rule that is stated beside the result. Source: JN-2.2.4b."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from server.alerts.risks.errors import RiskDayImpossible, RiskRuleUnordered
from server.core.errors import FieldProblem

LEVELS = ("low", "general", "larger", "major")
MARKS = ("likelihood", "consequence", "controllability")  # each 1 to 5; controllability 5 is the hardest to control
TO_KINDS = ("police", "department")


@dataclass(frozen=True)
class RuleDraft:
    """A rule from a day on; ``least`` is the lowest score of each level, by the level."""

    id: UUID
    from_on: date
    text: str
    basis: str
    least: Mapping[str, int]


@dataclass(frozen=True)
class RiskDraft:
    """One assessment as the unit makes it."""

    id: UUID
    title: str
    likelihood: int
    consequence: int
    controllability: int
    grounds: str
    measures: str
    assessed_on: date
    next_on: date


def score_of(likelihood: int, consequence: int, controllability: int) -> int:
    """1 to 125. Source: JN-2.2.4b."""
    return likelihood * consequence * controllability


def level_of(score: int, least: Mapping[str, int]) -> str:
    """The highest level whose lowest score is reached."""
    return [level for level in LEVELS if score >= least[level]][-1]


def check_thresholds(least: Mapping[str, int]) -> None:
    """Raises RiskRuleUnordered."""
    marks = [least.get(level, 0) for level in LEVELS]
    if set(least) != set(LEVELS) or marks[0] != 1 or sorted(set(marks)) != marks or marks[-1] > 125:
        raise RiskRuleUnordered(fields=[FieldProblem("least", RiskRuleUnordered.title, RiskRuleUnordered.code)])


def check_days(draft: RiskDraft, today: date) -> None:
    """Raises RiskDayImpossible."""
    if draft.assessed_on > today or draft.next_on <= draft.assessed_on:
        name = "assessed_on" if draft.assessed_on > today else "next_on"
        raise RiskDayImpossible(fields=[FieldProblem(name, RiskDayImpossible.title, RiskDayImpossible.code)])
