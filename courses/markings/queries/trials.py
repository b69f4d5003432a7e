"""Reads of trials of regrades."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_session_within_reach, marked_sessions_within_reach
from courses.items.models import Item, ItemVersion
from courses.markings.errors import NothingLeft, RegradeStale, TrialBroken, VersionNotInSession
from courses.markings.models import Regrade, RegradeTrial
from courses.markings.queries.anew import fingerprint_of
from courses.markings.queries.regrades import named_shape, version_shape
from server.core.errors import NotFound
from server.core.permissions import Actor

MOST = 20
#: Why a trial may fail, by the code that its row keeps.
PROBLEMS = {one.code: one.title for one in (VersionNotInSession, NothingLeft, RegradeStale, TrialBroken)}


def trial_within_reach(actor: Actor, id: UUID) -> RegradeTrial:
    """Raises NotFound."""
    reached = marked_sessions_within_reach(actor).select(ExamSession.id)
    found = RegradeTrial.get_or_none((RegradeTrial.id == id) & RegradeTrial.session_id.in_(reached))
    if found is None:
        raise NotFound(trial_id=str(id))
    return found


def find_trials(actor: Actor, session_id: UUID) -> list[dict[str, Any]]:
    """The latest trials of a session, the last first, whoever asked for them. Six queries and one a finished trial.

    Raises NotFound.
    """
    session = marked_session_within_reach(actor, session_id)
    rows = list(
        RegradeTrial.select().where(RegradeTrial.session_id == session.id).order_by(RegradeTrial.id.desc()).limit(MOST)
    )
    if not rows:
        return []
    versions = {row.id: row for row in ItemVersion.select().where(ItemVersion.id.in_([row.version_id for row in rows]))}
    codes = {row.id: row.code for row in Item.select().where(Item.id.in_([row.item_id for row in versions.values()]))}
    proposed = [_wish_of(row) for row in Regrade.select().where(Regrade.session_id == session.id)]
    now = fingerprint_of(session.id)
    return [
        {
            **trial_shape(row),
            "version": version_shape(versions[row.version_id], codes.get(versions[row.version_id].item_id, "")),
            "by_name": row.by_name,
            "is_stale": row.fingerprint != now,
            "is_proposed": _wish_of(row) in proposed,
        }
        for row in rows
    ]


def _wish_of(row: Regrade | RegradeTrial) -> tuple[Any, ...]:
    """What a trial and the regrade that was proposed of it have in common."""
    return row.version_id, row.mode, row.key, row.fingerprint


def trial_shape(row: RegradeTrial) -> dict[str, Any]:
    """What was foreseen only once all results are read. One query."""
    names = ("id", "session_id", "version_id", "mode", "key", "state", "total", "read", "at", "ended_at")
    return {
        **{name: getattr(row, name) for name in names},
        "foreseen": named_shape(row.foreseen) if row.state == "tried" else None,
        "problem": {"code": row.problem, "title": PROBLEMS[row.problem]} if row.problem else None,
    }
