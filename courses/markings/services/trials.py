"""Try a regrade: asked for by a person, counted by a job over all results, batch by batch."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_session_within_reach
from courses.items.models import ItemVersion
from courses.items.rules.content import check_content
from courses.markings.errors import (
    KeyUnfit,
    ModeUnfit,
    NothingLeft,
    RegradeStale,
    SessionOpen,
    TrialBroken,
    VersionNotInSession,
)
from courses.markings.models import RegradeTrial
from courses.markings.queries.anew import count_results, fingerprint_of, foresee, live_batch
from courses.markings.rules.changes import Mode
from courses.markings.rules.regrading import Foreseen, RegradeWish, TrialDraft, needs_people
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, RuleViolation, Stale
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once

_KEYED = (Mode.NEW_KEY, Mode.ALSO)


def ask_trial(actor: Actor, session_id: UUID, draft: TrialDraft) -> RegradeTrial:
    """Have a job count what a regrade would change; sent twice it is one trial. Results stay as they are.

    Raises NotFound, SessionOpen, VersionNotInSession, ModeUnfit, KeyUnfit, ResubmissionConflict.
    """
    session = marked_session_within_reach(actor, session_id)
    wish = draft.wish
    content = {"version_id": wish.version_id, "mode": wish.mode.value, "key": wish.key}

    def find() -> RegradeTrial | None:
        return find_resubmitted(RegradeTrial, draft.id, session_id=session.id, **content)

    if earlier := find():
        return earlier
    _check_wish(session, wish)
    fingerprint, total = fingerprint_of(session.id), count_results(session.id)

    def create() -> RegradeTrial:
        row = RegradeTrial.create(
            id=draft.id,
            session_id=session.id,
            **content,
            fingerprint=fingerprint,
            total=total,
            foreseen=asdict(Foreseen()),
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
        )
        record_event(actor, "regrade_trial.asked", subject=row, about_unit_id=session.unit_id, details=_told(row))
        return row

    return once(create, find)[0]


def carry_on_trial(actor: Actor, trial_id: UUID) -> UUID | None:
    """Count the next batch of a trial, or end it; the last result read, or None once it has ended.

    Killed in the middle it goes on after the last batch that was noted; of two at once one's batch counts.
    What is slow happens before the transaction.
    """
    trial = RegradeTrial.get_by_id(trial_id)
    if trial.state != "trying":
        return None
    rows = live_batch(trial.session_id, trial.after)
    try:
        if not rows:
            _end(actor, trial, _problem_of(trial))
            return None
        foreseen = Foreseen(**trial.foreseen)
        wish = RegradeWish(trial.version_id, Mode(trial.mode), trial.key)
        foresee(foreseen, ExamSession.get_by_id(trial.session_id), wish, rows)
        progress = {"foreseen": asdict(foreseen), "read": trial.read + len(rows), "after": rows[-1].id}
        with database.atomic():
            save_versioned(trial, progress)
    except Stale:  # a twin was faster
        return RegradeTrial.get_by_id(trial_id).after
    return rows[-1].id


def break_trial(actor: Actor, trial_id: UUID) -> None:
    """End a trial that cannot be counted, so that nobody waits for it."""
    trial = RegradeTrial.get_by_id(trial_id)
    if trial.state == "trying":
        _end(actor, trial, TrialBroken.code)


def _end(actor: Actor, trial: RegradeTrial, problem: str | None) -> None:
    """Raises Stale."""
    state = "failed" if problem else "tried"
    with database.atomic():
        take_turn(actor)
        save_versioned(trial, {"state": state, "problem": problem, "ended_at": clock.now()})
        record_event(actor, f"regrade_trial.{state}", subject=trial, details=_told(trial))


def _problem_of(trial: RegradeTrial) -> str | None:
    """Why what was counted is no use; batches of results that changed meanwhile belong to no state of the session."""
    if fingerprint_of(trial.session_id) != trial.fingerprint:
        return RegradeStale.code
    if trial.foreseen["results"] == 0:
        return VersionNotInSession.code
    return NothingLeft.code if trial.foreseen["empty"] else None


def _check_wish(session: ExamSession, wish: RegradeWish) -> None:
    if session.state != "closed":
        raise SessionOpen(session_id=str(session.id))
    version = ItemVersion.get_or_none(ItemVersion.id == wish.version_id)
    if version is None:
        raise VersionNotInSession(fields=[_problem("version_id", VersionNotInSession)])
    if wish.mode not in _KEYED:
        if wish.key is not None:
            raise KeyUnfit(fields=[FieldProblem("key", "送分或作废不需要答案", KeyUnfit.code)])
        return
    if needs_people(version.type, version.content):
        raise ModeUnfit(fields=[_problem("mode", ModeUnfit)])
    problems = [one for one in check_content(version.type, version.content, wish.key) if "key" in one.field]
    if wish.key is None or problems:
        raise KeyUnfit(fields=problems or [_problem("key", KeyUnfit)])


def _problem(field: str, error: type[RuleViolation]) -> FieldProblem:
    return FieldProblem(field, error.title, error.code)


def _told(row: RegradeTrial) -> dict[str, object]:
    return {"session_id": str(row.session_id), "version_id": str(row.version_id), "mode": row.mode}
