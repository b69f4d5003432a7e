"""Reads for workbooks: units, places and facilities that rows mean, and imports that were tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from device_checks.registers.models import Camera, Facility, Place
from device_checks.registers.queries import places_of_cameras
from device_checks.registers.rules import CameraDraft, FacilityDraft
from device_checks.workbooks.models import FacilityImport
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.reach import units_within_reach

_BATCH = 400
T = TypeVar("T")


def own_import(actor: Actor, id: UUID) -> FacilityImport:
    """An import that this very account tried. Raises NotFound."""
    attempt = FacilityImport.get_or_none((FacilityImport.id == id) & (FacilityImport.account_id == actor.account_id))
    if attempt is None:
        raise NotFound(import_id=str(id))
    return attempt


def units_by_name(actor: Actor, names: Iterable[str]) -> dict[str, list[UUID]]:
    """Units within reach of these names; some names may stand for several."""
    found: dict[str, list[UUID]] = defaultdict(list)
    for batch in _batches(sorted(set(names))):
        for unit in units_within_reach(actor).where(Unit.name.in_(batch)):
            found[unit.name].append(unit.id)
    return found


def places_by_name(unit_ids: Iterable[UUID]) -> dict[tuple[UUID, str], UUID]:
    """Places that have not ended, by unit and name; of two alike the first."""
    found: dict[tuple[UUID, str], UUID] = {}
    for batch in _batches(sorted(set(unit_ids))):
        for row in Place.select().where(Place.unit_id.in_(batch) & Place.ended_on.is_null()).order_by(Place.id):
            found.setdefault((row.unit_id, row.name), row.id)
    return found


def place_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of places."""
    rows = (row for batch in _batches(sorted(set(ids))) for row in Place.select().where(Place.id.in_(batch)))
    return {row.id: row.name for row in rows}


def known_facilities(numbers: dict[UUID, set[str]]) -> dict[tuple[UUID, str], Facility]:
    """Facilities by unit and number."""
    found = {}
    for unit_id, wanted in numbers.items():
        for batch in _batches(sorted(wanted)):
            for row in Facility.select().where((Facility.unit_id == unit_id) & Facility.number.in_(batch)):
                found[unit_id, row.number] = row
    return found


def drafts_of(facilities: Sequence[Facility]) -> dict[UUID, FacilityDraft]:
    """What would have to be sent to have each facility as it is; 2 queries for each 400."""
    found = {}
    for batch in _batches([row.id for row in facilities]):
        cameras = {row.id: row for row in Camera.select().where(Camera.id.in_(batch))}
        covered = places_of_cameras(cameras)
        for row in (one for one in facilities if one.id in set(batch)):
            camera = cameras.get(row.id)
            found[row.id] = FacilityDraft(
                **{name: getattr(row, name) for name in FacilityDraft.__dataclass_fields__ if name != "camera"},
                camera=_camera(camera, covered.get(row.id, [])) if camera else None,
            )
    return found


def catalogue_ids_taken(ids: Iterable[str]) -> dict[str, UUID]:
    """Which camera has each of these ids, wherever it is."""
    rows = (
        row for batch in _batches(sorted(set(ids))) for row in Camera.select().where(Camera.catalogue_id.in_(batch))
    )
    return {row.catalogue_id: row.id for row in rows}


def _camera(row: Camera, place_ids: list[UUID]) -> CameraDraft:
    names = [name for name in CameraDraft.__dataclass_fields__ if name != "place_ids"]
    return CameraDraft(**{name: getattr(row, name) for name in names}, place_ids=tuple(sorted(place_ids)))


def _batches(values: list[T]) -> Iterator[list[T]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
