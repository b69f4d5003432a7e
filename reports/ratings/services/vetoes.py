"""Vetoes: registered by hand or by events, they take a grade on the next day; withdrawn, they give it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from reports.ratings.errors import AlreadyWithdrawn, VetoUnknown
from reports.ratings.models import RatingDowngrade, RatingScheme, RatingVeto, UnitRating
from reports.ratings.queries.events import EventSeen
from reports.ratings.queries.schemes import check_runs, live_rating, scheme_for_unit
from reports.ratings.queries.standing import due_downgrades, standing_vetoes, veto_within_reach
from reports.ratings.rules.drafts import VETO_FILES, VetoDraft, check_occurred
from reports.ratings.rules.schemes import Grade, read_scheme, veto_ends_on, vetoes_on
from reports.ratings.services.grading import Move, move_grade
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.attachments.services import attach
from server.units.calendar.queries import add_working_days
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import lock_unit, unit_by_id
from server.units.registry.queries.reach import unit_within_reach

MAKE_DOWNGRADE = "ratings.make_downgrade"
REVOKE_DOWNGRADE = "ratings.revoke_downgrade"


def register_veto(actor: Actor, draft: VetoDraft) -> RatingVeto:
    """Register by hand what the unit's scheme names as a veto; its grade is lowered tomorrow. Sent twice it is one.

    Raises NotFound, Forbidden (no agency), VetoUnknown, VetoInTheFuture, FileMissing, ResubmissionConflict.
    Source: JN-3.6b.
    """
    unit = unit_within_reach(actor, draft.unit_id)
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(RatingVeto, draft.id, **known):
        return earlier
    if actor.agency_id is None:
        raise Forbidden()
    check_occurred(draft.occurred_on, clock.today())
    scheme = scheme_for_unit(unit, clock.today())
    veto = read_scheme(scheme).vetoes.get(draft.code) if scheme else None
    if scheme is None or veto is None:
        raise VetoUnknown(fields=[FieldProblem("code", VetoUnknown.title, VetoUnknown.code)])

    def create() -> RatingVeto:
        columns = {
            "id": draft.id,
            "agency_id": actor.agency_id,
            "occurred_on": draft.occurred_on,
            "reason": draft.reason,
            "source_kind": "hand",
            "source_id": draft.id,
            "by_name": actor.name,
            **known,
        }
        row = _create(actor, unit, scheme, veto, columns)
        attach(actor, VETO_FILES, row.id, unit.id, draft.files)
        return row

    return once(create, lambda: find_resubmitted(RatingVeto, draft.id, **known))[0]


def note_veto_of_event(seen: EventSeen) -> RatingVeto | None:
    """Register what an event means to the unit's rating, by its scheme; None when it means nothing. Safe to run twice.

    Source: JN-3.6b.
    """
    unit = unit_by_id(seen.unit_id)
    scheme = scheme_for_unit(unit, clock.today())
    found = vetoes_on(scheme.vetoes, seen.kind, seen.details) if scheme else []
    if not found or scheme is None:
        return None
    veto = found[0]
    mine = (RatingVeto.source_kind == seen.source_kind) & (RatingVeto.source_id == seen.subject_id)

    def create() -> RatingVeto:
        columns = {
            "id": new_id(),
            "agency_id": unit.managed_by_id,
            "occurred_on": seen.on,
            "reason": veto["title"],
            "source_kind": seen.source_kind,
            "source_id": seen.subject_id,
            "by_account_id": seen.by_account_id,
            "by_name": SYSTEM.name,
            "draft_hash": "",
        }
        return _create(SYSTEM, unit, scheme, veto, columns)

    if earlier := RatingVeto.get_or_none(mine):
        return earlier
    return once(create, lambda: RatingVeto.get_or_none(mine))[0]


def withdraw_veto(actor: Actor, id: UUID, reason: str) -> RatingVeto:
    """Take a veto back with a reason; the grade it cost is given back. Sent twice it is withdrawn once.

    Raises NotFound, RoundOfAnotherAgency, AlreadyWithdrawn.
    """
    veto = veto_within_reach(actor, id)
    check_runs(actor, veto.agency_id)
    with database.atomic():
        lock_unit(veto.unit_id)
        fresh = RatingVeto.get_by_id(id)
        if fresh.withdrawn_at is None:
            undo_veto(actor, fresh, reason, "withdrawal", fresh.id)
            record_event(actor, "rating.veto_withdrawn", subject=fresh, about_unit_id=fresh.unit_id)
        elif (fresh.withdrawn_by_id, fresh.withdrawn_reason) != (actor.account_id, reason):
            raise AlreadyWithdrawn()
    return veto_within_reach(actor, id)


def withdraw_veto_of_event(source_kind: str, source_id: UUID, reason: str) -> None:
    """What gave rise to a veto was itself taken back. Safe to run twice."""
    mine = (RatingVeto.source_kind == source_kind) & (RatingVeto.source_id == source_id)
    for veto in RatingVeto.select().where(mine & RatingVeto.withdrawn_at.is_null()):
        with database.atomic():
            lock_unit(veto.unit_id)
            fresh = RatingVeto.get_by_id(veto.id)
            if fresh.withdrawn_at is None:
                undo_veto(SYSTEM, fresh, reason, "withdrawal", fresh.id)
                record_event(SYSTEM, "rating.veto_withdrawn", subject=fresh, about_unit_id=fresh.unit_id)


def apply_due_downgrades(on: date | None = None) -> int:
    """Lower what is due on a day (default: today) or before; how many were lowered now. Safe to run twice.

    Source: LN-15.
    """
    return sum(_apply(row) for row in due_downgrades(on or clock.today()))


def undo_veto(actor: Actor, veto: RatingVeto, reason: str, origin: str, source_id: UUID) -> None:
    """Withdraw a veto inside the caller's transaction; what it alone took from the unit comes back from today."""
    RatingVeto.update(withdrawn_at=clock.now(), withdrawn_reason=reason, withdrawn_by_id=actor.account_id).where(
        RatingVeto.id == veto.id
    ).execute()
    downgrade = RatingDowngrade.get_or_none(RatingDowngrade.veto_id == veto.id)
    if downgrade is None or downgrade.state == "cancelled":
        return
    if downgrade.state == "applied":
        _give_back(actor, downgrade, Move(origin, source_id, reason, downgrade.agency_id, veto.scheme_id, None))
        enqueue(
            REVOKE_DOWNGRADE,
            {"downgrade_id": str(downgrade.id), "reason": reason},
            key=f"{REVOKE_DOWNGRADE}:{downgrade.id}",
        )
    RatingDowngrade.update(state="cancelled").where(RatingDowngrade.id == downgrade.id).execute()
    _tell(downgrade, "withdrawn", f"对你单位的降级已撤销：{reason}")


def _create(
    actor: Actor, unit: Unit, scheme: RatingScheme, veto: dict[str, Any], columns: dict[str, Any]
) -> RatingVeto:
    lock_unit(unit.id)
    row = RatingVeto.create(
        **columns,
        unit_id=unit.id,
        scheme_id=scheme.id,
        code=veto["code"],
        title=veto["title"],
        lowers=veto["lowers"],
        ends_on=veto_ends_on(columns["occurred_on"], scheme.veto_months),
        at=clock.now(),
    )
    held = live_rating(unit.id)
    if held and held.rank:
        _open_downgrade(row, held, scheme)
    details = {"code": row.code, "source_kind": row.source_kind}
    record_event(actor, "rating.veto_registered", subject=row, about_unit_id=unit.id, details=details)
    return row


def _open_downgrade(veto: RatingVeto, held: UnitRating, scheme: RatingScheme) -> None:
    today = clock.today()
    after = read_scheme(scheme).below(held.rank, veto.lowers)
    row = RatingDowngrade.create(
        id=new_id(),
        unit_id=veto.unit_id,
        agency_id=held.agency_id,
        veto_id=veto.id,
        rating_id=held.id,
        before=held.name,
        after=after.name,
        reason=f"{veto.title}：{veto.reason}" if veto.reason != veto.title else veto.title,
        state="open",
        opened_on=today,
        takes_effect_on=today + timedelta(days=1),
        appeal_until_on=add_working_days(today, scheme.appeal_working_days),
        at=clock.now(),
    )
    text = f"因“{veto.title}”，你单位的“{held.name}”自{row.takes_effect_on}起调整为“{after.name}”，可在{row.appeal_until_on}前申诉。"
    _tell(row, "opened", text)


def _apply(downgrade: RatingDowngrade) -> bool:
    with database.atomic():
        lock_unit(downgrade.unit_id)
        row = lock_row(RatingDowngrade.select().where(RatingDowngrade.id == downgrade.id))
        if row.state != "open":
            return False
        held, veto = live_rating(row.unit_id), RatingVeto.get_by_id(row.veto_id)
        if held is None or held.rank == 0:  # another veto, or a decision, took it before
            RatingDowngrade.update(state="cancelled").where(RatingDowngrade.id == row.id).execute()
            record_event(SYSTEM, "rating.downgrade_cancelled", subject=row, about_unit_id=row.unit_id)
            return False
        after = read_scheme(RatingScheme.get_by_id(held.scheme_id)).below(held.rank, veto.lowers)
        move_grade(
            SYSTEM, row.unit_id, after, Move("veto", row.id, row.reason, held.agency_id, held.scheme_id, held.round_id)
        )
        changes = {"state": "applied", "applied_at": clock.now(), "before": held.name, "after": after.name}
        RatingDowngrade.update({**changes, "rating_id": held.id}).where(RatingDowngrade.id == row.id).execute()
        _tell(row, "applied", f"你单位的“{held.name}”今日起调整为“{after.name}”：{row.reason}")
        enqueue(MAKE_DOWNGRADE, {"downgrade_id": str(row.id)}, key=f"{MAKE_DOWNGRADE}:{row.id}")
        record_event(SYSTEM, "rating.downgraded", subject=row, about_unit_id=row.unit_id, details={"to": after.code})
    return True


def _give_back(actor: Actor, downgrade: RatingDowngrade, move: Move) -> None:
    """The grade held before, lowered by every other veto that stands; later acts on the grade stay as they are."""
    held = live_rating(downgrade.unit_id)
    if held is None or held.source_id != downgrade.id:
        return
    taken = UnitRating.get_by_id(downgrade.rating_id)
    scheme = read_scheme(RatingScheme.get_by_id(taken.scheme_id))
    grade: Grade = scheme.grade(taken.grade)
    for other in standing_vetoes(downgrade.unit_id, clock.today()):
        grade = scheme.below(grade.rank, other.lowers) if grade.rank else grade
    if grade.rank > held.rank:
        given = Move(move.origin, move.source_id, move.reason, taken.agency_id, taken.scheme_id, taken.round_id)
        move_grade(actor, downgrade.unit_id, grade, given)


def _tell(row: RatingDowngrade, step: str, text: str) -> None:
    due_on: date | None = row.appeal_until_on if step != "withdrawn" else None
    notify(
        kind=f"rating.downgrade_{step}",
        key=f"rating:downgrade:{row.id}:{step}",
        text=text,
        subject_type="rating_downgrade",
        subject_id=row.id,
        unit_id=row.unit_id,
        due_on=due_on,
        permission="rating.view",
    )
