"""The public notice (公示), objections to it, and the answers."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from reports.commendations.errors import (
    AlreadyNoticed,
    DayImpossible,
    NominationNotOpen,
    NotYourRound,
    ObjectionAnswered,
)
from reports.commendations.models import (
    CommendationNotice,
    CommendationObjection,
    CommendationRound,
    Nomination,
    ObjectionAnswer,
)
from reports.commendations.queries.nominations import objection_within_reach
from reports.commendations.queries.rounds import notice_of, round_within_reach, runs_round
from reports.commendations.queries.terms import term_on
from reports.commendations.rules import (
    ObjectionDraft,
    RoundState,
    check_answerable,
    check_noticeable,
    check_open,
)
from reports.commendations.services.nominating import check_not_own, close_nomination
from reports.commendations.services.rounds import check_bases_on, check_giver
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, Forbidden, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agency_by_id
from server.units.calendar.queries import add_working_days, unloaded_years


def start_notice(actor: Actor, id: UUID, contact: str) -> CommendationRound:
    """Show everybody who is to be commended; nominating and reviewing end. The same again is the same notice.

    The days are counted by the term in force today and the calendar of working days; this day is not counted.
    Raises NotFound, NotYourRound, RoundWithdrawn, RoundClosed, AlreadyNoticed, NoBasisInForce, NominationsUnreviewed,
    NobodyToHonour, QuotaExceeded.  Source: JN-3.5a.
    """
    row = round_within_reach(actor, id)
    check_giver(actor, row)
    with database.atomic():
        row = lock_row(CommendationRound.select().where(CommendationRound.id == id))
        if earlier := notice_of(id):
            if (earlier.by_account_id, earlier.contact) != (actor.account_id, contact):
                raise AlreadyNoticed()
            return row
        check_open(row.state, RoundState.OPEN)
        agency, today = agency_by_id(row.agency_id), clock.today()
        check_bases_on(row.bases, agency, today)
        told = Nomination.select(Nomination.honour_code, Nomination.state).where(Nomination.round_id == id)
        check_noticeable(row.honours, told.tuples())
        days = term_on("notice_working_days", today)
        ends_on = add_working_days(today, days)
        CommendationNotice.create(
            id=new_id(),
            round_id=id,
            started_on=today,
            working_days=days,
            ends_on=ends_on,
            is_certain=not unloaded_years(today, ends_on),
            contact=contact,
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
        )
        save_versioned(row, {"state": RoundState.NOTICED.value})
        kind = DocumentKind.COMMENDATION_PROPOSAL
        reserve_document(actor, kind=kind, subject_id=id, unit_id=None, agency=agency, on=today)
        record_event(actor, "commendation.noticed", subject=row, details={"ends_on": ends_on.isoformat()})
    return row


def antedate_notice(actor: Actor, id: UUID, started_on: date) -> None:
    """Let a notice have begun earlier, for a demo; nobody but the system may, and no address leads here.

    Raises Forbidden, NotFound.
    """
    if actor.account_id is not None:
        raise Forbidden(permission="system")
    notice = notice_of(id)
    if notice is None:
        raise NotFound()
    with database.atomic():
        ends_on = add_working_days(started_on, notice.working_days)
        changes = {"started_on": started_on, "ends_on": ends_on}
        CommendationNotice.update(**changes).where(CommendationNotice.id == notice.id).execute()
        record_event(actor, "commendation.antedated", subject=notice, details={"ends_on": ends_on.isoformat()})


def record_objection(actor: Actor, draft: ObjectionDraft) -> CommendationObjection:
    """Write down what somebody said against the notice; sent twice it is recorded once.

    Raises NotFound, NotYourRound, RoundClosed, RoundWithdrawn, DayImpossible, ResubmissionConflict.
    """
    known = {"draft_hash": hash_of(draft), "recorded_by": actor.account_id}
    find = partial(find_resubmitted, CommendationObjection, draft.id, **known)
    if earlier := find():
        return earlier
    row = round_within_reach(actor, draft.round_id)
    _check_runs(actor, row)
    _check_objection(row, draft)

    def create() -> CommendationObjection:
        locked = lock_row(CommendationRound.select().where(CommendationRound.id == row.id))
        check_answerable(locked.state)  # a decision taken at this very moment comes after, or there is no objection
        columns = {name: getattr(draft, name) for name in ("id", "round_id", "nomination_id", "from_name", "text")}
        objection = CommendationObjection.create(
            **columns, received_on=draft.received_on, recorder_name=actor.name, at=clock.now(), **known
        )
        record_event(actor, "objection.recorded", subject=objection, details={"round_id": str(row.id)})
        return objection

    return once(create, find)[0]


def answer_objection(actor: Actor, id: UUID, *, upheld: bool, text: str) -> CommendationObjection:
    """Answer; one that is upheld takes the nomination out and tells who made it. The same again is the same answer.

    Raises NotFound, NotYourRound, OwnNomination, RoundClosed, RoundWithdrawn, NominationNotOpen (upheld against
    nobody), ObjectionAnswered.  Source: JN-3.5a.
    """
    objection = objection_within_reach(actor, id)
    row = round_within_reach(actor, objection.round_id)
    _check_runs(actor, row)
    nomination = Nomination.get_or_none(Nomination.id == objection.nomination_id)
    if nomination is not None:
        check_not_own(actor, nomination)
    elif upheld:
        raise NominationNotOpen("没有指明对象的异议不能据以取消提名，请记录为针对具体对象的异议")
    with database.atomic():
        locked = lock_row(CommendationRound.select().where(CommendationRound.id == row.id))
        if earlier := ObjectionAnswer.get_or_none(ObjectionAnswer.objection_id == id):
            if (earlier.by_account_id, earlier.upheld, earlier.text) != (actor.account_id, upheld, text):
                raise ObjectionAnswered()
            return objection
        check_answerable(locked.state)
        ObjectionAnswer.create(
            id=new_id(),
            objection_id=id,
            round_id=row.id,
            upheld=upheld,
            text=text,
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
        )
        if upheld and nomination is not None and nomination.live:
            _drop(row, nomination)
        details = {"round_id": str(row.id), "upheld": upheld}
        record_event(actor, "objection.answered", subject=objection, details=details)
    return objection


def _drop(row: CommendationRound, nomination: Nomination) -> None:
    close_nomination(nomination, "dropped")
    if nomination.nominator_agency_id:
        notify(
            kind="nomination_dropped",
            key=f"nomination_dropped:{nomination.id}",
            text=f"“{row.title}”公示中的异议成立，{nomination.name}不再列为表彰对象",
            subject_type="commendation_round",
            subject_id=row.id,
            agency_id=nomination.nominator_agency_id,
            permission="commendation.nominate",
        )


def _check_runs(actor: Actor, row: CommendationRound) -> None:
    if not runs_round(actor, row):
        raise NotYourRound()


def _check_objection(row: CommendationRound, draft: ObjectionDraft) -> None:
    check_answerable(row.state)
    notice = notice_of(row.id)
    if notice is None or not notice.started_on <= draft.received_on <= clock.today():
        raise DayImpossible(fields=[FieldProblem("received_on", DayImpossible.title, DayImpossible.code)])
    if draft.nomination_id is not None:
        mine = (Nomination.id == draft.nomination_id) & (Nomination.round_id == row.id)
        if not Nomination.select().where(mine).exists():
            raise NotFound(nomination_id=str(draft.nomination_id))
