"""Reads of regrades: what they would change, and those that were proposed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession, Response
from courses.items.models import Item, ItemVersion
from courses.markings.models import Regrade, RegradeApproval, Result
from courses.markings.queries.reach import session_within_reach, sessions_within_reach
from courses.markings.queries.results import LIVE
from courses.markings.queries.sheets import changes_of, given_of, rules_of
from courses.markings.rules.changes import Change, ruling_of
from courses.markings.rules.regrading import Foreseen, RegradeWish, mark_anew, mark_slot_anew
from courses.markings.rules.scoring import Place, SlotMark, Version, judge, shifted, unpack
from courses.papers.rules import MarkingRules
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.people.queries import people_by_id

#: Results that are read, and marked anew, at once.
BATCH = 500


def fingerprint_of(session_id: UUID) -> str:
    """Names the live results of a session: whoever marks, marks anew or supersedes one changes it. One query."""
    ids = Result.select(Result.id).where(LIVE & (Result.session_id == session_id)).order_by(Result.id).tuples()
    digest = hashlib.sha256()
    for (id,) in ids.iterator():
        digest.update(id.bytes)
    return digest.hexdigest()


def version_after(session_id: UUID, version_id: UUID, wish: RegradeWish | None = None) -> Version:
    """A version as it is marked in a session, with a wish on top. Two queries."""
    row = ItemVersion.get_by_id(version_id)
    changes = changes_of(session_id).get(str(version_id), [])
    if wish is not None:
        changes = [*changes, Change(wish.mode, wish.key)]
    return Version(row.type, row.content, ruling_of(row.key, changes))


def foresee(session: ExamSession, wish: RegradeWish) -> Foreseen:
    """What the wish would change; reads every live result of the session once and writes nothing."""
    rules = rules_of(session)
    version = version_after(session.id, wish.version_id, wish)
    foreseen, after = Foreseen(), None
    while rows := live_batch(session.id, after):
        after = rows[-1].id
        for held in held_places(rows, str(wish.version_id)):
            old, sums = judge(held.row.sections, rules), held.row.sections
            for mark in held.marks:
                new = mark_slot_anew(mark, version, held.answers.get(mark.slot), held.given, rules.partial_percent)
                sums = shifted(sums, mark, new)
            foreseen.note(held.row.person_id, held.row.attempt_id, old, judge(sums, rules))
    return foreseen


def live_batch(session_id: UUID, after: UUID | None) -> list[Result]:
    """The next live results of a session by id. One query."""
    here = LIVE & (Result.session_id == session_id)
    if after is not None:
        here &= Result.id > after
    return list(Result.select().where(here).order_by(Result.id).limit(BATCH))


@dataclass(frozen=True)
class Held:
    """A result that has the version: its marks of it, what was answered there and what people gave."""

    row: Result
    marks: list[SlotMark]
    answers: dict[int, Any]
    given: dict[Place, int]


def held_places(rows: Sequence[Result], version_id: str) -> Iterator[Held]:
    """Results that have the version. A query a place the version stands at."""
    holding = [(row, marks) for row in rows if (marks := [unpack(one) for one in row.slots if one[1] == version_id])]
    responses = responses_at([(row.attempt_id, mark.slot) for row, marks in holding for mark in marks])
    given = given_of([row.attempt_id for row, _ in holding]) if holding else {}
    for row, marks in holding:
        answers = {mark.slot: responses.get((row.attempt_id, mark.slot)) for mark in marks}
        yield Held(row, marks, answers, given.get(row.attempt_id, {}))


def marked_anew(
    rows: Sequence[Result], version_id: str, version: Version, rules: MarkingRules
) -> Iterator[tuple[Result, list[SlotMark], tuple[SlotMark, ...]]]:
    """Results that have the version, with all their marks before and after."""
    for held in held_places(rows, version_id):
        old = [unpack(packed) for packed in held.row.slots]
        yield held.row, old, mark_anew(old, version_id, version, held.answers, held.given, rules.partial_percent)


def responses_at(places: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], Any]:
    """Answers by attempt and slot; the attempts of one slot at once, along the index."""
    by_slot: dict[int, list[UUID]] = {}
    for attempt_id, slot in places:
        by_slot.setdefault(slot, []).append(attempt_id)
    found = {}
    for slot, ids in by_slot.items():
        rows = Response.select(Response.attempt_id, Response.value).where(
            Response.attempt_id.in_(ids) & (Response.slot == slot)
        )
        found.update({(attempt_id, slot): value for attempt_id, value in rows.tuples()})
    return found


def regrade_within_reach(actor: Actor, id: UUID) -> Regrade:
    """Raises NotFound."""
    reached = sessions_within_reach(actor).select(ExamSession.id)
    found = Regrade.get_or_none((Regrade.id == id) & Regrade.session_id.in_(reached))
    if found is None:
        raise NotFound(regrade_id=str(id))
    return found


def find_regrades(actor: Actor, session_id: UUID) -> list[dict[str, Any]]:
    """All regrades of a session, the latest first. Raises NotFound."""
    session = session_within_reach(actor, session_id)
    rows = list(Regrade.select().where(Regrade.session_id == session.id).order_by(Regrade.id.desc()))
    return regrade_shapes(actor, rows)


def regrade_shapes(actor: Actor, rows: Sequence[Regrade]) -> list[dict[str, Any]]:
    """With version, approvals, names of those who flip, and whether the actor may decide; four queries."""
    if not rows:
        return []
    versions = {row.id: row for row in ItemVersion.select().where(ItemVersion.id.in_([row.version_id for row in rows]))}
    codes = {row.id: row.code for row in Item.select().where(Item.id.in_([row.item_id for row in versions.values()]))}
    approvals: dict[UUID, list[RegradeApproval]] = {row.id: [] for row in rows}
    given = RegradeApproval.select().where(RegradeApproval.regrade_id.in_(list(approvals)))
    for approval in given.order_by(RegradeApproval.at):
        approvals[approval.regrade_id].append(approval)
    names = ("id", "session_id", "mode", "key", "reason", "state", "fingerprint", "by_name", "at", "applied_at")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "version": version_shape(versions[row.version_id], codes.get(versions[row.version_id].item_id, "")),
            "foreseen": _named(row.foreseen),
            "approvals": approvals[row.id],
            "may_decide": _may_decide(actor, row, approvals[row.id]),
        }
        for row in rows
    ]


def version_shape(row: ItemVersion, code: str) -> dict[str, Any]:
    """A version as staff see it, with the key it was written with."""
    return {
        "id": row.id,
        "item_id": row.item_id,
        "code": code,
        "number": row.number,
        "type": row.type,
        "content": row.content,
        "key": row.key,
    }


def _may_decide(actor: Actor, row: Regrade, approvals: Sequence[RegradeApproval]) -> bool:
    others = actor.account_id not in {row.by_account_id, *(one.by_account_id for one in approvals)}
    return row.state == "proposed" and others and actor.may("regrade.approve")


def foreseen_shape(foreseen: Foreseen) -> dict[str, Any]:
    """As it is kept: with ids, without names."""
    return asdict(foreseen)


def named_shape(foreseen: Foreseen) -> dict[str, Any]:
    """With the names of those who pass or fail anew. One query."""
    return _named(foreseen_shape(foreseen))


def _named(foreseen: dict[str, Any]) -> dict[str, Any]:
    people = people_by_id([UUID(flip["person_id"]) for flip in foreseen["flips"]])
    flips = [
        {
            "person": {
                "id": flip["person_id"],
                "name": people[UUID(flip["person_id"])].name if UUID(flip["person_id"]) in people else "",
            },
            "attempt_id": flip["attempt_id"],
            **{
                when: dict(zip(("points_x100", "worth_x100", "passed"), flip[when], strict=True))
                for when in ("before", "after")
            },
        }
        for flip in foreseen["flips"]
    ]
    return {**foreseen, "flips": flips}
