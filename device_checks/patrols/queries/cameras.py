"""Which cameras a round looks at, and what a shard must know of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from peewee import JOIN

from device_checks.patrols.models import CameraWatch, PatrolRound, PatrolShard
from device_checks.patrols.rules.shards import Candidate
from device_checks.registers.models import Camera, Facility
from device_checks.sources.models import CameraSource
from server.units.agencies.models import Agency
from server.units.registry.models import Unit, UnitReach


@dataclass(frozen=True)
class Chosen:
    """Cameras to look at, and how many were left out for which reason."""

    candidates: list[Candidate]
    left_out: dict[str, int]


@dataclass(frozen=True)
class Watched:
    """What the counting needs of a camera."""

    id: UUID
    unit_id: UUID
    place_class: int


def cameras_of_agency(agency_id: UUID, classes: Collection[int], moment: datetime, *, all_of_them: bool) -> Chosen:
    """Cameras in use of the units an agency reaches; 3 queries.

    Left out are barred ones, those without a source that can be asked, those a running round will look at anyway,
    and, unless all are wanted, long dead ones that are left alone for a while. Source: LN-10.
    """
    number = Agency.select(Agency.number).where(Agency.id == agency_id)
    rows = (
        _rows()
        .join_from(Camera, Unit, on=(Unit.id == Camera.unit_id))
        .join(UnitReach, on=(UnitReach.unit_number == Unit.number))
        .where((UnitReach.agency_number == number) & Camera.place_class.in_(list(classes)))
    )
    return _choose(rows, moment, all_of_them=all_of_them)


def cameras_by_id(ids: Iterable[UUID], moment: datetime) -> Chosen:
    """The same of cameras that are named; for second looks."""
    return _choose(_rows().where(Camera.id.in_(list(ids))), moment, all_of_them=True)


def watched(ids: Iterable[UUID]) -> dict[UUID, Watched]:
    """1 query."""
    rows = Camera.select(Camera.id, Camera.unit_id, Camera.place_class).where(Camera.id.in_(list(ids)))
    return {row.id: Watched(row.id, row.unit_id, row.place_class) for row in rows}


def watches(ids: Iterable[UUID]) -> dict[UUID, CameraWatch]:
    """How cameras answered last; 1 query."""
    return {row.id: row for row in CameraWatch.select().where(CameraWatch.id.in_(list(ids)))}


def cameras_of_open_rounds() -> set[UUID]:
    """Those that a running round has still to look at."""
    shards = (
        PatrolShard.select(PatrolShard.remaining)
        .join(PatrolRound, on=(PatrolRound.id == PatrolShard.round_id))
        .where((PatrolRound.state == "running") & PatrolShard.ended_at.is_null())
    )
    return {UUID(id) for shard in shards for id in shard.remaining}


def _rows():  # type: ignore[no-untyped-def]
    return (
        Camera.select(
            Camera.id,
            Camera.recorder_id,
            Camera.secret_state,
            Camera.secret_trade,
            CameraSource.kind,
            CameraSource.address,
            CameraWatch.failures,
            CameraWatch.pause_until,
        )
        .join(Facility, on=((Facility.id == Camera.id) & (Facility.state == "in_use")))
        .join_from(Camera, CameraSource, JOIN.LEFT_OUTER, on=(CameraSource.id == Camera.id))
        .join_from(Camera, CameraWatch, JOIN.LEFT_OUTER, on=(CameraWatch.id == Camera.id))
    )


def _choose(rows, moment: datetime, *, all_of_them: bool) -> Chosen:  # type: ignore[no-untyped-def]
    open_ids = cameras_of_open_rounds()
    left_out = {"barred": 0, "no_source": 0, "paused": 0, "open": 0}
    candidates = []
    for row in rows.order_by(Camera.id).objects():
        reason = _reason(row, moment, open_ids, all_of_them=all_of_them)
        if reason:
            left_out[reason] += 1
            continue
        device = str(row.recorder_id) if row.recorder_id else host_of(row.address)
        candidates.append(Candidate(row.id, device, bool(row.failures)))
    return Chosen(candidates, left_out)


def _reason(row, moment: datetime, open_ids: set[UUID], *, all_of_them: bool) -> str:  # type: ignore[no-untyped-def]
    if row.secret_state or row.secret_trade:
        return "barred"
    if row.kind is None or row.kind == "phone":
        return "no_source"
    if row.id in open_ids:
        return "open"
    return "paused" if row.pause_until and row.pause_until > moment and not all_of_them else ""


def host_of(address: str) -> str:
    """The machine that answers; empty for what is no address of a machine."""
    return address.partition("://")[2].partition("/")[0].lower()
