"""What marking anew reads of a session's results: the same for a trial and for what is carried out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession, Response
from courses.items.models import ItemVersion
from courses.markings.models import Regrade, Result
from courses.markings.queries.results import LIVE
from courses.markings.queries.sheets import COUNTING, changes_of, given_of, rules_of
from courses.markings.rules.changes import Change, ruling_of
from courses.markings.rules.regrading import Foreseen, Held, RegradeWish, Remarked, mark_anew
from courses.markings.rules.scoring import Version, judge

#: Results that are read, and marked anew, at once.
BATCH = 500


def fingerprint_of(session_id: UUID) -> str:
    """Names the live results of a session and what was ruled in it. Two queries.

    Whoever marks, supersedes a result or lets a regrade begin changes it.
    """
    here = (Regrade.session_id == session_id) & Regrade.state.in_(COUNTING)
    ruled = Regrade.select(Regrade.id).where(here).order_by(Regrade.id).tuples()
    results = Result.select(Result.id).where(LIVE & (Result.session_id == session_id)).order_by(Result.id).tuples()
    digest = hashlib.sha256()
    for rows in (ruled, results):
        for (id,) in rows.iterator():
            digest.update(id.bytes)
    return digest.hexdigest()


def count_results(session_id: UUID) -> int:
    """Live results of a session. One query."""
    count: int = Result.select().where(LIVE & (Result.session_id == session_id)).count()
    return count


def live_batch(session_id: UUID, after: UUID | None) -> list[Result]:
    """The next live results of a session by id. One query."""
    here = LIVE & (Result.session_id == session_id)
    if after is not None:
        here &= Result.id > after
    return list(Result.select().where(here).order_by(Result.id).limit(BATCH))


def foresee(foreseen: Foreseen, session: ExamSession, wish: RegradeWish, rows: Sequence[Result]) -> None:
    """Add what a wish would change of some results."""
    rules = rules_of(session)
    for row, remarked in marked_anew(session, rows, wish.version_id, wish):
        foreseen.note(row.person_id, row.attempt_id, judge(row.sections, rules), remarked.score)


def marked_anew(
    session: ExamSession, rows: Sequence[Result], version_id: UUID, wish: RegradeWish | None = None
) -> Iterator[tuple[Result, Remarked]]:
    """Those results that have the version, with what they come to now. Five queries and one a place it stands at."""
    rules, version, id = rules_of(session), version_after(session.id, version_id, wish), str(version_id)
    places = {row.id: [packed[0] for packed in row.slots if packed[1] == id] for row in rows}
    holding = [row for row in rows if places[row.id]]
    if not holding:
        return
    responses = responses_at([(row.attempt_id, slot) for row in holding for slot in places[row.id]])
    given = given_of([row.attempt_id for row in holding])
    for row in holding:
        answers = {slot: responses.get((row.attempt_id, slot)) for slot in places[row.id]}
        held = Held(row.slots, row.sections, answers, given.get(row.attempt_id, {}))
        yield row, mark_anew(held, id, version, rules)


def version_after(session_id: UUID, version_id: UUID, wish: RegradeWish | None = None) -> Version:
    """A version as it is marked in a session, with a wish on top. Two queries."""
    row = ItemVersion.get_by_id(version_id)
    changes = changes_of(session_id).get(str(version_id), [])
    if wish is not None:
        changes = [*changes, Change(wish.mode, wish.key)]
    return Version(row.type, row.content, ruling_of(row.key, changes))


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
