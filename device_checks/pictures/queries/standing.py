"""What laying looks down reads first, for a batch at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from device_checks.pictures.models import CameraState, PictureFault, Snapshot
from device_checks.registers.models import Camera
from device_checks.sources.models import CameraSource
from device_checks.sources.rules import SourceKind
from server.core.database import is_postgresql


def lookable_units(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Camera → unit, without those that may not be looked at; one query.  Source: LN-10."""
    return {row.id: row.unit_id for row in Camera.select().where(Camera.id.in_(list(ids))) if not row.is_barred}


def locked_states(ids: Iterable[UUID]) -> dict[UUID, CameraState]:
    """The cameras' states, locked in the order of their ids until the transaction ends."""
    query = CameraState.select().where(CameraState.id.in_(list(ids))).order_by(CameraState.id)
    return {row.id: row for row in (query.for_update() if is_postgresql() else query)}


def known_snapshots(ids: Iterable[UUID]) -> set[UUID]:
    """Those of the looks that were laid down before."""
    return {row.id for row in Snapshot.select(Snapshot.id).where(Snapshot.id.in_(list(ids)))}


def unended_faults(camera_ids: Iterable[UUID]) -> dict[str, PictureFault]:
    """By their open key; one query."""
    live = PictureFault.camera_id.in_(list(camera_ids)) & PictureFault.open_key.is_null(False)
    return {row.open_key: row for row in PictureFault.select().where(live)}


def fetched_by_us(camera_ids: Iterable[UUID]) -> set[UUID]:
    """Cameras whose pictures the system fetches, unlike those whose pictures people send."""
    by_us = CameraSource.id.in_(list(camera_ids)) & (CameraSource.kind != SourceKind.PHONE.value)
    return {row.id for row in CameraSource.select(CameraSource.id).where(by_us)}


def givers_of(names: Collection[str], since: datetime) -> list[tuple[str, UUID]]:
    """(file, camera) for the files that looks since then brought; one query."""
    same = Snapshot.sha256.in_(list(names)) & (Snapshot.taken_at >= since)
    return [(row.sha256, row.camera_id) for row in Snapshot.select(Snapshot.sha256, Snapshot.camera_id).where(same)]
