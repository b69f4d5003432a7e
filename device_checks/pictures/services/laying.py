"""Looks are laid down: rows of what was seen, how each camera stands, the faults that begin, last and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from device_checks.pictures.models import CameraState, PictureFault, Snapshot
from device_checks.pictures.queries.standing import (
    fetched_by_us,
    givers_of,
    known_snapshots,
    locked_states,
    lookable_units,
    unended_faults,
)
from device_checks.pictures.queries.terms import picture_terms_on
from device_checks.pictures.rules.faults import FaultState, open_key
from device_checks.pictures.rules.looking import Look, shape_of
from device_checks.pictures.rules.persistence import Course, Needs, advance, kept_streaks, streaks_of
from device_checks.pictures.rules.terms import needs_of
from device_checks.upkeep.services import close_by_good_check
from server.core.database import BaseModel, database
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows

RANKS = {"fine": 1, "doubt": 2, "fault": 3}
#: Pictures without anything in them may well be the same bytes on two cameras.
_ALIKE = frozenset({"black", "white", "signal_loss"})
_SAME_WITHIN = timedelta(days=1)


@dataclass
class _Batch:
    """What one transaction reads once, changes in memory and writes once."""

    needs: Needs
    silence: timedelta
    states: dict[UUID, CameraState]
    faults: dict[str, PictureFault]  # the unended ones by their open key
    fetched: set[UUID]  # cameras whose pictures we fetch ourselves
    snapshots: list[Snapshot] = field(default_factory=list)
    opened: list[PictureFault] = field(default_factory=list)
    ended: list[PictureFault] = field(default_factory=list)
    touched: dict[UUID, PictureFault] = field(default_factory=dict)


def lay_down(actor: Actor, looks: Sequence[Look], round_id: UUID | None = None) -> None:
    """Lay down a batch of looks in one transaction; about fifteen statements, and a few for each fault that ends.

    A look that is known already is passed over, so that a batch may be sent again. A camera that has been barred
    since it was looked at keeps nothing of it. A look older than the last one is kept and changes nothing else.
    Source: JN-2.2.5g, LN-10.
    """
    allowed = lookable_units({look.camera_id for look in looks})
    wanted = sorted((one for one in looks if one.camera_id in allowed), key=lambda look: (look.taken_at, look.id))
    names = {look.id: (_stored(look.content), _stored(look.evidence)) for look in wanted}
    if not wanted:
        return
    with database.atomic():
        units = lookable_units({look.camera_id for look in wanted})
        states = lock_states(units)  # from here on nobody else changes these cameras' faults
        known = known_snapshots(names)
        fresh = [look for look in wanted if look.camera_id in units and look.id not in known]
        if not fresh:
            return
        same = _same_bytes(fresh, names)
        batch = _batch(states)
        for look in fresh:
            snapshot = _snapshot(look, units[look.camera_id], names[look.id], same.get(look.id))
            snapshot.round_id, snapshot.by_account_id = round_id, actor.account_id
            batch.snapshots.append(snapshot)
            _follow(batch, look, snapshot)
        _write(actor, batch)


def lock_states(units: dict[UUID, UUID]) -> dict[UUID, CameraState]:
    """The cameras' states, made where there is none, locked in the order of their ids until the transaction ends.

    Whoever changes faults or references of a camera holds this lock.
    """
    if not units:
        return {}
    rows = [
        CameraState(id=id, unit_id=unit_id, verdict="", rank=0, streaks={}, osd=[])
        for id, unit_id in sorted(units.items())
    ]
    insert_rows(rows, ignore_known=True)
    return locked_states(units)


def put_rows(rows: Sequence[BaseModel]) -> None:
    """Write rows over those of the same ids, in one statement."""
    if not rows:
        return
    table = type(rows[0])
    fields = [one for one in table._meta.sorted_fields if one.name != "id"]
    values = [dict(row.__data__) for row in rows]
    table.insert_many(values).on_conflict(conflict_target=[table.id], preserve=fields).execute()


def _stored(content: bytes | None) -> str | None:
    return files().put(content) if content else None


def _batch(states: dict[UUID, CameraState]) -> _Batch:
    terms = picture_terms_on()
    needs, silence = needs_of(terms["persistence"]), timedelta(days=terms["silence_days"])
    return _Batch(needs, silence, states, unended_faults(states), fetched_by_us(states))


def _same_bytes(looks: list[Look], names: dict[UUID, tuple[str | None, str | None]]) -> dict[UUID, UUID]:
    """Look → another camera that gave the very same bytes within a day: one of the two shows what the other should.

    No two live cameras do that by chance.
    """
    asked = {look.id: name for look in looks if (name := names[look.id][0]) and not look.kinds & _ALIKE}
    if not asked:
        return {}
    since = min(look.taken_at for look in looks) - _SAME_WITHIN
    seen = givers_of(set(asked.values()), since)
    seen += [(asked[look.id], look.camera_id) for look in looks if look.id in asked]
    found = {}
    for look in looks:
        others = {id for sha256, id in seen if sha256 == asked.get(look.id) and id != look.camera_id}
        if others and look.source != "phone":
            found[look.id] = min(others)
    return found


def _snapshot(look: Look, unit_id: UUID, names: tuple[str | None, str | None], same: UUID | None) -> Snapshot:
    findings = [shape_of(finding) for finding in look.findings]
    verdict = look.verdict
    if same and "other_scene" not in look.kinds:
        findings.append({"kind": "other_scene", "verdict": "doubt", "score": 1.0, "limit": 1.0, "boxes": []})
        verdict = "fault" if verdict == "fault" else "doubt"
    return Snapshot(
        id=look.id,
        camera_id=look.camera_id,
        unit_id=unit_id,
        taken_at=look.taken_at,
        received_at=look.received_at,
        source=look.source,
        sha256=names[0],
        width=look.width,
        height=look.height,
        verdict=verdict,
        findings=findings,
        cause=look.cause,
        reference_id=look.reference_id,
        evidence_sha256=names[1],
        same_as_camera_id=same,
        clock_offset_seconds=look.clock_offset_seconds,
        grab_seconds=look.grab_seconds,
        thresholds_version=look.thresholds_version,
        note=look.note,
    )


def _follow(batch: _Batch, look: Look, snapshot: Snapshot) -> None:
    """Bring the camera's state and faults up to this look."""
    state = batch.states[look.camera_id]
    if state.looked_at is not None and look.taken_at <= state.looked_at:
        return
    if look.source == "phone":
        if look.camera_id not in batch.fetched:  # a photo of a monitor says less than the looks there are
            _stand(state, snapshot)
        return
    verdicts = {row["kind"]: row["verdict"] for row in snapshot.findings}
    course = advance(streaks_of(state.streaks), verdicts, look.assessed, look.taken_at, batch.needs)
    _stand(state, snapshot)
    state.streaks, state.recheck_at = kept_streaks(course.streaks), course.recheck_at
    for kind in sorted(course.cleared):
        if fault := batch.faults.get(open_key(look.camera_id, kind)):
            _end(batch, fault, snapshot, "good_check")
    for kind in sorted(course.seen):
        _note(batch, kind, verdicts[kind], course, snapshot)


def _stand(state: CameraState, snapshot: Snapshot) -> None:
    if state.verdict != snapshot.verdict:
        state.verdict, state.verdict_since = snapshot.verdict, snapshot.taken_at
    state.rank = RANKS[snapshot.verdict]
    state.snapshot_id, state.looked_at = snapshot.id, snapshot.taken_at
    if snapshot.sha256:
        state.picture_id = snapshot.id
    if snapshot.verdict == "fine":
        state.last_good_at = snapshot.taken_at


def _note(batch: _Batch, kind: str, verdict: str, course: Course, snapshot: Snapshot) -> None:
    """One kind was seen: count it, or begin a fault; a doubt begins one only when it lasts."""
    at = snapshot.taken_at
    fault = batch.faults.get(open_key(snapshot.camera_id, kind))
    if fault and fault.state == FaultState.FALSE_ALARM and fault.judged_at and fault.judged_at + batch.silence <= at:
        _end(batch, fault, snapshot, "lapsed")  # what a person took for harmless is asked about again
        fault = None
    if fault is None:
        if verdict != "fault" and kind not in course.lasting:
            return
        fault = _begin(batch, kind, snapshot)
    else:
        fault.seen_count += 1
        fault.last_seen_at, fault.last_snapshot_id = at, snapshot.id
    batch.touched[fault.id] = fault
    if kind in course.lasting and fault.state == FaultState.SUSPECTED:
        fault.state, fault.opened_at = FaultState.OPEN.value, at
        batch.opened.append(fault)


def _begin(batch: _Batch, kind: str, snapshot: Snapshot) -> PictureFault:
    key = open_key(snapshot.camera_id, kind)
    fault = PictureFault(
        id=new_id(),
        camera_id=snapshot.camera_id,
        unit_id=snapshot.unit_id,
        kind=kind,
        state=FaultState.SUSPECTED.value,
        open_key=key,
        seen_count=1,
        first_seen_at=snapshot.taken_at,
        last_seen_at=snapshot.taken_at,
        first_snapshot_id=snapshot.id,
        last_snapshot_id=snapshot.id,
    )
    batch.faults[key] = fault
    return fault


def _end(batch: _Batch, fault: PictureFault, snapshot: Snapshot, by: str) -> None:
    batch.faults.pop(open_key(fault.camera_id, fault.kind))
    fault.state, fault.open_key = FaultState.CLOSED.value, None
    fault.closed_at, fault.closed_by, fault.closing_snapshot_id = snapshot.taken_at, by, snapshot.id
    batch.touched[fault.id] = fault
    if fault in batch.opened:
        batch.opened.remove(fault)
    batch.ended.append(fault)


def _write(actor: Actor, batch: _Batch) -> None:
    insert_rows(batch.snapshots)
    put_rows(list(batch.states.values()))
    # Ended ones first: one that begins anew takes over the key of one that lapsed.
    put_rows([fault for fault in batch.touched.values() if fault.open_key is None])
    put_rows([fault for fault in batch.touched.values() if fault.open_key is not None])
    for fault in batch.ended:
        if fault.task_id:
            close_by_good_check(actor, fault.camera_id, "repair", fault.id, "复查图像恢复正常")
        if fault.opened_at or fault.judged_at:
            _tell(actor, "picture_fault.closed", fault, {"by": fault.closed_by})
    for fault in batch.opened:
        _tell(actor, "picture_fault.opened", fault, {"snapshot_id": str(fault.last_snapshot_id)})
    details: dict[str, Any] = {
        "count": len(batch.snapshots),
        "round_id": str(batch.snapshots[0].round_id) if batch.snapshots[0].round_id else None,
    }
    record_event(actor, "snapshots.taken", subject=batch.snapshots[0], details=details)


def _tell(actor: Actor, kind: str, fault: PictureFault, details: dict[str, Any]) -> None:
    record_event(actor, kind, subject=fault, about_unit_id=fault.unit_id, details={"kind": fault.kind, **details})
