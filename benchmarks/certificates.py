"""How many certificates of honour a batch makes in a second: numbered, rendered, sealed, stamped and registered.

    .venv/bin/python benchmarks/certificates.py   (SHOUWANG_BENCH_CERTIFICATES=1000, SHOUWANG_BENCH_WORKERS=2)

A batch as an act starts it, in SQLite in a temporary folder, dealt with by several worker processes, and before it one of a
quarter by a single one; keys and fonts loaded. ``render`` is the drawing alone of the same paper, ``floor`` writing and syncing its bytes. At the end
the numbers are looked at: no gap, no double. The last line is JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks._papers import MAKER, bureau, honours_of, open_bureau
from reports.documents.models import Document, DocumentBatch, DocumentFile
from reports.documents.queries.batches import shape_batches
from reports.documents.queries.installation import connect
from reports.documents.services import BatchSubject, BatchWish, connect_maker, run_batch, start_batch
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.settings import installation_secret
from tests.factories.documents import renderer
from tests.factories.structured import make_honour

COUNT = int(os.environ.get("SHOUWANG_BENCH_CERTIFICATES", "1000"))
WORKERS = int(os.environ.get("SHOUWANG_BENCH_WORKERS", "2"))


def main() -> None:
    found: dict[str, object] = {"benchmark": "certificates", "count": COUNT, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as name, bureau(Path(name)) as agency_id:
        for workers, count in {1: max(COUNT // 4, 1), WORKERS: COUNT}.items():
            found[f"a_second_{workers}_workers"] = round(count / _batch(Path(name), agency_id, workers, count), 1)
            print(f"{workers} workers: {found[f'a_second_{workers}_workers']}/s", flush=True)
        serials = [row.serial for row in Document.select(Document.serial).order_by(Document.serial)]
        assert serials == list(range(1, len(serials) + 1)), "a gap or a double"
        assert DocumentFile.select().count() == len(serials)
        found["bytes"] = DocumentFile.select().first().byte_count
    found["render_a_second"] = round(1 / _seconds_of_rendering(), 1)
    print(json.dumps(found))


def _batch(folder: Path, agency_id: UUID, workers: int, count: int) -> float:
    """Seconds from start to finish, the workers warm."""
    subjects = [BatchSubject(new_id(), f"单位{number}") for number in range(count)]
    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(workers + 1), context.Barrier(workers + 1)
    batch = start_batch(SYSTEM, BatchWish(new_id(), MAKER, "荣誉证书", agency_id, subjects))
    processes = [context.Process(target=_work, args=(folder, agency_id, batch.id, ready, go)) for _ in range(workers)]
    for process in processes:
        process.start()
    ready.wait()
    started = time.perf_counter()
    go.wait()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - started
    shown = shape_batches([DocumentBatch.get_by_id(batch.id)])[0]
    assert (shown["done"], shown["failed"]) == (count, 0), shown
    return seconds


def _work(folder: Path, agency_id: UUID, batch_id: UUID, ready: object, go: object) -> None:
    settings = open_bureau(folder)
    connect(settings, installation_secret(settings))
    connect_maker(MAKER, honours_of(agency_id))
    from reports.documents.services import tools

    with database.connection_context():
        tools.renderer().render(make_honour())
        ready.wait()  # type: ignore[attr-defined]
        go.wait()  # type: ignore[attr-defined]
        while run_batch(batch_id):
            pass


def _seconds_of_rendering() -> float:
    facts = make_honour()
    renderer().render(facts)
    started = time.perf_counter()
    for _ in range(20):
        renderer().render(facts)
    return (time.perf_counter() - started) / 20


if __name__ == "__main__":
    main()
