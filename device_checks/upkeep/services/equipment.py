"""Equipment of posts: counted all kinds at once, handed out, brought back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from peewee import fn

from device_checks.registers.queries import facility_within_reach, place_within_reach
from device_checks.upkeep.errors import MoreThanThereIs, NotAPost, NotEquipment
from device_checks.upkeep.models import EquipmentCount, EquipmentMove, PostStock
from device_checks.upkeep.queries.posts import COUNT, minimums_of
from device_checks.upkeep.rules import CountDraft, MoveDraft
from device_checks.upkeep.rules.terms import EQUIPMENT
from device_checks.upkeep.services.reports import hash_of
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once
from server.units.attachments.services import attach
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import lock_unit, unit_by_id
from server.units.registry.queries.reach import units_by_id

BATCH = 500


def count_equipment(actor: Actor, draft: CountDraft) -> EquipmentCount:
    """Take in what was counted at a post, each of the seven kinds; below the minimum the unit is told.

    Sent twice it is one. Raises Forbidden, NotFound, NotAPost, FileMissing, ResubmissionConflict.  Source: LN-8.
    """
    actor.check("facility.check")
    place = place_within_reach(actor, draft.place_id)
    known = {"draft_hash": hash_of(vars(draft)), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, EquipmentCount, draft.id, **known)
    if earlier := find():
        return earlier
    if place.kind != "post":
        raise NotAPost()

    def create() -> EquipmentCount:
        lock_unit(place.unit_id)
        row = EquipmentCount.create(
            id=draft.id,
            unit_id=place.unit_id,
            place_id=place.id,
            counts=dict(draft.counts),
            note=draft.note,
            counted_at=min(draft.counted_at, clock.now()),
            received_at=clock.now(),
            by_name=actor.name,
            **known,
        )
        attach(actor, COUNT, row.id, place.unit_id, draft.files, field="photos")
        short = _stock(row, unit_by_id(place.unit_id))
        if short:
            _tell_of_shortage(row, place.name, short)
        details = {"place_id": str(place.id), "short": short}
        record_event(actor, "equipment.counted", subject=row, about_unit_id=place.unit_id, details=details)
        return row

    return once(create, find)[0]


def _stock(count: EquipmentCount, unit: Unit) -> list[str]:
    """Take the count for the newest, unless a later one is known; the kinds that are short."""
    later = (PostStock.place_id == count.place_id) & (PostStock.counted_at > count.counted_at)
    if PostStock.select().where(later).exists():
        return []
    minimum = minimums_of([unit])[unit.id]
    PostStock.delete().where(PostStock.place_id == count.place_id).execute()
    short = []
    for type in EQUIPMENT:
        counted, least = count.counts.get(type, 0), minimum.get(type, 0)
        short += [type] if counted < least else []
        PostStock.create(
            id=new_id(),
            place_id=count.place_id,
            unit_id=count.unit_id,
            type=type,
            counted=counted,
            minimum=least,
            is_short=counted < least,
            count_id=count.id,
            counted_at=count.counted_at,
        )
    return short


def _tell_of_shortage(count: EquipmentCount, place: str, short: list[str]) -> None:
    notify(
        kind="equipment.short",
        key=f"equipment.short:{count.id}",
        text=f"{place}清点：{len(short)}种防护器材低于最低配备数量",
        subject_type="equipment_count",
        subject_id=count.id,
        unit_id=count.unit_id,
        permission="facility.view",
    )


def refresh_stock(after: UUID | None = None) -> UUID | None:
    """Hold a batch of newest counts against the minimums in force now; where to go on, None at the end.

    Run twice it changes nothing more. Source: LN-8.
    """
    query = PostStock.select().order_by(PostStock.id).limit(BATCH)
    rows = list(query.where(PostStock.id > after) if after else query)
    if not rows:
        return None
    minimums = minimums_of(units_by_id(SYSTEM, {row.unit_id for row in rows}))
    changed = [row for row in rows if row.minimum != minimums[row.unit_id].get(row.type, 0)]
    if changed:
        with database.atomic():
            for row in changed:
                least = minimums[row.unit_id].get(row.type, 0)
                PostStock.update(minimum=least, is_short=PostStock.counted < least).where(
                    PostStock.id == row.id
                ).execute()
            record_event(SYSTEM, "post_stock.refreshed", subject=changed[0], details={"count": len(changed)})
    return rows[-1].id if len(rows) == BATCH else None


def move_equipment(actor: Actor, draft: MoveDraft) -> EquipmentMove:
    """Hand equipment out, or take it back; no more than there is. Sent twice it is one.

    Raises Forbidden, NotFound, NotEquipment, MoreThanThereIs, ResubmissionConflict.  Source: LN-8.
    """
    actor.check("facility.edit")
    facility = facility_within_reach(actor, draft.facility_id)
    known = {**vars(draft), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, EquipmentMove, **known)
    if earlier := find():
        return earlier
    if facility.kind != "equipment":
        raise NotEquipment()

    def create() -> EquipmentMove:
        take_turn(actor)
        lock_unit(facility.unit_id)
        out = handed_out(facility.id)
        most = facility.quantity - out if draft.kind == "issue" else out
        if draft.quantity > most:
            raise MoreThanThereIs(fields=[FieldProblem("quantity", f"最多 {most}", MoreThanThereIs.code)])
        row = EquipmentMove.create(**known, unit_id=facility.unit_id, at=clock.now(), by_name=actor.name)
        details = {"facility_id": str(facility.id), "kind": draft.kind, "quantity": draft.quantity}
        record_event(actor, "equipment.moved", subject=row, about_unit_id=facility.unit_id, details=details)
        return row

    return once(create, find)[0]


def handed_out(facility_id: UUID) -> int:
    """How many are with somebody now; one query."""
    rows = (
        EquipmentMove.select(EquipmentMove.kind, fn.SUM(EquipmentMove.quantity))
        .where(EquipmentMove.facility_id == facility_id)
        .group_by(EquipmentMove.kind)
        .tuples()
    )
    sums = dict(rows)
    return int(sums.get("issue", 0)) - int(sums.get("return", 0))
