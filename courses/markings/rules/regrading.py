"""Marking anew what one version was answered with. All else of a result stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from courses.items.rules.kinds import ItemType
from courses.markings.rules.changes import Mode
from courses.markings.rules.scoring import Place, Score, SlotMark, Version, judge, mark_slot, shifted, unpack
from courses.papers.rules import MarkingRules, Slot

Json = dict[str, Any]

#: So many of those who pass or fail anew are named; all are counted.
MOST_NAMED = 200


@dataclass(frozen=True)
class RegradeWish:
    """How a version of a session is to be marked from now on."""

    version_id: UUID
    mode: Mode
    key: Json | None = None


@dataclass(frozen=True)
class TrialDraft:
    """A wish to be tried."""

    id: UUID
    wish: RegradeWish


@dataclass(frozen=True)
class RegradeDraft:
    """What was tried, proposed for a reason."""

    id: UUID
    trial_id: UUID
    reason: str


@dataclass(frozen=True)
class Decision:
    """What one of the approvers says."""

    id: UUID
    approved: bool
    note: str = ""


@dataclass
class Foreseen:
    """What a regrade would change: counts over all results, and who passes or fails anew."""

    results: int = 0  # that have the version in their paper
    changed: int = 0
    raised: int = 0
    lowered: int = 0
    to_pass: int = 0
    to_fail: int = 0
    empty: int = 0  # of which nothing would be left to count
    flips: list[Json] = field(default_factory=list)

    def note(self, person_id: UUID, attempt_id: UUID, before: Score, after: Score) -> None:
        """Add one result that has the version."""
        self.results += 1
        self.empty += after.worth_x100 == 0
        if (before.points_x100, before.worth_x100) == (after.points_x100, after.worth_x100):
            return
        self.changed += 1
        was, now = before.points_x100 * after.worth_x100, after.points_x100 * before.worth_x100
        self.raised += now > was
        self.lowered += now < was
        if before.passed == after.passed:
            return
        self.to_pass += after.passed
        self.to_fail += before.passed
        if len(self.flips) < MOST_NAMED:
            self.flips.append(
                {
                    "person_id": str(person_id),
                    "attempt_id": str(attempt_id),
                    "before": [before.points_x100, before.worth_x100, before.passed],
                    "after": [after.points_x100, after.worth_x100, after.passed],
                }
            )


def needs_people(type: str, content: Json) -> bool:
    """Whether people mark it, wholly or in part: then it can be given in full or voided, but not keyed anew."""
    if type == ItemType.CASE.value:
        return any(part["type"] == ItemType.SHORT_ANSWER.value for part in content["parts"])
    return type == ItemType.SHORT_ANSWER.value


@dataclass(frozen=True)
class Held:
    """What marking one version of a result anew reads: packed marks, sums by section, and what was answered there.

    ``responses`` and ``given`` need hold that version's slots only.
    """

    slots: Sequence[list[Any]]
    sections: Mapping[str, list[int]]
    responses: Mapping[int, Any]
    given: Mapping[Place, int]


@dataclass(frozen=True)
class Remarked:
    """A result's marks, packed, and what they come to after one version was marked anew."""

    slots: list[list[Any]]
    score: Score


def mark_anew(held: Held, version_id: str, version: Version, rules: MarkingRules) -> Remarked:
    """Replace the marks of one version; sums are shifted by what they change, all else is taken over."""
    slots = list(held.slots)
    sections = dict(held.sections)
    for place in [place for place, packed in enumerate(slots) if packed[1] == version_id]:
        old = unpack(slots[place])
        new = mark_slot_anew(old, version, held.responses.get(old.slot), held.given, rules.partial_percent)
        sections = shifted(sections, old, new)
        slots[place] = new.packed()
    return Remarked(slots, judge(sections, rules))


def mark_slot_anew(
    mark: SlotMark, version: Version, response: Any, given: Mapping[Place, int], partial_percent: int
) -> SlotMark:
    """One slot's mark under the version as it is now; what people still have to mark stays as it was."""
    slot = Slot(mark.slot, "", mark.version_id, version.type, mark.section, mark.worth_x100)
    outcome = mark_slot(slot, version, response, given, partial_percent)
    return outcome if isinstance(outcome, SlotMark) else mark
