"""Facilities in use, and which of them were let pass by a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.upkeep.models import Maintenance, UpkeepTask


def facilities_in_use(after: UUID | None, most: int) -> list[Facility]:
    """So many facilities in use, by id; one query."""
    query = Facility.select().where(Facility.state == "in_use").order_by(Facility.id).limit(most)
    return list(query.where(Facility.id > after) if after else query)


def let_pass(ids: Iterable[UUID]) -> dict[tuple[UUID, str], datetime]:
    """When a person last cancelled a check or replacement that had come due, by facility and kind; one query."""
    cancelled = (UpkeepTask.state == "cancelled") & UpkeepTask.origin.in_(["period", "life_end"])
    rows = UpkeepTask.select().where(UpkeepTask.facility_id.in_(list(ids)) & cancelled).order_by(UpkeepTask.ended_at)
    return {(row.facility_id, row.kind): row.ended_at for row in rows}


def open_keys(keys: Iterable[str]) -> set[str]:
    """Those of the keys under which a task is open; one query."""
    rows = UpkeepTask.select(UpkeepTask.open_key).where(UpkeepTask.open_key.in_(list(keys)))
    return {row.open_key for row in rows}


def next_maintenance(ids: Iterable[UUID]) -> dict[UUID, Maintenance]:
    """The newest maintenance of each facility, if it names a next day; one query."""
    rows = Maintenance.select().where(Maintenance.facility_id.in_(list(ids)))
    newest = {row.facility_id: row for row in rows.order_by(Maintenance.done_on, Maintenance.id)}
    return {id: row for id, row in newest.items() if row.next_due_on is not None}
