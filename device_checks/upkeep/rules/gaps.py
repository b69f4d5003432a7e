"""What a unit lacks: systems its industry must have, and equipment at its posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from device_checks.upkeep.rules.terms import RequiredSystem

GAP_CODES = ("missing_system", "unnetworked_system", "untested_system", "below_minimum", "uncounted_post")


@dataclass(frozen=True)
class Gap:
    """One thing that is lacking; ``last_on`` is the day of the last good test or count."""

    code: str
    type: str = ""
    place_id: UUID | None = None
    place: str = ""
    counted: int | None = None
    minimum: int | None = None
    last_on: date | None = None

    def key(self, unit_id: UUID) -> str:
        """What a hazard made of it is found by."""
        return f"gap:{unit_id}:{self.code}:{self.type}:{self.place_id or ''}"


@dataclass(frozen=True)
class System:
    """A system in use, as the rule looks at it; ``passed_on`` is the day of the last test it passed."""

    type: str
    is_networked: bool
    passed_on: date | None


def missing_systems(
    required: Iterable[RequiredSystem], industry: str, systems: Iterable[System], periods: Mapping[str, int], day: date
) -> list[Gap]:
    """For each system the industry must have: it is there, networked with the police where asked, and lately tested.

    One proven system of a type is enough. A test proves through the last day of its period.
    Source: LN-11a, LN-11b.
    """
    here = list(systems)
    found = []
    for wanted in required:
        if industry not in wanted.industries:
            continue
        of_type = [system for system in here if system.type == wanted.type]
        networked = [system for system in of_type if system.is_networked or not wanted.needs_network]
        days = [system.passed_on for system in networked if system.passed_on]
        if not of_type:
            found.append(Gap("missing_system", wanted.type))
        elif not networked:
            found.append(Gap("unnetworked_system", wanted.type))
        elif not any(day <= proven_until(passed_on, wanted.type, periods) for passed_on in days):
            found.append(Gap("untested_system", wanted.type, last_on=max(days, default=None)))
    return found


def proven_until(passed_on: date, type: str, periods: Mapping[str, int]) -> date:
    """The last day that a passed test speaks for; without a period it speaks for ever. Source: LN-11a."""
    return passed_on + timedelta(days=periods[type]) if type in periods else date.max


def words_of(gap: Gap, type_word: str) -> str:
    """The gap as a hazard is titled."""
    return {
        "missing_system": f"未安装{type_word}",
        "unnetworked_system": f"{type_word}未与公安机关联网",
        "untested_system": f"{type_word}未按期测试合格",
        "below_minimum": f"{gap.place}{type_word}不足：实有{gap.counted}，应有{gap.minimum}",
        "uncounted_post": f"{gap.place}未按期清点防护器材",
    }[gap.code]
