"""One attempt slot by slot with its texts: as the candidate saw it, what was answered, what is right, what came late."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.exams.models import Attempt, LateAcceptance
from courses.exams.queries.candidates import attempt_within_reach
from courses.exams.queries.late import acceptances_of, waiting_late_answers
from courses.exams.queries.sessions import is_own_session
from courses.items.models import ItemVersion
from courses.markings.queries.results import live_results
from courses.markings.queries.sheets import changes_of, responses_of
from courses.markings.rules.changes import ruling_of
from courses.markings.rules.scoring import unpack
from courses.papers.models import Paper
from server.core.permissions import Actor
from server.web.signin.queries import is_of_actor

Json = dict[str, Any]


def attempt_sheet(actor: Actor, id: UUID) -> Json:
    """Raises NotFound. Questions once it was handed in: who sits later must not hear of them from who watches.

    Right answers only for those who may see results.
    """
    attempt, _, session = attempt_within_reach(actor, id)
    is_over = attempt.state == "submitted"
    may_change = actor.may("exam.edit") and is_own_session(actor, session) and attempt.person_id != actor.person_id
    waiting = waiting_late_answers(id) if is_over else []
    return {
        "attempt_id": id,
        "shows_keys": is_over and actor.may("result.view"),
        "slots": _slots(attempt, {row.slot: row for row in waiting}, actor.may("result.view")) if is_over else [],
        "late_waiting": len(waiting),
        "may_change": may_change,
        "acceptances": [acceptance_shape(actor, row) for row in acceptances_of(id)],
    }


def acceptance_shape(actor: Actor, row: LateAcceptance) -> Json:
    """As the wire has it; ``is_mine`` says that somebody else has to confirm it."""
    names = ("id", "attempt_id", "reason", "state", "by_name", "at", "note", "decided_by_name", "decided_at")
    return {
        **{name: getattr(row, name) for name in names},
        "slots": [slot for slot, _ in row.answers],
        "is_mine": is_of_actor(actor, [row.by_account_id]),
    }


def _slots(attempt: Attempt, late: dict[int, Any], shows_keys: bool) -> list[Json]:
    """Seven queries at most."""
    slots = sorted(
        Paper.select(Paper.slots).where(Paper.id == attempt.paper_id).get().slots, key=lambda one: one["slot"]
    )
    wanted = [UUID(slot["version_id"]) for slot in slots]
    versions = {str(row.id): row for row in ItemVersion.select().where(ItemVersion.id.in_(wanted))}
    changes = changes_of(attempt.session_id) if shows_keys else {}
    responses, result = responses_of(attempt.id), live_results([attempt.id]).get(attempt.id)
    marks = {mark.slot: mark for mark in map(unpack, result.slots)} if result and shows_keys else {}
    shapes = []
    for slot in slots:
        version, number, came = versions[slot["version_id"]], slot["slot"], late.get(slot["slot"])
        keys = list(ruling_of(version.key, changes.get(slot["version_id"], ())).keys) if shows_keys else []
        mark = marks.get(number)
        shapes.append(
            {
                **{name: slot[name] for name in ("slot", "version_id", "type", "section", "worth_x100")},
                "points_x100": mark.points_x100 if mark else None,
                "content": version.content,
                "options": list(slot.get("options") or []),
                "is_answered": number in responses,
                "value": responses.get(number),
                "keys": keys,
                "late": _late_shape(came) if came else None,
            }
        )
    return shapes


def _late_shape(row: Any) -> Json:
    return {name: getattr(row, name) for name in ("seq", "value", "recorded_at", "received_at")}
