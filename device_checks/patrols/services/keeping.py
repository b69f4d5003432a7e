"""Lay looks down: the picture, how the camera answers, what it adds up to, and how far the shard is; one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from peewee import EXCLUDED

from device_checks.patrols.models import CameraAvailability, CameraWatch, PatrolRound, PatrolShard
from device_checks.patrols.queries.availability import SUMS
from device_checks.patrols.queries.cameras import Watched, watched, watches
from device_checks.patrols.rules.pauses import pause_after
from device_checks.patrols.rules.spans import month_of, spans
from device_checks.patrols.services.fetching import Seen
from device_checks.pictures.services import Look, lay_down
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM

#: Tells of our lists, not of the camera.
NOT_THE_CAMERAS = frozenset({"barred_address"})

Sums = dict[tuple[UUID, int, str], Counter[str]]


def keep(shard_id: UUID, seen: Sequence[Seen]) -> bool:
    """Lay down what the shard still waits for, and nothing twice; False when the round is over or was stopped.

    Two workers that came to the same shard take turns here, and the second finds the camera done.
    """
    with database.atomic():
        shard = lock_row(PatrolShard.select().where(PatrolShard.id == shard_id))
        if shard is None:
            return False
        waiting = set(shard.remaining)
        by_camera = {one.camera_id: one for one in seen if one.look is not None}
        fresh = [one for one in by_camera.values() if str(one.camera_id) in waiting]
        gone = waiting & {str(one.camera_id) for one in seen if one.look is None}
        looks = [one.look for one in fresh if one.look is not None]
        if looks:
            lay_down(SYSTEM, looks, shard.round_id)
            _note(fresh)
        _count(shard, looks, gone)
        state: str = PatrolRound.select(PatrolRound.state).where(PatrolRound.id == shard.round_id).scalar()
        if shard.ended_at is not None and state == "running":
            _end_round(shard.round_id)
    return state == "running"


def _count(shard: PatrolShard, looks: Sequence[Look], gone: set[str]) -> None:
    done = {str(one.camera_id) for one in looks} | gone
    shard.remaining = [id for id in shard.remaining if id not in done]
    for one in looks:
        if one.content is None:
            shard.failed += 1
            continue
        shard.answered += 1
        shard.answer_ms += round((one.grab_seconds or 0) * 1000)
        setattr(shard, one.verdict, getattr(shard, one.verdict) + 1)
    shard.skipped += len(gone)
    shard.ended_at = None if shard.remaining else shard.ended_at or clock.now()
    shard.save()


def _end_round(id: UUID) -> None:
    row = lock_row(PatrolRound.select().where(PatrolRound.id == id))
    is_open = PatrolShard.ended_at.is_null()  # type: ignore[union-attr]
    if row.state == "running" and not PatrolShard.select().where((PatrolShard.round_id == id) & is_open).exists():
        PatrolRound.update(state="ended", ended_at=clock.now()).where(PatrolRound.id == id).execute()
        record_event(SYSTEM, "patrol_round.ended", subject=row)


def _note(seen: Sequence[Seen]) -> None:
    """How the cameras answer now, and what the time since their last look adds up to; 4 statements."""
    ids = [one.camera_id for one in seen]
    cameras, known = watched(ids), watches(ids)
    sums: Sums = {}
    rows = []
    for one in seen:
        camera = cameras.get(one.camera_id)
        if camera is None or one.look is None:
            continue  # taken out of the register meanwhile
        earlier = known.get(camera.id)
        rows.append(_watch_after(camera, earlier, one.look, is_pair=one.is_pair))
        _add_up(sums, camera, earlier, one.look)
    _write_watches(rows)
    _write_sums(sums)


def is_up(look: Look) -> bool | None:
    """Whether a picture came; None when it was ours that barred the way."""
    return None if look.cause in NOT_THE_CAMERAS else look.content is not None


def _watch_after(camera: Watched, earlier: CameraWatch | None, look: Look, *, is_pair: bool) -> dict[str, object]:
    up, at = is_up(look), look.taken_at
    failures = earlier.failures if earlier else 0
    down_since = earlier.down_since if earlier else None
    if up is not None:
        failures = 0 if up else failures + 1
        down_since = None if up else down_since or at
    pause = pause_after(failures)
    return {
        "id": camera.id,
        "unit_id": camera.unit_id,
        "is_up": up,
        "looked_at": at,
        "failures": failures,
        "down_since": down_since,
        "pause_until": at + _shaken(pause, camera.id) if pause else None,
        "paired_at": at if is_pair else (earlier.paired_at if earlier else None),
    }


def _shaken(pause: timedelta, id: UUID) -> timedelta:
    """Up to a tenth shorter, by the camera's id: a dead recorder's cameras do not all come back at once."""
    return pause * (1 - id.bytes[-1] / 2560)


def _add_up(sums: Sums, camera: Watched, earlier: CameraWatch | None, look: Look) -> None:
    def cell(month: str) -> Counter[str]:
        return sums.setdefault((camera.unit_id, camera.place_class, month), Counter())

    now = cell(month_of(look.taken_at))
    now["looks"] += 1
    if look.content is not None:
        now["answered"] += 1
        now[look.verdict] += 1
    if earlier is not None and earlier.is_up is not None:
        name = "up_seconds" if earlier.is_up else "down_seconds"
        for month, seconds in spans(earlier.looked_at, look.taken_at):
            cell(month)[name] += seconds


def _write_watches(rows: Sequence[dict[str, object]]) -> None:
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    CameraWatch.insert_many(sorted(rows, key=lambda row: str(row["id"]))).on_conflict(
        conflict_target=[CameraWatch.id],
        update={getattr(CameraWatch, name): getattr(EXCLUDED, name) for name in names},
    ).execute()


def _write_sums(sums: Sums) -> None:
    """Always in one order, so that two workers at cameras of the same units wait for each other and never in a ring."""
    table = CameraAvailability
    rows = [
        {"id": new_id(), "unit_id": unit_id, "place_class": place_class, "month": month}
        | {name: counts[name] for name in SUMS}
        for (unit_id, place_class, month), counts in sorted(sums.items(), key=lambda item: str(item[0]))
    ]
    if rows:
        table.insert_many(rows).on_conflict(
            conflict_target=[table.unit_id, table.place_class, table.month],
            update={getattr(table, name): getattr(table, name) + getattr(EXCLUDED, name) for name in SUMS},
        ).execute()


def is_worth_a_pair(watch: CameraWatch | None, moment: datetime, every: timedelta) -> bool:
    """Whether two frames of the camera were not compared for so long; a camera that is down has none to compare."""
    if watch is None:
        return True
    return watch.paired_at is None or not timedelta() <= moment - watch.paired_at < every
