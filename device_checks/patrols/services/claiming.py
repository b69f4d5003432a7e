"""Who works at a shard. A claim runs out by itself, so that a killed job's shards are taken on by others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from device_checks.patrols.models import PatrolRound, PatrolShard
from device_checks.patrols.services.rounds import LOOK_AT
from server.core import clock
from server.core.database import database, lock_row
from server.core.ids import new_id
from server.core.jobs import enqueue

CLAIM = timedelta(seconds=110)  # shorter than a job's lease: who is handed the job again may take the shard on


def claim_shard(shard_id: UUID, claim: UUID) -> PatrolShard | None:
    """Take a shard on; None when nothing is to be done, or when another job is at it: then it is seen to later."""
    with database.atomic():
        shard: PatrolShard | None = lock_row(PatrolShard.select().where(PatrolShard.id == shard_id))
        if shard is None or shard.ended_at is not None or not _runs(shard.round_id):
            return None
        if shard.claimed_until is not None and shard.claimed_until > clock.now() and shard.claim != claim:
            key = f"{LOOK_AT}:{shard_id}:{clock.to_text(shard.claimed_until)}"
            enqueue(LOOK_AT, {"shard_id": str(shard_id)}, key=key, run_after=shard.claimed_until)
            return None
        return _take(shard, claim)


def claim_next(round_id: UUID, claim: UUID, taken: Collection[UUID]) -> PatrolShard | None:
    """Take on another shard of the round that is due and that nobody is at, none that was taken already."""
    moment = clock.now()
    is_free = PatrolShard.claimed_until.is_null() | (PatrolShard.claimed_until <= moment)  # type: ignore[union-attr, operator]
    is_due = PatrolShard.ended_at.is_null() & (PatrolShard.begin_at <= moment)  # type: ignore[union-attr]
    with database.atomic():
        shard = lock_row(
            PatrolShard.select()
            .where((PatrolShard.round_id == round_id) & PatrolShard.id.not_in(list(taken)) & is_due & is_free)  # type: ignore[attr-defined]
            .order_by(PatrolShard.position)
            .limit(1)
        )
        return _take(shard, claim) if shard and _runs(round_id) else None


def release(shard_ids: list[UUID], claim: UUID) -> None:
    """Leave the shards to others, and ask for what remains of them."""
    with database.atomic():
        for id in sorted(shard_ids):
            shard = lock_row(PatrolShard.select().where(PatrolShard.id == id))
            if shard.ended_at is not None or shard.claim != claim or not _runs(shard.round_id):
                continue
            PatrolShard.update(claim=None, claimed_until=None).where(PatrolShard.id == id).execute()
            enqueue(LOOK_AT, {"shard_id": str(id)}, key=f"{LOOK_AT}:{id}:{new_id()}")


def _take(shard: PatrolShard, claim: UUID) -> PatrolShard:
    until = clock.now() + CLAIM
    PatrolShard.update(claim=claim, claimed_until=until).where(PatrolShard.id == shard.id).execute()
    return shard


def _runs(round_id: UUID) -> bool:
    return bool(PatrolRound.select().where((PatrolRound.id == round_id) & (PatrolRound.state == "running")).exists())
