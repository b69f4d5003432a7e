"""Reads of faults within reach, and how often people found the judgements right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from device_checks.pictures.models import FaultFeedback, PictureFault, Snapshot
from device_checks.pictures.rules.faults import LIVE
from device_checks.registers.models import Camera, Facility
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class FaultFilter:
    state: str | None = None  # one of the states, or live
    kind: str | None = None
    unit_id: UUID | None = None
    camera_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def faults_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose."""
    return PictureFault.select().where(is_within_reach(actor, PictureFault.unit_id))


def fault_within_reach(actor: Actor, id: UUID) -> PictureFault:
    """Raises NotFound."""
    row = faults_within_reach(actor).where(PictureFault.id == id).first()
    if row is None:
        raise NotFound(fault_id=str(id))
    return row


def find_faults(actor: Actor, wanted: FaultFilter) -> dict[str, Any]:
    """A page of faults, the latest first; what is only suspected is left out unless asked for."""
    query = faults_within_reach(actor).order_by(PictureFault.id.desc())
    if wanted.state == "live":
        query = query.where(PictureFault.state.in_([state for state in LIVE if state != "suspected"]))
    elif wanted.state:
        query = query.where(PictureFault.state == wanted.state)
    elif not wanted.camera_id:
        query = query.where(PictureFault.opened_at.is_null(False) | (PictureFault.judgement != ""))
    for name in ("kind", "unit_id", "camera_id"):
        if getattr(wanted, name):
            query = query.where(getattr(PictureFault, name) == getattr(wanted, name))
    if wanted.after:
        query = query.where(PictureFault.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": fault_shapes(found["items"])}


def fault_shapes(rows: list[PictureFault]) -> list[dict[str, Any]]:
    """Faults in their wire shape, with what people said; five queries."""
    if not rows:
        return []
    cameras = [row.camera_id for row in rows]
    facilities = {row.id: row for row in Facility.select().where(Facility.id.in_(cameras))}
    barred = {row.id for row in Camera.select().where(Camera.id.in_(cameras)) if row.is_barred}
    names = unit_names([row.unit_id for row in rows])
    seen = {
        row.id: row
        for row in Snapshot.select().where(
            Snapshot.id.in_([row.last_snapshot_id for row in rows] + [row.first_snapshot_id for row in rows])
        )
    }
    said: dict[UUID, list[FaultFeedback]] = {row.id: [] for row in rows}
    for feedback in FaultFeedback.select().where(FaultFeedback.fault_id.in_(list(said))).order_by(FaultFeedback.id):
        said[feedback.fault_id].append(feedback)
    return [
        {
            **{name: getattr(row, name) for name in _PLAIN},
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "camera": {"id": row.camera_id, "name": facilities[row.camera_id].name, "number": facilities[row.camera_id].number},
            "is_barred": row.camera_id in barred,
            "has_picture": row.camera_id not in barred and _has_picture(seen.get(row.last_snapshot_id)),
            "finding": finding_of(seen.get(row.last_snapshot_id), row.kind),
            "feedback": [
                {name: getattr(one, name) for name in ("judgement", "outcome", "note", "by_name", "at")}
                for one in said[row.id]
            ],
        }
        for row in rows
    ]  # fmt: skip


_PLAIN = (
    "id", "kind", "state", "seen_count", "first_seen_at", "last_seen_at", "opened_at", "judged_at", "outcome",
    "task_id", "hazard_id", "closed_at", "closed_by", "first_snapshot_id", "last_snapshot_id", "closing_snapshot_id",
)  # fmt: skip


def finding_of(snapshot: Snapshot | None, kind: str) -> dict[str, Any] | None:
    """What a look said of one kind."""
    return next((row for row in snapshot.findings if row["kind"] == kind), None) if snapshot else None


def _has_picture(snapshot: Snapshot | None) -> bool:
    return snapshot is not None and snapshot.sha256 is not None and snapshot.dropped_at is None


def tally_feedback(actor: Actor, from_month: str, to_month: str) -> list[dict[str, Any]]:
    """By month and kind of fault: how many people confirmed, how many were false alarms; one query.

    Months are Beijing's, as 2026-11; the last word on a fault counts.
    """
    rows = (
        faults_within_reach(actor)
        .select(PictureFault.judged_month, PictureFault.kind, PictureFault.judgement, fn.COUNT(PictureFault.id))
        .where((PictureFault.judged_month >= from_month) & (PictureFault.judged_month <= to_month))
        .group_by(PictureFault.judged_month, PictureFault.kind, PictureFault.judgement)
        .tuples()
    )
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for month, kind, judgement, count in rows:
        if month:
            counted.setdefault((month, kind), {"confirmed": 0, "false_alarm": 0})[judgement] += count
    return [
        {"month": month, "kind": kind, "confirmed": found["confirmed"], "false_alarms": found["false_alarm"]}
        for (month, kind), found in sorted(counted.items())
    ]
