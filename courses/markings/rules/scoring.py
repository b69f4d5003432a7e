"""What an attempt comes to. A pure function of slots, versions, rulings, answers, people's marks and rules.

Worth and points are whole hundredths of a point (``_x100``). Nothing here knows when or by whom an attempt was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.items.rules.grading import mark_parts, mark_response, part_worths
from courses.items.rules.kinds import ItemType
from courses.markings.rules.changes import Mode, Ruling
from courses.papers.rules import MarkingRules, Slot

Json = dict[str, Any]
#: An open answer: the slot, and the part of a case ("" when the slot is not a case).
Place = tuple[int, str]

BY_KEY, BY_PERSON = "key", "person"


@dataclass(frozen=True)
class Version:
    """What marking needs of an item's version, after all changes of keys in the session."""

    type: str
    content: Json
    ruling: Ruling


@dataclass(frozen=True)
class SlotMark:
    """One slot marked; ``by`` is ``key``, ``person``, ``full_credit`` or ``void``."""

    slot: int
    version_id: str
    section: str
    worth_x100: int
    points_x100: int
    by: str

    @property
    def counts(self) -> bool:
        """Whether its worth is part of the whole."""
        return self.by != Mode.VOID.value

    def packed(self) -> list[Any]:
        """As results keep it: a list, a third as long as an object, twenty thousand times a hundred of them."""
        return [self.slot, self.version_id, self.section, self.worth_x100, self.points_x100, self.by]


@dataclass(frozen=True)
class Score:
    """Sums of an attempt; ``sections``: category → [points_x100, worth_x100]."""

    points_x100: int
    worth_x100: int
    passed: bool
    sections: dict[str, list[int]]


@dataclass(frozen=True)
class Marking:
    """All slots marked, or the open answers that people have not marked yet, with their worth."""

    marks: tuple[SlotMark, ...] = ()
    waiting: dict[Place, int] = field(default_factory=dict)


def unpack(row: Sequence[Any]) -> SlotMark:
    """The reverse of ``SlotMark.packed``."""
    return SlotMark(*row)


def mark_attempt(
    slots: Sequence[Slot],
    versions: Mapping[str, Version],
    responses: Mapping[int, Any],
    given: Mapping[Place, int],
    rules: MarkingRules,
) -> Marking:
    """Mark every slot; ``given`` holds what people gave for open answers.  Source: LN-3b."""
    marks, waiting = [], {}
    for slot in slots:
        outcome = mark_slot(slot, versions[slot.version_id], responses.get(slot.slot), given, rules.partial_percent)
        if isinstance(outcome, SlotMark):
            marks.append(outcome)
        else:
            waiting.update(outcome)
    return Marking(tuple(marks), waiting)


def mark_slot(
    slot: Slot, version: Version, response: Any, given: Mapping[Place, int], partial_percent: int
) -> SlotMark | dict[Place, int]:
    """One slot's mark, or the worth of its open answers that nobody has marked yet."""
    outcome = version.ruling.outcome
    if outcome is Mode.VOID:
        return _mark(slot, 0, outcome.value)
    if outcome is Mode.FULL_CREDIT:
        return _mark(slot, slot.worth_x100, outcome.value)
    parts = _best_parts(slot, version, response, partial_percent)
    open_parts = [part for part, points in parts.items() if points is None]
    waiting = [part for part in open_parts if (slot.slot, part) not in given]
    if waiting:
        worths = _worths(slot, version)
        return {(slot.slot, part): worths[part] for part in waiting}
    points = sum(given[slot.slot, part] if mark is None else mark for part, mark in parts.items())
    return _mark(slot, points, BY_PERSON if open_parts else BY_KEY)


def total(marks: Sequence[SlotMark], rules: MarkingRules) -> Score:
    """Sums, and whether they pass: the whole and each mandatory section, on what was not voided.

    A section of which nothing is left counts as reached; a paper of which nothing is left is not passed.
    Source: LN-3b.
    """
    sections: dict[str, list[int]] = {}
    for mark in marks:
        if mark.counts:
            sums = sections.setdefault(mark.section, [0, 0])
            sums[0] += mark.points_x100
            sums[1] += mark.worth_x100
    return judge(sections, rules)


def shifted(sections: Mapping[str, Sequence[int]], old: SlotMark, new: SlotMark) -> dict[str, list[int]]:
    """Sums by section after one slot is marked otherwise; a section of which nothing is left goes."""
    sums = {section: list(pair) for section, pair in sections.items()}
    for mark, sign in ((old, -1), (new, 1)):
        if mark.counts:
            pair = sums.setdefault(mark.section, [0, 0])
            pair[0] += sign * mark.points_x100
            pair[1] += sign * mark.worth_x100
    return {section: pair for section, pair in sums.items() if pair[1]}


def judge(sections: dict[str, list[int]], rules: MarkingRules) -> Score:
    """Whether sums by section pass: the whole and each mandatory section. Source: LN-3b."""
    points, worth = (sum(sums[place] for sums in sections.values()) for place in (0, 1))
    reached = all(
        sums[0] * 100 >= rules.sections.get(section, 0) * sums[1] for section, sums in sections.items() if sums[1]
    )
    passed = worth > 0 and points * 100 >= rules.pass_percent * worth and reached
    return Score(points, worth, passed, sections)


def _mark(slot: Slot, points: int, by: str) -> SlotMark:
    return SlotMark(slot.slot, slot.version_id, slot.section, slot.worth_x100, points, by)


def _best_parts(slot: Slot, version: Version, response: Any, partial_percent: int) -> dict[str, int | None]:
    """Points by part under the keys that favour the candidate most; None where a person must mark."""
    best: dict[str, int | None] = {}
    for key in version.ruling.keys:
        if version.type == ItemType.CASE.value:
            marks = mark_parts(version.content, key, response, slot.worth_x100, partial_percent)
        else:
            worth = slot.worth_x100
            marks = {"": mark_response(version.type, version.content, key, response, worth, partial_percent)}
        for part, points in marks.items():
            known = best.get(part, 0)
            best[part] = None if points is None or known is None else max(known, points)
    return best


def _worths(slot: Slot, version: Version) -> dict[str, int]:
    if version.type == ItemType.CASE.value:
        return part_worths(version.content, slot.worth_x100)
    return {"": slot.worth_x100}
