"""One job's share of a round: take on a shard and then others, load a few cameras at a time, go, and lay down."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from device_checks.patrols.models import PatrolRound, PatrolShard
from device_checks.patrols.queries.cameras import watches
from device_checks.patrols.rules.pacing import Pace
from device_checks.patrols.services.claiming import claim_next, claim_shard, release
from device_checks.patrols.services.fetching import Errand, Going, Seen
from device_checks.patrols.services.keeping import is_worth_a_pair, keep
from device_checks.patrols.services.rounds import LOOK_AT
from device_checks.patrols.services.warning import warn_of_cameras
from device_checks.pictures.services import prepared_for
from device_checks.sources.queries import targets_of
from server.core import clock
from server.core.database import connection_given_back, database
from server.core.ids import new_id
from server.core.jobs import others_wait

CHUNK = 64  # cameras loaded at once: their references are some megabytes
BUDGET_SECONDS = 70.0  # then the next job goes on; well within the lease, with what still hangs
LEAST_SECONDS = 8.0  # before a job gives way to other kinds of jobs that wait
PAIR_EVERY = timedelta(hours=20)  # two frames of each camera are compared once a day


def look_at_shard(shard_id: UUID, *, budget_seconds: float = BUDGET_SECONDS) -> None:
    """Look at what remains of a shard, and of other shards of the round that nobody is at, for so long.

    Killed anywhere, the job that is handed out again goes on with what was not laid down. No connection is held
    while fetching.
    """
    claim = new_id()
    shard = claim_shard(shard_id, claim)
    if shard is None:
        return
    round = PatrolRound.get_by_id(shard.round_id)
    began, taken = time.monotonic(), [shard.id]

    def lay(seen: list[Seen]) -> bool:
        with database.connection_context():
            goes_on = keep_and_warn(seen)
            gives_way = time.monotonic() - began > LEAST_SECONDS and others_wait(LOOK_AT)
        return goes_on and not gives_way

    chunks = _chunks(shard, claim, taken, is_second=round.kind == "second")
    with connection_given_back():
        Going(chunks, Pace.from_plain(round.pace), lay, began + budget_seconds).go()
    release(taken, claim)


def keep_and_warn(seen: Sequence[Seen]) -> bool:
    """Lay a batch down, each shard's part by itself, and warn of what went dark; False when the round is over."""
    by_shard: dict[UUID, list[Seen]] = {}
    for one in seen:
        by_shard.setdefault(one.shard_id, []).append(one)
    goes_on = True
    for shard_id, part in by_shard.items():
        goes_on = keep(shard_id, part) and goes_on
    warn_of_cameras([one.camera_id for one in seen if one.look is not None and one.look.content is None])
    return goes_on


def _chunks(first: PatrolShard, claim: UUID, taken: list[UUID], *, is_second: bool) -> Iterator[list[Errand]]:
    """What remains of one shard after another, some cameras at a time."""
    shard: PatrolShard | None = first
    while shard is not None:
        for start in range(0, len(shard.remaining), CHUNK):
            yield _errands(shard.id, [UUID(id) for id in shard.remaining[start : start + CHUNK]], is_second=is_second)
        with database.connection_context():
            shard = claim_next(first.round_id, claim, taken)
        if shard is not None:
            taken.append(shard.id)


def _errands(shard_id: UUID, ids: list[UUID], *, is_second: bool) -> list[Errand]:
    """Those that can't be asked any more are counted as passed over."""
    with database.connection_context():
        targets, prepared, known = targets_of(ids), prepared_for(ids), watches(ids)
        able = [id for id in ids if id in targets and id in prepared]
        if gone := [Seen(shard_id, id, None, is_pair=False) for id in ids if id not in able]:
            keep(shard_id, gone)
    moment = clock.now()
    return [
        Errand(shard_id, targets[id], prepared[id], is_second or is_worth_a_pair(known.get(id), moment, PAIR_EVERY))
        for id in able
    ]
