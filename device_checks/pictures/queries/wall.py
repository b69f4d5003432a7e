"""The wall: every camera within reach with its last look, the worst first; and one camera with all about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect, fn

from device_checks.pictures.models import CameraState, PictureFault, ReferenceView, Snapshot
from device_checks.pictures.queries.faults import fault_shapes
from device_checks.pictures.queries.references import references_of
from device_checks.pictures.queries.snapshots import snapshot_shapes
from device_checks.pictures.rules.faults import LIVE
from device_checks.registers.models import Camera, CameraPlace, Facility
from device_checks.registers.queries import camera_within_reach
from device_checks.sources.models import CameraSource
from server.core.permissions import Actor
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

_TOLD = tuple(state for state in LIVE if state != "suspected")


@dataclass(frozen=True)
class WallFilter:
    verdict: str | None = None  # fine, doubt, fault, none (never looked at)
    unit_id: UUID | None = None
    place_class: int | None = None
    place_id: UUID | None = None
    fault: str | None = None  # a kind that is unended
    q: str | None = None  # part of name or number
    limit: int = 50
    after: str | None = None


def find_wall(actor: Actor, wanted: WallFilter) -> dict[str, Any]:
    """A page of cameras in use, the worst first; six queries however many there are."""
    rank = fn.COALESCE(CameraState.rank, 0)
    query = (
        Camera.select(Camera, Facility.name, Facility.number, Facility.type, rank.alias("rank"))
        .join(Facility, on=(Facility.id == Camera.id))
        .join_from(Camera, CameraState, JOIN.LEFT_OUTER, on=(CameraState.id == Camera.id))
        .where(is_within_reach(actor, Camera.unit_id) & (Facility.state == "in_use"))
        .order_by(rank.desc(), Camera.id.desc())
    )
    query = _filtered(query, wanted, rank)
    if wanted.after:
        last_rank, last_id = decode_cursor(wanted.after, int, UUID)
        query = query.where((rank < last_rank) | ((rank == last_rank) & (Camera.id < last_id)))
    rows = list(query.limit(wanted.limit + 1).objects())
    found = page(rows, wanted.limit, lambda row: (row.rank, row.id))
    return {**found, "items": _cards(found["items"])}


def one_camera(actor: Actor, id: UUID) -> dict[str, Any]:
    """One camera: its card, last looks, references with their history, mask, unended faults. Raises NotFound."""
    facility, camera = camera_within_reach(actor, id)
    camera.name, camera.number, camera.type = facility.name, facility.number, facility.type
    state = CameraState.get_or_none(CameraState.id == id)
    looks = {row.id: row for row in Snapshot.select().where(Snapshot.id.in_(_named(state)))} if state else {}
    unended = PictureFault.select().where((PictureFault.camera_id == id) & PictureFault.open_key.is_null(False))
    source = CameraSource.get_or_none(CameraSource.id == id)
    return {
        **_cards([camera])[0],
        "secret_reason": camera.secret_reason if camera.is_barred else "",
        "is_in_use": facility.state == "in_use",
        "source": source.kind if source else "",
        "expected_width": camera.width,
        "expected_height": camera.height,
        "latest": _shape(looks.get(state.snapshot_id)) if state else None,
        "picture": _shape(looks.get(state.picture_id)) if state and state.picture_id else None,
        "osd": state.osd if state else [],
        "references": [reference_shape(row) for row in references_of(id)],
        "faults": fault_shapes(list(unended.order_by(PictureFault.id))),
    }


def reference_shape(row: ReferenceView) -> dict[str, Any]:
    """A reference in its wire shape."""
    return {name: getattr(row, name) for name in _REFERENCE}


_REFERENCE = (
    "id", "snapshot_id", "width", "height", "light", "preset", "is_anchor", "note", "learned_by_name", "learned_at",
    "ended_by_name", "ended_at", "ended_reason",
)  # fmt: skip


def _named(state: CameraState) -> list[UUID]:
    return [id for id in (state.snapshot_id, state.picture_id) if id]


def _shape(row: Snapshot | None) -> dict[str, Any] | None:
    return snapshot_shapes([row])[0] if row else None


def _filtered(query: ModelSelect, wanted: WallFilter, rank: Any) -> ModelSelect:
    if wanted.verdict:
        query = query.where(rank == {"none": 0, "fine": 1, "doubt": 2, "fault": 3}[wanted.verdict])
    if wanted.unit_id:
        query = query.where(Camera.unit_id == wanted.unit_id)
    if wanted.place_class:
        query = query.where(Camera.place_class == wanted.place_class)
    if wanted.place_id:
        covering = CameraPlace.select(CameraPlace.camera_id).where(CameraPlace.place_id == wanted.place_id)
        query = query.where(Camera.id.in_(covering) | (Facility.place_id == wanted.place_id))
    if wanted.fault:
        with_it = PictureFault.select(PictureFault.camera_id).where(
            (PictureFault.kind == wanted.fault) & PictureFault.state.in_(_TOLD)
        )
        query = query.where(Camera.id.in_(with_it))
    if wanted.q:
        query = query.where(Facility.name.contains(wanted.q) | Facility.number.contains(wanted.q))
    return query


def _cards(rows: list[Camera]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    states = {row.id: row for row in CameraState.select().where(CameraState.id.in_(ids))}
    named = [id for state in states.values() for id in _named(state)]
    looks = {row.id: row for row in Snapshot.select().where(Snapshot.id.in_(named))} if named else {}
    told = PictureFault.select(PictureFault.camera_id, PictureFault.kind, PictureFault.state).where(
        PictureFault.camera_id.in_(ids) & PictureFault.state.in_(_TOLD)
    )
    faults: dict[UUID, list[dict[str, str]]] = {id: [] for id in ids}
    for fault in told.order_by(PictureFault.id):
        faults[fault.camera_id].append({"kind": fault.kind, "state": fault.state})
    names = unit_names([row.unit_id for row in rows])
    return [_card(row, states.get(row.id), looks, faults[row.id], names) for row in rows]


def _card(
    row: Camera,
    state: CameraState | None,
    looks: dict[UUID, Snapshot],
    faults: list[dict[str, str]],
    names: dict[UUID, str],
) -> dict[str, Any]:
    latest = looks.get(state.snapshot_id) if state else None
    picture = looks.get(state.picture_id) if state else None
    shown = picture is not None and picture.dropped_at is None and not row.is_barred
    return {
        "id": row.id,
        "name": row.name,
        "number": row.number,
        "type": row.type,
        "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
        "place_class": row.place_class,
        "is_barred": row.is_barred,
        "verdict": (state.verdict if state else "") or None,
        "verdict_since": state.verdict_since if state else None,
        "looked_at": state.looked_at if state else None,
        "last_good_at": state.last_good_at if state else None,
        "cause": latest.cause if latest else "",
        "kinds": [finding["kind"] for finding in latest.findings] if latest else [],
        "picture_id": picture.id if shown else None,
        "picture_taken_at": picture.taken_at if shown else None,
        "faults": faults,
    }
