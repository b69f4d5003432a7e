"""Reads of lines, zones and tests; the only way to load one that somebody names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from device_checks.alarms.errors import UnknownLine
from device_checks.alarms.models import AlarmEvent, AlarmLine, AlarmTest, AlarmZone
from device_checks.alarms.rules import SEAL_PURPOSE, hash_token, lost_after, normal_account, result_of, state_of
from device_checks.registers.models import Facility, Place
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.sealing import unseal
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class LineFilter:
    unit_id: UUID | None = None
    facility_id: UUID | None = None
    state: str | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class TestFilter:
    __test__ = False  # no test of pytest's
    unit_id: UUID | None = None
    facility_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def line_within_reach(actor: Actor, id: UUID) -> AlarmLine:
    """Raises NotFound."""
    row = AlarmLine.select().where((AlarmLine.id == id) & is_within_reach(actor, AlarmLine.unit_id)).first()
    if row is None:
        raise NotFound(line_id=str(id))
    return row


def zone_within_reach(actor: Actor, id: UUID) -> AlarmZone:
    """Raises NotFound."""
    row = AlarmZone.select().where((AlarmZone.id == id) & is_within_reach(actor, AlarmZone.unit_id)).first()
    if row is None:
        raise NotFound(zone_id=str(id))
    return row


def test_within_reach(actor: Actor, id: UUID) -> AlarmTest:
    """Raises NotFound."""
    row = AlarmTest.select().where((AlarmTest.id == id) & is_within_reach(actor, AlarmTest.unit_id)).first()
    if row is None:
        raise NotFound(test_id=str(id))
    return row


def line_of_account(account: str) -> AlarmLine | None:
    """The line in use that a frame names; for the receiver, which acts for nobody."""
    known = (AlarmLine.account == normal_account(account)) & AlarmLine.stopped_at.is_null()
    row: AlarmLine | None = AlarmLine.select().where(known).first()
    return row


def line_of_token(token: str) -> AlarmLine:
    """The line in use that a token opens. Raises UnknownLine."""
    known = (AlarmLine.token_hash == hash_token(token)) & AlarmLine.stopped_at.is_null()
    row = AlarmLine.select().where(known).first()
    if row is None:
        raise UnknownLine()
    return row


def key_of(line: AlarmLine) -> bytes | None:
    """The line's AES key. Raises SealBroken."""
    return bytes.fromhex(unseal(line.sealed_key, SEAL_PURPOSE)) if line.sealed_key else None


def silent_lines(moment: datetime, limit: int) -> list[AlarmLine]:
    """Lines in use that were heard once and are silent for too long, and nobody has been told yet."""
    known = (
        AlarmLine.stopped_at.is_null()
        & AlarmLine.silent_since.is_null()
        & AlarmLine.heartbeat_seconds.is_null(False)
        & (AlarmLine.last_heard_at < moment)
    )
    # How long is too long differs from line to line; what SQLite and PostgreSQL both compute is compared here.
    found = (row for row in AlarmLine.select().where(known).order_by(AlarmLine.last_heard_at).iterator())
    late = [row for row in found if is_lost(row, moment)]
    return late[:limit]


def is_lost(line: AlarmLine, moment: datetime) -> bool:
    """Whether the line should have been heard by now."""
    if line.heartbeat_seconds is None or line.last_heard_at is None:
        return False
    return moment - line.last_heard_at > lost_after(line.heartbeat_seconds)


def tests_run_out(moment: datetime, limit: int) -> list[AlarmTest]:
    """Tests whose window is over and whose result is not on record yet."""
    known = AlarmTest.closed_at.is_null() & (AlarmTest.until <= moment)
    return list(AlarmTest.select().where(known).order_by(AlarmTest.until).limit(limit))


def open_test_of(facility_id: UUID, moment: datetime) -> AlarmTest | None:
    """The test under way at a facility."""
    known = (AlarmTest.facility_id == facility_id) & (AlarmTest.until > moment) & AlarmTest.closed_at.is_null()
    row: AlarmTest | None = AlarmTest.select().where(known).order_by(AlarmTest.id.desc()).first()
    return row


def find_lines(actor: Actor, wanted: LineFilter) -> dict[str, Any]:
    """A page of lines, the latest first."""
    query = AlarmLine.select().where(is_within_reach(actor, AlarmLine.unit_id)).order_by(AlarmLine.id.desc())
    for name in ("unit_id", "facility_id"):
        if value := getattr(wanted, name):
            query = query.where(getattr(AlarmLine, name) == value)
    if wanted.state:
        query = query.where(_stands(wanted.state))
    if wanted.after:
        query = query.where(AlarmLine.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": line_shapes(found["items"])}


def _stands(state: str) -> Any:
    if state == "stopped":
        return AlarmLine.stopped_at.is_null(False)
    in_use = AlarmLine.stopped_at.is_null()
    if state == "silent":
        return in_use & AlarmLine.silent_since.is_null(False)
    return in_use & AlarmLine.silent_since.is_null() & AlarmLine.last_heard_at.is_null(state == "waiting")


def line_shapes(rows: list[AlarmLine]) -> list[dict[str, Any]]:
    """Lines in their wire shape with their zones; 4 queries. Never with a key or token."""
    ids = [row.id for row in rows]
    zones: dict[UUID, list[AlarmZone]] = {id: [] for id in ids}
    for zone in AlarmZone.select().where(AlarmZone.line_id.in_(ids) & AlarmZone.ended_at.is_null()):
        zones[zone.line_id].append(zone)
    places = place_names(zone.place_id for found in zones.values() for zone in found)
    names, facilities = unit_names([row.unit_id for row in rows]), facilities_by_id(row.facility_id for row in rows)
    return [
        {
            "id": row.id,
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "facility": facility_shape(facilities[row.facility_id]),
            "protocol": row.protocol,
            "account": row.account or "",
            "is_encrypted": row.sealed_key is not None,
            "secret_hint": row.secret_hint,
            "heartbeat_seconds": row.heartbeat_seconds,
            "last_heard_at": row.last_heard_at,
            "silent_since": row.silent_since,
            "state": state_of(row.stopped_at is not None, row.silent_since is not None, row.last_heard_at),
            "created_at": row.created_at,
            "version": row.version,
            "zones": [zone_shape(zone, places) for zone in sorted(zones[row.id], key=_by_number)],
        }
        for row in rows
    ]


def zone_shape(zone: AlarmZone, places: dict[UUID, str]) -> dict[str, Any]:
    """One zone of the ledger."""
    return {
        "id": zone.id,
        "line_id": zone.line_id,
        "number": zone.number,
        "kind": zone.kind,
        "name": zone.name,
        "place_id": zone.place_id,
        "place": places.get(zone.place_id, "") if zone.place_id else "",
        "last_tested_at": zone.last_tested_at,
        "version": zone.version,
    }


def _by_number(zone: AlarmZone) -> tuple[int, str]:
    return len(zone.number), zone.number


def find_tests(actor: Actor, wanted: TestFilter) -> dict[str, Any]:
    """A page of tests, the latest first."""
    query = AlarmTest.select().where(is_within_reach(actor, AlarmTest.unit_id)).order_by(AlarmTest.id.desc())
    for name in ("unit_id", "facility_id"):
        if value := getattr(wanted, name):
            query = query.where(getattr(AlarmTest, name) == value)
    if wanted.after:
        query = query.where(AlarmTest.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": test_shapes(found["items"])}


def test_shapes(rows: list[AlarmTest]) -> list[dict[str, Any]]:
    """Tests in their wire shape, with when the bureau answered; 3 queries."""
    moment, names = clock.now(), unit_names([row.unit_id for row in rows])
    facilities = facilities_by_id(row.facility_id for row in rows)
    ids = [row.event_id for row in rows if row.event_id]
    events = {row.id: row for row in AlarmEvent.select().where(AlarmEvent.id.in_(ids))} if ids else {}
    return [
        {
            **{name: getattr(row, name) for name in ("id", "origin", "started_at", "until", "pressed_at")},
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "facility": facility_shape(facilities[row.facility_id]),
            "by": row.by_name,
            "event_id": row.event_id,
            "received_at": row.received_at,
            "seconds": row.seconds,
            "result": result_of(row.seconds, row.until, moment),
            "acknowledged_at": events[row.event_id].acknowledged_at if row.event_id in events else None,
            "acknowledged_by": events[row.event_id].acknowledged_by if row.event_id in events else "",
        }
        for row in rows
    ]


def facilities_by_id(ids: Iterable[UUID]) -> dict[UUID, Facility]:
    """One query."""
    return {row.id: row for row in Facility.select().where(Facility.id.in_(list(set(ids))))}


def facility_shape(row: Facility) -> dict[str, Any]:
    """A facility as a row names it."""
    return {"id": row.id, "name": row.name, "number": row.number, "type": row.type}


def place_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """At most one query."""
    wanted = [id for id in set(ids) if id]
    if not wanted:
        return {}
    return {row.id: row.name for row in Place.select(Place.id, Place.name).where(Place.id.in_(wanted))}


def count_open(actor: Actor) -> int:
    """How many real alarms wait for somebody."""
    known = (AlarmEvent.needs_answer == True) & (AlarmEvent.is_test == False)  # noqa: E712 - SQL
    query = AlarmEvent.select(fn.COUNT(AlarmEvent.id)).where(known & is_within_reach(actor, AlarmEvent.unit_id))
    return int(query.scalar())


def lines_of_facility(facility_id: UUID) -> ModelSelect:
    """The lines in use of a facility."""
    return AlarmLine.select().where((AlarmLine.facility_id == facility_id) & AlarmLine.stopped_at.is_null())
