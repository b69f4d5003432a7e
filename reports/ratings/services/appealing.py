"""A unit appeals; somebody else than who decided answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from reports.ratings.errors import (
    AlreadyAppealed,
    AppealDecided,
    AppealTooLate,
    RatingIsForUnits,
    SameDecider,
    VetoInForce,
)
from reports.ratings.models import (
    RatingAppeal,
    RatingDecision,
    RatingDowngrade,
    RatingRound,
    RatingScheme,
    RatingVeto,
)
from reports.ratings.queries.schemes import check_runs, live_rating
from reports.ratings.queries.standing import appeal_within_reach, veto_of
from reports.ratings.rules.drafts import APPEAL_FILES, AppealDecisionDraft, AppealDraft
from reports.ratings.rules.schemes import read_scheme
from reports.ratings.services.grading import Move, move_grade
from reports.ratings.services.vetoes import undo_veto
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import IntegrityError, database, lock_row
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.jobs import enqueue
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.attachments.services import attach
from server.units.registry.queries.lookups import lock_unit, unit_by_id
from server.web.signin.queries import is_of_actor

MAKE_APPEAL = "ratings.make_appeal"


def file_appeal(actor: Actor, draft: AppealDraft) -> RatingAppeal:
    """Contest a decision or a downgrade within its term. Sent twice it is one; the grade stays until it is answered.

    Raises RatingIsForUnits, NotFound, AppealTooLate, AlreadyAppealed, FileMissing, ResubmissionConflict.
    Source: LN-15.
    """
    if actor.unit_id is None:
        raise RatingIsForUnits()
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(RatingAppeal, draft.id, **known):
        return earlier
    about = _about(draft.about, draft.about_id)
    if about is None or about.unit_id != actor.unit_id:
        raise NotFound(about_id=str(draft.about_id))
    last_on: date = about.appeal_until_on
    if clock.today() > last_on:
        raise AppealTooLate(until_on=last_on.isoformat())

    def create() -> RatingAppeal:
        row = RatingAppeal.create(
            id=draft.id,
            unit_id=about.unit_id,
            agency_id=about.agency_id,
            about=draft.about,
            about_id=draft.about_id,
            statement=draft.statement,
            state="open",
            by_name=actor.name,
            at=clock.now(),
            **known,
        )
        attach(actor, APPEAL_FILES, row.id, about.unit_id, draft.files)
        notify(
            kind="rating.appealed",
            key=f"rating:appealed:{row.id}",
            text=f"{unit_by_id(about.unit_id).name}对平安单位评定提出申诉，请由原决定人以外的人员办理。",
            subject_type="rating_appeal",
            subject_id=row.id,
            unit_id=about.unit_id,
            agency_id=about.agency_id,
            permission="rating.decide",
        )
        record_event(actor, "rating.appealed", subject=row, about_unit_id=about.unit_id)
        return row

    try:
        return once(create, lambda: find_resubmitted(RatingAppeal, draft.id, **known))[0]
    except IntegrityError:
        raise AlreadyAppealed() from None


def decide_appeal(actor: Actor, id: UUID, draft: AppealDecisionDraft) -> RatingAppeal:
    """Answer an appeal; upheld, the grade is put right from today. Sent twice it is decided once.

    Raises NotFound, RoundOfAnotherAgency, SameDecider, GradeUnknown, VetoInForce, AppealDecided.  Source: LN-15.
    """
    appeal = appeal_within_reach(actor, id)
    check_runs(actor, appeal.agency_id)
    about = _about(appeal.about, appeal.about_id)
    if about is None:
        raise NotFound()
    if is_of_actor(actor, _deciders(about)):
        raise SameDecider()
    with database.atomic():
        lock_unit(appeal.unit_id)
        row = lock_row(RatingAppeal.select().where(RatingAppeal.id == id))
        if row.state == "open":
            _decide(actor, row, about, draft)
        elif (row.state, row.reason, row.decided_by_id) != (draft.outcome, draft.reason, actor.account_id):
            raise AppealDecided()
    return appeal_within_reach(actor, id)


def _decide(
    actor: Actor, appeal: RatingAppeal, about: RatingDecision | RatingDowngrade, draft: AppealDecisionDraft
) -> None:
    grade = ""
    if draft.outcome == "upheld":
        grade = _put_right(actor, appeal, about, draft)
    RatingAppeal.update(
        state=draft.outcome,
        grade=grade,
        reason=draft.reason,
        decided_by_id=actor.account_id,
        decided_by=actor.name,
        decided_at=clock.now(),
    ).where(RatingAppeal.id == appeal.id).execute()
    word = "成立" if draft.outcome == "upheld" else "不成立"
    notify(
        kind="rating.appeal_decided",
        key=f"rating:appeal_decided:{appeal.id}",
        text=f"你单位的申诉{word}：{draft.reason}",
        subject_type="rating_appeal",
        subject_id=appeal.id,
        unit_id=appeal.unit_id,
        permission="rating.view",
    )
    enqueue(MAKE_APPEAL, {"appeal_id": str(appeal.id)}, key=f"{MAKE_APPEAL}:{appeal.id}")
    details = {"outcome": draft.outcome}
    record_event(actor, "rating.appeal_decided", subject=appeal, about_unit_id=appeal.unit_id, details=details)


def _put_right(
    actor: Actor, appeal: RatingAppeal, about: RatingDecision | RatingDowngrade, draft: AppealDecisionDraft
) -> str:
    """The grade the unit holds from now on."""
    if isinstance(about, RatingDowngrade):
        undo_veto(actor, RatingVeto.get_by_id(about.veto_id), draft.reason, "appeal", appeal.id)
    else:
        scheme_id = RatingRound.get_by_id(about.round_id).scheme_id
        grade = read_scheme(RatingScheme.get_by_id(scheme_id)).grade(draft.grade)
        if grade.rank and veto_of(appeal.unit_id, clock.today()):
            raise VetoInForce(fields=[FieldProblem("grade", VetoInForce.title, VetoInForce.code)])
        held = live_rating(appeal.unit_id)
        if (held.grade if held else "") != grade.code:
            move = Move("appeal", appeal.id, draft.reason, about.agency_id, scheme_id, about.round_id)
            move_grade(actor, appeal.unit_id, grade, move)
    after = live_rating(appeal.unit_id)
    return after.grade if after else ""


def _about(kind: str, id: UUID) -> RatingDecision | RatingDowngrade | None:
    table = RatingDecision if kind == "decision" else RatingDowngrade
    found: RatingDecision | RatingDowngrade | None = table.get_or_none(table.id == id)
    return found


def _deciders(about: RatingDecision | RatingDowngrade | None) -> set[UUID | None]:
    """Who decided what is contested; a veto that an event raised was decided by who acted there."""
    if isinstance(about, RatingDowngrade):
        return {RatingVeto.get_by_id(about.veto_id).by_account_id} - {None}
    return {about.by_account_id} if about else set()
