"""How long a round over ten thousand cameras takes: fetched through sockets, judged, laid down in the database.

    .venv/bin/python benchmarks/patrol.py [--cameras 10000] [--only sqlite] [--pairs]

The cameras are simulated (benchmarks/cameras.py) in a process of their own on the same two cores: HTTP, 1080p JPEG,
no two the same bytes, a tenth dead, a twentieth hanging, the others answering after half a second. Two workers take
the round's jobs from the job table, as two machines would. Beside it stand what the answering cameras' own time adds
up to, and the floor of the same run: the same addresses only fetched, by as many threads. ``--pairs`` takes two
frames of each camera, as the first round of a day does. SHOUWANG_BENCH_CAMERAS sets the number as well. What is
made is removed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

import cv2
import numpy as np

from benchmarks import reach
from benchmarks.cameras import Simulated, simulated_cameras
from device_checks.patrols.models import PatrolRound, PatrolShard
from device_checks.patrols.rules.pacing import Pace
from device_checks.patrols.services import running
from device_checks.patrols.services.planning import PatrolPlanDraft, write_patrol_plan
from device_checks.patrols.services.rounds import start_round
from device_checks.pictures.models import ReferenceView, Snapshot
from device_checks.pictures.services.terms import seed_picture_terms
from device_checks.registers.models import Camera, Facility
from device_checks.sources.errors import GrabFailed
from device_checks.sources.models import AllowedNetwork, CameraSource
from device_checks.sources.queries import targets_of
from device_checks.sources.rules import Limits, Target
from device_checks.sources.services.grabbing import grab
from device_checks.verification.rules import read_frame, view_of
from server.alerts.warnings.services import load_warning_rules
from server.core import clock
from server.core.database import connect_database, database, is_postgresql, migrate
from server.core.ids import new_id
from server.core.jobs import hand_out, run_job
from server.core.permissions import SYSTEM, Actor
from server.core.settings import Settings
from server.core.statements import insert_rows
from server.units.registry.models import Unit
from server.web.app import create_app
from tests.databases import PostgresMissing
from wsgi import PARTS

WORKERS = 2
SHARES = {"dead": 0.1, "hanging": 0.05}
ANSWER_AFTER = 0.5
SCENES = 16
REFERENCES = 2
UNITS = 500
PACE = Pace(slots=64, per_device=4, per_network=64, gap_ms=50, limit_seconds=10)  # all lie in one network here


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--cameras", type=int, default=int(os.environ.get("SHOUWANG_BENCH_CAMERAS", "10000")))
    parser.add_argument("--only", default="")
    parser.add_argument("--pairs", action="store_true", help="two frames of each camera")
    parser.add_argument("--worker", nargs=2, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return _work(*options.worker, pairs=options.pairs)
    result: dict[str, Any] = {"benchmark": "patrol", "cameras": options.cameras, "pairs": options.pairs}
    pictures = [_scene(number) for number in range(SCENES)]
    result["picture_kilobytes"] = round(sum(map(len, pictures)) / SCENES / 1000)
    with ExitStack() as stack:
        for name, address in reach._databases(options.database_url, stack):
            if options.only in ("", name):
                with simulated_cameras(options.cameras, SHARES, pictures, answer_after=ANSWER_AFTER) as cameras:
                    result[name] = _measure(name, address, cameras, pictures, options.pairs)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _measure(
    name: str, address: Callable[[], str], cameras: Simulated, pictures: Sequence[bytes], pairs: bool
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            url = address()
        except PostgresMissing as missing:
            print(f"{name}: {missing}")
            return {"skipped": str(missing)}
        _open(url, folder)
        with database.connection_context():
            actor = _town(cameras, pictures)
            plan = _plan(actor)
            floor = _fetch_only(list(targets_of(row.id for row in Camera.select(Camera.id)).values()))
            print(f"{name}: fetching alone {floor['seconds']:.1f} s")
            began = time.monotonic()
            start_round(actor, plan, new_id())
            begun = time.monotonic() - began
        peaks = _run_workers(url, folder, pairs)
        seconds = time.monotonic() - began
        with database.connection_context():
            found = _counted(len(cameras.addresses), seconds, floor)
        database.close_all()
    print(f"{name}: whole round {seconds:.1f} s, {found['cameras_a_second']} cameras a second")
    return {**found, "begin_seconds": round(begun, 2), "workers": peaks}


def _open(url: str, folder: str) -> None:
    settings = Settings(
        data_dir=Path(folder), database_url=url, secret="0" * 40, web_root=Path(folder), camera_loopback=True
    )
    connect_database(settings)
    migrate()
    create_app(settings, PARTS)


def _counted(count: int, seconds: float, floor: dict[str, float]) -> dict[str, Any]:
    shards = list(PatrolShard.select())
    looks = Snapshot.select().count()
    doubled = looks - Snapshot.select(Snapshot.camera_id).distinct().count()
    if PatrolRound.get().state != "ended" or looks != count or doubled:
        raise RuntimeError(f"{looks} looks at {count} cameras, {doubled} doubled, round {PatrolRound.get().state}")
    answering = sum(shard.answer_ms for shard in shards) / 1000
    return {
        "seconds": round(seconds, 1),
        "cameras_a_second": round(count / seconds, 1),
        "answered": sum(shard.answered for shard in shards),
        "failed": sum(shard.failed for shard in shards),
        "fine": sum(shard.fine for shard in shards),
        "answering_seconds": round(answering, 1),
        "share_of_answering": round(seconds / answering, 3),
        "floor_fetching_seconds": round(floor["seconds"], 1),
        "times_the_floor": round(seconds / floor["seconds"], 2),
        "shards": len(shards),
    }


def _fetch_only(targets: list[Target]) -> dict[str, float]:
    """The same addresses by as many threads, nothing looked at and nothing kept."""
    limits = Limits(seconds=float(PACE.limit_seconds))

    def fetch(target: Target) -> None:
        with suppress(GrabFailed):
            grab(target, limits)

    began = time.monotonic()
    with ThreadPoolExecutor(PACE.slots * WORKERS) as threads:
        list(threads.map(fetch, targets))
    return {"seconds": time.monotonic() - began}


def _run_workers(url: str, folder: str, pairs: bool) -> list[dict[str, float]]:
    command = [sys.executable, __file__, *(["--pairs"] if pairs else []), "--worker", url, folder]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(WORKERS)]
    return [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]


def _work(url: str, folder: str, *, pairs: bool) -> int:
    """Take jobs until the round is over; the peak of memory."""
    _open(url, folder)
    if not pairs:
        running.PAIR_EVERY = None  # type: ignore[assignment]
        running.is_worth_a_pair = lambda *_: False  # type: ignore[assignment]
    with database.connection_context():
        while PatrolRound.select().where(PatrolRound.state == "running").exists():
            ids = hand_out(1)
            for id in ids:
                run_job(id)
            if not ids:
                time.sleep(0.05)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"megabytes": used.ru_maxrss >> 10, "cpu_seconds": round(used.ru_utime + used.ru_stime, 1)}))
    return 0


def _plan(actor: Actor) -> Any:
    return write_patrol_plan(
        actor, new_id(), PatrolPlanDraft("巡检", {"1": [0], "2": [0], "3": [0]}, 0, PACE, is_active=True)
    )


# --- the cameras ------------------------------------------------------------------------------------------------------


def _town(cameras: Simulated, pictures: Sequence[bytes]) -> Actor:
    """Units with so many cameras behind recorders, each with references of its own scene."""
    if is_postgresql():
        database.execute_sql("SET statement_timeout = 0")
    town = reach._build_town()
    reach._generate(UNITS)
    seed_picture_terms(SYSTEM)
    load_warning_rules()
    units = [row.id for row in Unit.select(Unit.id)]
    views = [view_of(read_frame(picture), ()).to_bytes() for picture in pictures]
    recorders = {number: new_id() for number in set(cameras.recorders)}
    with database.atomic():
        AllowedNetwork.create(
            id=new_id(), agency_id=town.city.id, network="127.0.0.0/8", ports=[[1, 65535]], created_at=clock.now()
        )
    ids = [new_id() for _ in cameras.addresses]
    for start in range(0, len(ids), 100):
        with database.atomic():
            for position in range(start, min(start + 100, len(ids))):
                unit_id = units[cameras.recorders[position] % len(units)]
                _enter(ids[position], unit_id, recorders[cameras.recorders[position]], cameras.addresses[position])
                _refer(ids[position], unit_id, views[position % SCENES])
    return Actor(new_id(), name="市局", roles=("officer",), agency_id=town.city.id)


def _enter(id: UUID, unit_id: UUID, recorder_id: UUID, address: str) -> None:
    moment = clock.now()
    insert_rows(
        [
            Facility(
                id=id, unit_id=unit_id, kind="camera", type="bullet", number=str(id), name="摄像机", details={},
                created_at=moment, changed_at=moment,
            )
        ]
    )  # fmt: skip
    insert_rows([Camera(id=id, unit_id=unit_id, width=1920, height=1080, recorder_id=recorder_id)])
    insert_rows([CameraSource(id=id, unit_id=unit_id, kind="http", address=address, options={}, changed_at=moment)])


def _refer(id: UUID, unit_id: UUID, view: bytes) -> None:
    insert_rows(
        [
            ReferenceView(
                id=new_id(), camera_id=id, unit_id=unit_id, snapshot_id=new_id(), sha256="0" * 64, view=view,
                width=1920, height=1080, light="day", is_anchor=number == 0, learned_by_name="", learned_at=clock.now(),
            )
            for number in range(REFERENCES)
        ]
    )  # fmt: skip


def _scene(seed: int) -> bytes:
    """A 1080p JPEG with edges of all sizes and a little noise: some three hundred kilobytes."""
    random = np.random.default_rng(seed)
    picture = cv2.resize(
        random.integers(40, 200, (34, 60, 3), dtype=np.uint8), (1920, 1080), None, 0, 0, cv2.INTER_CUBIC
    )
    for _ in range(160):
        left, top = int(random.integers(1900)), int(random.integers(1060))
        right, bottom = left + int(random.integers(20, 260)), top + int(random.integers(20, 200))
        colour = tuple(int(part) for part in random.integers(0, 256, 3))
        cv2.rectangle(picture, (left, top), (right, bottom), colour, -1)
    noisy = picture.astype(np.int16) + random.normal(0, 4, (1080, 1920, 1)).astype(np.int16)
    _, encoded = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return encoded.tobytes()


if __name__ == "__main__":
    sys.exit(main())
