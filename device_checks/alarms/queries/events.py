"""Reads of what lines sent: for lists, for one card, and for live screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from device_checks.alarms.models import AlarmEvent, AlarmLine, AlarmZone
from device_checks.alarms.queries.lines import facilities_by_id, facility_shape, place_names
from device_checks.alarms.rules import REPEAT_STAMPED, RINGING, AlarmKind, Signal
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

#: What a screen is shown at once when it opens.
MOST_OPEN = 200


@dataclass(frozen=True)
class EventFilter:
    unit_id: UUID | None = None
    facility_id: UUID | None = None
    kind: str | None = None
    is_test: bool | None = None
    is_open: bool | None = None
    from_on: date | None = None
    to_on: date | None = None
    limit: int = 50
    after: str | None = None


def event_within_reach(actor: Actor, id: UUID) -> AlarmEvent:
    """Raises NotFound."""
    row = AlarmEvent.select().where((AlarmEvent.id == id) & is_within_reach(actor, AlarmEvent.unit_id)).first()
    if row is None:
        raise NotFound(event_id=str(id))
    return row


def find_events(actor: Actor, wanted: EventFilter) -> dict[str, Any]:
    """A page of signals, the latest first."""
    query = AlarmEvent.select().where(is_within_reach(actor, AlarmEvent.unit_id)).order_by(AlarmEvent.id.desc())
    for name in ("unit_id", "facility_id", "kind"):
        if value := getattr(wanted, name):
            query = query.where(getattr(AlarmEvent, name) == value)
    if wanted.is_test is not None:
        query = query.where(AlarmEvent.is_test == wanted.is_test)
    if wanted.is_open is not None:
        query = query.where(AlarmEvent.needs_answer == wanted.is_open)
    if wanted.from_on:
        query = query.where(AlarmEvent.received_at >= clock.start_of(wanted.from_on))
    if wanted.to_on:
        query = query.where(AlarmEvent.received_at < clock.start_of(wanted.to_on + timedelta(days=1)))
    if wanted.after:
        query = query.where(AlarmEvent.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": event_shapes(found["items"])}


def open_events(actor: Actor) -> list[AlarmEvent]:
    """What waits for somebody, the latest first."""
    known = (AlarmEvent.needs_answer == True) & is_within_reach(actor, AlarmEvent.unit_id)  # noqa: E712 - SQL
    return list(AlarmEvent.select().where(known).order_by(AlarmEvent.id.desc()).limit(MOST_OPEN))


def changes_since(moment: datetime, limit: int) -> list[AlarmEvent]:
    """What came or changed since, in the order of the changes; for everybody, reach is looked at afterwards."""
    query = AlarmEvent.select().where(AlarmEvent.changed_at >= moment)
    return list(query.order_by(AlarmEvent.changed_at, AlarmEvent.id).limit(limit))


def reached_units(actor: Actor, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the units that the actor sees; one query."""
    wanted = list(set(ids))
    if not wanted:
        return set()
    query = Unit.select(Unit.id).where(Unit.id.in_(wanted) & is_within_reach(actor, Unit.id))
    return {row.id for row in query}


def repeated_event(line: AlarmLine, signal: Signal, moment: datetime) -> list[AlarmEvent]:
    """Signals of the line that this one might be a repetition of, the latest first."""
    known = (
        (AlarmEvent.line_id == line.id)
        & (AlarmEvent.sequence == signal.sequence)
        & (AlarmEvent.text == signal.text)
        & (AlarmEvent.received_at >= moment - REPEAT_STAMPED)
    )
    return list(AlarmEvent.select().where(known).order_by(AlarmEvent.received_at.desc()).limit(10))


def same_waiting(line_id: UUID, zone: str, kind: str, is_test: bool) -> Any:
    """Which signals of a line's zone wait for the same answer."""
    return (
        (AlarmEvent.line_id == line_id)
        & (AlarmEvent.zone_number == zone)
        & (AlarmEvent.kind == kind)
        & (AlarmEvent.is_test == is_test)
        & (AlarmEvent.needs_answer == True)  # noqa: E712 - SQL
    )


def zone_of(line_id: UUID, number: str) -> AlarmZone | None:
    """The zone of the ledger that a signal names."""
    known = (AlarmZone.line_id == line_id) & (AlarmZone.number == number) & AlarmZone.ended_at.is_null()
    row: AlarmZone | None = AlarmZone.select().where(known).first() if number else None
    return row


def event_shapes(rows: list[AlarmEvent]) -> list[dict[str, Any]]:
    """Signals in their wire shape: who, where, what; 4 queries."""
    ids = {row.unit_id for row in rows}
    units = {row.id: row for row in Unit.select().where(Unit.id.in_(list(ids)))}
    facilities = facilities_by_id(row.facility_id for row in rows)
    wanted = [row.zone_id for row in rows if row.zone_id]
    zones = {row.id: row for row in AlarmZone.select().where(AlarmZone.id.in_(wanted))} if wanted else {}
    places = place_names([*(zone.place_id for zone in zones.values()), *(one.place_id for one in facilities.values())])
    return [_shape(row, units[row.unit_id], facilities[row.facility_id], zones, places) for row in rows]


def _shape(
    row: AlarmEvent, unit: Unit, facility: Any, zones: dict[UUID, AlarmZone], places: dict[UUID, str]
) -> dict[str, Any]:
    columns = ("id", "line_id", "kind", "code", "text", "is_test", "test_id", "received_at", "occurred_at", "repeated")
    columns += ("needs_answer", "acknowledged_at", "acknowledged_by", "note", "zone_number", "changed_at", "version")
    zone = zones.get(row.zone_id) if row.zone_id else None
    place_id = (zone.place_id if zone else None) or facility.place_id
    at = facility if facility.lat is not None else unit
    return {
        **{name: getattr(row, name) for name in columns},
        "rings": row.kind in RINGING or (row.is_test and row.kind == AlarmKind.TEST),
        "unit": {"id": unit.id, "name": unit.name},
        "address": unit.address,
        "lat": at.lat,
        "lon": at.lon,
        "facility": facility_shape(facility),
        "zone": zone.name if zone else "",
        "place": places.get(place_id, "") if place_id else "",
    }
