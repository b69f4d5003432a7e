"""One check that several officers record in parts, each on a phone of his own: merged item by item.

The parts stay as they were signed. What one part alone answers is taken; what several answer alike is taken; where
they differ a person chooses, and until then the worse answer counts. docs/decisions/0017-parallel-records.md.
The outcome is the same in whatever order parts come, and however often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from checklists.inspections.rules.flags import check_groups, check_unanswered
from checklists.inspections.rules.found import Flag
from checklists.inspections.rules.people import check_team, check_unit_side
from checklists.templates.rules import Sheet

Json = dict[str, Any]

_WORST_FIRST = {"fail": 0, "na": 1, None: 2, "pass": 3}


@dataclass(frozen=True)
class Part:
    """``id`` is of the part as first sent; ``record`` and ``record_id`` of its latest correction."""

    id: UUID
    record_id: UUID
    record: Json
    received_at: datetime


@dataclass(frozen=True)
class Decision:
    """A person's choice of the part whose answer counts."""

    subject: str
    chosen_id: UUID
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Disagreement:
    """Parts that answer one item, or state one fact, differently. Decided once a person chose among these very parts."""

    subject: str
    answers: dict[UUID, Json]
    taken_id: UUID
    decision: Decision | None


@dataclass(frozen=True)
class Whole:
    """The check as one record; ``sources`` says for each item from which record its answer is."""

    record: Json
    sources: dict[str, UUID]
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def disputed(self) -> list[str]:
        """Subjects that wait for a person."""
        return [one.subject for one in self.disagreements if one.decision is None]


def merge(definition: Json, parts: Sequence[Part], decisions: Sequence[Decision]) -> Whole:
    """The parts as one record; at least one part."""
    parts = sorted(parts, key=lambda part: part.id)
    latest = {decision.subject: decision for decision in sorted(decisions, key=lambda one: one.at)}
    found: list[Disagreement] = []
    facts: Json = {}
    for name in sorted({name for part in parts for name in part.record["facts"]}):
        stated = [(part, {"value": part.record["facts"][name]}) for part in parts if name in part.record["facts"]]
        chosen = _settle(f"fact.{name}", stated, latest, found, [])
        facts[name] = chosen[1]["value"]
    sheet = Sheet(definition, facts, {})
    answers: Json = {}
    sources: dict[str, UUID] = {}
    for id in sorted({id for part in parts for id in part.record["answers"]}):
        given = [(part, _whole(part.record["answers"][id])) for part in parts if id in part.record["answers"]]
        part, answer = _merge_answers(sheet, id, given, latest, found)
        answers[id], sources[id] = answer, part.record_id
    return Whole(_record(parts, facts, answers, definition), sources, found)


def _whole(answer: Json) -> Json:
    return {"value": answer["value"], "note": answer.get("note", ""), "photos": list(answer.get("photos", ()))}


Given = tuple[Part, Json]


def _merge_answers(
    sheet: Sheet, id: str, given: list[Given], latest: dict[str, Decision], found: list[Disagreement]
) -> Given:
    item = sheet.items.get(id)
    answered = [one for one in given if one[1]["value"] not in (None, "")]
    if not answered:
        return given[0][0], _with_all_evidence(given[0][1], given)
    if item is not None and item["kind"] == "text":  # words of two people do not contradict each other
        said = "；".join(dict.fromkeys(str(answer["value"]) for _, answer in answered))
        return answered[0][0], _with_all_evidence({**answered[0][1], "value": said}, given)

    def badness(one: Given) -> int:
        probe = Sheet(sheet.definition, sheet.facts, {id: one[1]})
        return _WORST_FIRST[probe.outcome(item)] if item is not None else 2

    part, chosen = _settle(id, answered, latest, found, [badness(one) for one in answered])
    alike = [one for one in given if one[1]["value"] in (None, "", chosen["value"])]
    return part, _with_all_evidence(chosen, alike)


def _settle(
    subject: str, given: list[Given], latest: dict[str, Decision], found: list[Disagreement], badness: list[int]
) -> Given:
    """The answer that counts: the common one, the one a person chose, or the worse; then that of the earliest part."""
    if all(answer["value"] == given[0][1]["value"] for _, answer in given):
        return given[0]
    decision = latest.get(subject)
    if decision and (
        decision.chosen_id not in {part.id for part, _ in given}
        or decision.at < max(part.received_at for part, _ in given)  # somebody answered after the choice was made
    ):
        decision = None
    if decision:
        taken = next(one for one in given if one[0].id == decision.chosen_id)
    else:
        taken = min(zip(badness, given, strict=True), key=lambda pair: pair[0])[1] if badness else given[0]
    found.append(Disagreement(subject, {part.id: answer for part, answer in given}, taken[0].id, decision))
    return taken


def _with_all_evidence(answer: Json, given: list[Given]) -> Json:
    """The answer with every note and photo that parts gave to it, each once."""
    notes = dict.fromkeys(one["note"].strip() for _, one in given if one["note"].strip())
    photos = dict.fromkeys(name for _, one in given for name in one["photos"])
    return {"value": answer["value"], "note": "；".join(notes), "photos": list(photos)}


def _record(parts: list[Part], facts: Json, answers: Json, definition: Json) -> Json:
    """The parts' other fields as one: what all have is joined, what one must say is the earliest part's."""
    records = [part.record for part in parts]
    first = records[0]
    officers: dict[str, Json] = {}
    for officer in (officer for record in records for officer in record["officers"]):
        known = officers.setdefault(officer["person_id"], dict(officer))
        known["certificate_shown"] = known["certificate_shown"] or officer["certificate_shown"]
    signatures = {(s["role"], s.get("person_id"), s["image"]["sha256"]): s for r in records for s in r["signatures"]}
    photos = {photo["sha256"]: photo for record in records for photo in record["photos"]}
    opinions = dict.fromkeys(record.get("opinion", "").strip() for record in records)
    return {
        **first,
        "started_at": min(record["started_at"] for record in records),
        "ended_at": max(record["ended_at"] for record in records),
        "facts": facts,
        "answers": answers,
        "officers": list(officers.values()),
        "signatures": list(signatures.values()),
        "photos": list(photos.values()),
        "group_reasons": _first_said(record.get("group_reasons", {}) for record in records),
        "opinion": "\n".join(opinion for opinion in opinions if opinion),
        **{name: _first_given(records, name) for name in ("refusal", "companion", "position", "recorder_person_id")},
        "score": Sheet(definition, facts, answers).score(),
    }


def _first_given(records: list[Json], name: str) -> Any:
    return next((record[name] for record in records if record.get(name)), None)


def _first_said(reasons: Iterator[Json]) -> Json:
    said: Json = {}
    for one in reasons:
        for group, reason in one.items():
            if reason.strip():
                said.setdefault(group, reason)
    return said


def flags_of_whole(whole: Whole, definition: Json) -> list[Flag]:
    """What only the parts together can break: team, signatures, required items, groups; and where they differ."""
    record = whole.record
    sheet = Sheet(definition, record["facts"], record["answers"])
    return [
        *check_team(record),
        *check_unit_side(record),
        *check_unanswered(sheet),
        *check_groups(record, sheet),
        *(Flag("parts_disagree", "各份记录作答不一致，须认定", subject) for subject in whole.disputed),
    ]
