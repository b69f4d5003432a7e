"""Rounds begin by the plan or by hand, look at every camera once, survive kills and clocks, and end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from device_checks.patrols.models import PatrolRound, PatrolShard
from device_checks.patrols.services import claiming, keeping, running
from device_checks.patrols.services.rounds import LOOK_AT, begin_due_rounds
from device_checks.patrols.services.running import look_at_shard
from device_checks.pictures.models import CameraState, Snapshot
from device_checks.registers.models import Camera
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.jobs import JobRow, enqueue, others_wait
from tests.factories.camera_servers import camera, never_answers, refusing_port
from tests.factories.patrols import (
    PLANS,
    ROUNDS,
    addresses,
    looks,
    plan,
    start,
    watched_camera,
    watched_cameras,
)
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected", "own_machine")

ClientAs = Callable[[str], Any]


def at_once(shard_ids: Sequence[UUID]) -> None:
    """Each by a worker of its own."""

    def work(id: UUID) -> None:
        with database.connection_context():
            look_at_shard(id)

    with ThreadPoolExecutor(len(shard_ids)) as workers:
        list(workers.map(work, shard_ids))


@pytest.mark.clause("JN-2.2.5g")
def test_a_round_looks_at_every_camera_once_and_says_how_far_it_is(
    world: World, client_as: ClientAs, run_jobs: Callable[[], int], port: int
) -> None:
    officer, own = client_as("officer"), plan(world)
    with refusing_port() as nobody:
        ids = watched_cameras(world, [*addresses(port, 5), *addresses(nobody, 2)])
        watched_camera(world, "")
        watched_camera(world, addresses(port, 1)[0], camera={"secret_state": True, "secret_reason": "涉密"})
        begun = start(officer, own.id)
        assert begun.status_code == 201, begun.json
        assert (begun.json["state"], begun.json["planned"], begun.json["progress"]["looked"]) == ("running", 7, 0)
        assert begun.json["left_out"] == {"barred": 1, "no_source": 1, "paused": 0, "open": 0}
        assert start(officer, own.id).json["code"] == "patrol_round_running"
        run_jobs()
    row = officer.get(f"{ROUNDS}/{begun.json['id']}").json
    assert row["state"] == "ended"
    counts = row["progress"]
    assert (counts["looked"], counts["answered"], counts["failed"]) == (7, 5, 2)
    assert counts["fine"] + counts["doubt"] + counts["fault"] == 5
    assert looks() == Counter(ids)
    assert all(shard["waiting"] == 0 and shard["ended_at"] for shard in row["shards"])
    assert {row.round_id for row in Snapshot.select()} == {UUID(begun.json["id"])}
    assert officer.get(PLANS).json["plans"][0]["latest"]["id"] == begun.json["id"]


def test_a_round_asked_for_twice_is_one(world: World, client_as: ClientAs, port: int) -> None:
    own, id = plan(world), str(new_id())
    watched_cameras(world, addresses(port, 2))
    assert [start(client_as("officer"), own.id, id=id).status_code for _ in range(2)] == [201, 201]
    assert PatrolRound.select().count() == 1
    assert JobRow.select().where(JobRow.name == LOOK_AT).count() == 1


def test_others_neither_start_nor_stop_nor_see(world: World, client_as: ClientAs, port: int) -> None:
    own = plan(world)
    assert start(client_as("officer"), own.id).json["code"] == "patrol_nothing_to_look_at"
    watched_cameras(world, addresses(port, 1))
    assert start(client_as("stranger"), own.id).status_code == 404
    assert start(client_as("inspector"), own.id).status_code == 403
    assert client_as("head").get(ROUNDS).status_code == 403
    id = start(client_as("city"), own.id).json["id"]
    assert client_as("stranger").get(f"{ROUNDS}/{id}").status_code == 404
    assert client_as("stranger").post(f"{ROUNDS}/{id}/stop").status_code == 404
    assert client_as("stranger").get(ROUNDS).json["items"] == []
    assert client_as("inspector").get(f"{ROUNDS}/{id}").json["state"] == "running"
    assert start(client_as("officer"), own.id, id="x").status_code == 422


def test_a_stopped_round_looks_no_further(
    world: World, client_as: ClientAs, run_jobs: Callable[[], int], port: int
) -> None:
    officer, own = client_as("officer"), plan(world)
    watched_cameras(world, addresses(port, 2))
    id = start(officer, own.id).json["id"]
    for _ in range(2):
        assert officer.post(f"{ROUNDS}/{id}/stop").json["state"] == "stopped"
    assert officer.get(f"{ROUNDS}/{id}").json["ended_by"] == "陈明理"
    run_jobs()
    assert looks() == Counter()


def test_what_was_killed_goes_on_with_what_was_not_laid_down(
    world: World, client_as: ClientAs, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between two batches, then run by two jobs: none is missing, none is there twice."""
    ids = watched_cameras(world, addresses(port, 12))
    start(client_as("officer"), plan(world).id)
    shard = PatrolShard.get()
    monkeypatch.setattr("device_checks.patrols.services.fetching.BATCH", 4)
    real, calls = keeping.keep, []

    def dies(*args: Any) -> bool:
        calls.append(args)
        if len(calls) == 3:
            raise RuntimeError("killed")
        return real(*args)

    monkeypatch.setattr(running, "keep", dies)
    monkeypatch.setattr(claiming, "CLAIM", timedelta())  # the lease has run out when it is handed out again
    with pytest.raises(RuntimeError, match="killed"):
        look_at_shard(shard.id)
    laid = sum(looks().values())
    assert 0 < laid < 12
    assert len(PatrolShard.get().remaining) == 12 - laid
    for _ in range(2):
        look_at_shard(shard.id)
    assert looks() == Counter(ids)
    assert PatrolRound.get().state == "ended"


def test_two_workers_at_one_shard_lay_nothing_down_twice(
    world: World, client_as: ClientAs, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a lease that ran out while the first still worked."""
    monkeypatch.setattr(claiming, "CLAIM", timedelta())
    ids = watched_cameras(world, addresses(port, 12))
    start(client_as("officer"), plan(world).id)
    shard_id = PatrolShard.get().id
    at_once([shard_id, shard_id])
    assert looks() == Counter(ids)
    shard = PatrolShard.get()
    assert (shard.answered, shard.remaining) == (12, [])


def test_workers_at_different_shards_count_together(
    world: World, client_as: ClientAs, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("device_checks.patrols.rules.shards.SMALLEST", 3)
    ids = watched_cameras(world, addresses(port, 3)) + [
        watched_camera(world, f"http://localhost:{port}/{number}") for number in range(3)
    ]
    start(client_as("officer"), plan(world).id)
    shards = [row.id for row in PatrolShard.select()]
    assert len(shards) == 2

    at_once(shards)
    assert looks() == Counter(ids)
    assert PatrolRound.get().state == "ended"


def test_hanging_cameras_cost_their_slots_and_nothing_else(
    world: World, client_as: ClientAs, run_jobs: Callable[[], int], port: int
) -> None:
    with camera(never_answers) as silent:
        watched_cameras(world, [*addresses(silent, 8), *addresses(port, 8)])
        start(client_as("officer"), plan(world).id)
        began = time.monotonic()
        run_jobs()
    assert time.monotonic() - began < 4  # eight seconds of silence, side by side
    assert PatrolShard.get().answered == 8
    assert {row.cause for row in Snapshot.select().where(Snapshot.sha256.is_null())} <= {"offline", "too_slow"}


def test_a_job_whose_time_is_up_asks_for_the_next(
    world: World, client_as: ClientAs, run_jobs: Callable[[], int], port: int
) -> None:
    ids = watched_cameras(world, addresses(port, 3))
    start(client_as("officer"), plan(world).id)
    JobRow.update(state="done").execute()
    look_at_shard(PatrolShard.get().id, budget_seconds=-1)
    assert JobRow.select().where((JobRow.name == LOOK_AT) & (JobRow.state == "ready")).count() == 1
    assert looks() == Counter()
    run_jobs()
    assert looks() == Counter(ids)


def test_a_job_goes_on_with_shards_that_nobody_is_at(
    world: World, client_as: ClientAs, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("device_checks.patrols.rules.shards.SMALLEST", 2)
    ids = [watched_camera(world, f"http://127.0.0.{number}:{port}/1.jpg") for number in (1,)]
    ids += watched_cameras(world, [f"http://localhost:{port}/{number}" for number in range(2)])
    start(client_as("officer"), plan(world).id)
    first, second = PatrolShard.select().order_by(PatrolShard.position)
    PatrolShard.update(claim=new_id(), claimed_until=clock.now() + timedelta(minutes=1)).where(
        PatrolShard.id == second.id
    ).execute()
    look_at_shard(first.id)
    look_at_shard(second.id)  # somebody is at it: seen to when that claim runs out
    assert sum(looks().values()) == first.total
    later = JobRow.select().where(JobRow.run_after > clock.now()).get()
    assert later.arguments == {"shard_id": str(second.id)}
    PatrolShard.update(claimed_until=clock.now()).where(PatrolShard.id == second.id).execute()
    look_at_shard(second.id)
    assert looks() == Counter(ids)


def test_a_patrol_gives_way_to_other_work(
    world: World, client_as: ClientAs, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LEAST_SECONDS", -1)
    watched_cameras(world, addresses(port, 3))
    start(client_as("officer"), plan(world).id)
    assert not others_wait(LOOK_AT)
    with database.atomic():
        enqueue("documents.anything", {}, key="an order")
    assert others_wait(LOOK_AT)


def test_what_is_doubted_gets_a_second_look(world: World, run_jobs: Callable[[], int], port: int) -> None:
    id = watched_camera(world, addresses(port, 1)[0])
    CameraState.create(
        id=id, unit_id=world.units["school_first"], streaks={}, recheck_at=clock.now() - timedelta(seconds=1), osd=[]
    )
    assert begin_due_rounds() == 1
    assert PatrolRound.get().kind == "second"
    run_jobs()
    assert looks() == Counter([id])
    assert begin_due_rounds() == 0


def test_a_camera_barred_while_it_waited_is_passed_over(
    world: World, client_as: ClientAs, run_jobs: Callable[[], int], port: int
) -> None:
    ids = watched_cameras(world, addresses(port, 2))
    start(client_as("officer"), plan(world).id)
    Camera.update(secret_state=True, secret_reason="涉密").where(Camera.id == ids[0]).execute()
    run_jobs()
    assert looks() == Counter(ids[1:])
    shard = PatrolShard.get()
    assert (shard.skipped, shard.answered, shard.remaining) == (1, 1, [])
