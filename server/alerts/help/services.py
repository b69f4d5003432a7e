"""Acts around help: ask, answer, score, book a re-check, reply to the booking."""

from __future__ import annotations

from uuid import UUID

from server.alerts.help.errors import AlreadyReplied, AlreadyScored, HelpIsForUnits, NotAnswered
from server.alerts.help.models import HelpAnswer, HelpRequest, HelpScore, RecheckBooking, RecheckReply
from server.alerts.help.queries import booking_within_reach, request_within_reach
from server.alerts.help.rules import BookingDraft, BookingReplyDraft, HelpDraft, check_reply, check_wish
from server.alerts.levels.rules import say_day
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.registry.queries.lookups import unit_by_id


def ask_for_help(actor: Actor, draft: HelpDraft) -> HelpRequest:
    """A unit asks; police in charge and station are told. Sent twice it is one.

    Raises HelpIsForUnits, ResubmissionConflict.  Source: JN-2.3.2b, LN-30.
    """
    if actor.unit_id is None:
        raise HelpIsForUnits()
    unit, known = unit_by_id(actor.unit_id), {**vars(draft), "unit_id": actor.unit_id}
    if earlier := find_resubmitted(HelpRequest, **known):
        return earlier

    def create() -> HelpRequest:
        row = HelpRequest.create(
            **known,
            agency_id=unit.managed_by_id,
            by_account_id=actor.account_id,
            by_name=actor.name,
            asked_at=clock.now(),
        )
        for agency_id in {unit.managed_by_id, unit.station_id}:
            notify(
                kind="help.asked",
                key=f"help:{row.id}:{agency_id}",
                text=f"{unit.name}请求指导：{draft.topic}",
                subject_type="help_request",
                subject_id=row.id,
                unit_id=unit.id,
                agency_id=agency_id,
                permission="help.view",
            )
        record_event(actor, "help.asked", subject=row, about_unit_id=unit.id)
        return row

    return once(create, lambda: find_resubmitted(HelpRequest, **known))[0]


def answer_request(actor: Actor, request_id: UUID, id: UUID, text: str) -> HelpAnswer:
    """Answer, or add to what was answered; the first answer's time is the response time. Sent twice it is one.

    Raises NotFound, ResubmissionConflict.
    """
    row = request_within_reach(actor, request_id)
    known = {"request_id": request_id, "text": text}
    if earlier := find_resubmitted(HelpAnswer, id, **known):
        return earlier

    def create() -> HelpAnswer:
        moment = clock.now()
        answer = HelpAnswer.create(
            id=id,
            **known,
            agency_id=actor.agency_id,
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=moment,
        )
        first = HelpRequest.first_answered_at.is_null()  # type: ignore[union-attr]
        HelpRequest.update(first_answered_at=moment).where((HelpRequest.id == request_id) & first).execute()
        notify(
            kind="help.answered",
            key=f"help:answer:{id}",
            text=f"“{row.topic}”已得到答复，请查看并评价。",
            subject_type="help_request",
            subject_id=request_id,
            unit_id=row.unit_id,
            permission="help.view",
        )
        record_event(actor, "help.answered", subject=row, about_unit_id=row.unit_id)
        return answer

    return once(create, lambda: find_resubmitted(HelpAnswer, id, **known))[0]


def score_request(actor: Actor, request_id: UUID, score: int, comment: str) -> HelpRequest:
    """The unit says how content it is, once. Sent twice with the same words it is one.

    Raises NotFound, HelpIsForUnits, NotAnswered, AlreadyScored.
    """
    row = request_within_reach(actor, request_id)
    if actor.unit_id is None:
        raise HelpIsForUnits()
    if row.first_answered_at is None:
        raise NotAnswered()
    with database.atomic():
        lock_row(HelpRequest.select(HelpRequest.id).where(HelpRequest.id == request_id))
        earlier = HelpScore.get_or_none(HelpScore.request_id == request_id)
        if earlier is None:
            HelpScore.create(
                id=new_id(),
                request_id=request_id,
                score=score,
                comment=comment,
                by_account_id=actor.account_id,
                at=clock.now(),
            )
            record_event(actor, "help.scored", subject=row, about_unit_id=row.unit_id, details={"score": score})
        elif (earlier.score, earlier.comment) != (score, comment):
            raise AlreadyScored()
    return request_within_reach(actor, request_id)


def book_recheck(actor: Actor, draft: BookingDraft) -> RecheckBooking:
    """A unit wishes for a free re-check; the police in charge are told. Sent twice it is one.

    Raises HelpIsForUnits, WishedDayPast, ResubmissionConflict.  Source: LN-30.
    """
    if actor.unit_id is None:
        raise HelpIsForUnits()
    unit, known = unit_by_id(actor.unit_id), {**vars(draft), "unit_id": actor.unit_id}
    if earlier := find_resubmitted(RecheckBooking, **known):
        return earlier
    check_wish(draft.wished_on, clock.today())

    def create() -> RecheckBooking:
        row = RecheckBooking.create(**known, by_account_id=actor.account_id, by_name=actor.name, asked_at=clock.now())
        notify(
            kind="recheck.booked",
            key=f"recheck:{row.id}",
            text=f"{unit.name}预约复查，期望日期 {say_day(draft.wished_on)}。",
            subject_type="recheck_booking",
            subject_id=row.id,
            unit_id=unit.id,
            agency_id=unit.managed_by_id,
            due_on=draft.wished_on,
            permission="help.view",
        )
        record_event(actor, "recheck.booked", subject=row, about_unit_id=unit.id)
        return row

    return once(create, lambda: find_resubmitted(RecheckBooking, **known))[0]


def reply_to_booking(actor: Actor, booking_id: UUID, draft: BookingReplyDraft) -> RecheckBooking:
    """Confirm a day or decline with a reason, once; the unit is told. Sent twice it is one.

    Raises NotFound, ReplyIncomplete, AlreadyReplied.
    """
    row = booking_within_reach(actor, booking_id)
    with database.atomic():
        lock_row(RecheckBooking.select(RecheckBooking.id).where(RecheckBooking.id == booking_id))
        earlier = RecheckReply.get_or_none(RecheckReply.booking_id == booking_id)
        if earlier is None:
            _reply(actor, row, draft)
        elif (earlier.confirmed_on, earlier.text) != (draft.confirmed_on, draft.text):
            raise AlreadyReplied()
    return booking_within_reach(actor, booking_id)


def _reply(actor: Actor, row: RecheckBooking, draft: BookingReplyDraft) -> None:
    check_reply(draft, clock.today())
    RecheckReply.create(
        id=new_id(),
        booking_id=row.id,
        confirmed_on=draft.confirmed_on,
        text=draft.text,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    yes = f"预约的复查定在{say_day(draft.confirmed_on)}。" if draft.confirmed_on else "预约的复查未能安排："
    notify(
        kind="recheck.replied",
        key=f"recheck:reply:{row.id}",
        text=yes + draft.text,
        subject_type="recheck_booking",
        subject_id=row.id,
        unit_id=row.unit_id,
        due_on=draft.confirmed_on,
        permission="help.view",
    )
    record_event(actor, "recheck.replied", subject=row, about_unit_id=row.unit_id)
