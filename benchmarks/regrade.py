"""How fast a regrade is tried and applied over a session's results, beside a bare read of the same rows.

    .venv/bin/python benchmarks/regrade.py [--attempts 20000] [--items 100] [--database sqlite|postgresql]

Every attempt answers every item; a fifth of the answers to the item marked anew change their points. Tried: as the job
does it, batch by batch, each noting how far it is. Applied: likewise, each batch with new revisions, the rotation told,
one event and one job (the book of wrong answers) a result. The floor reads the same rows of results with the bare driver and does
nothing with them. The session belongs to a cycle; nobody is enrolled in it, which is the rotation's cheapest answer.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import _results
from courses.markings.models import Regrade, RegradeTrial, Result
from courses.markings.queries.anew import fingerprint_of
from courses.markings.rules.changes import Mode
from courses.markings.rules.regrading import Foreseen
from courses.markings.services import apply_some, carry_on_trial
from courses.practice.jobs import JOBS
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.jobs import register_jobs
from server.core.permissions import SYSTEM
from tests.databases import postgres_cluster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attempts", type=int, default=_results.ATTEMPTS)
    parser.add_argument("--items", type=int, default=_results.ITEMS)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = parser.parse_args()
    cluster: Any = postgres_cluster(durable=True) if given.database == "postgresql" else nullcontext("")
    with tempfile.TemporaryDirectory() as folder, cluster as url:
        _results.open_database(Path(folder), url)
        register_jobs(JOBS)
        with database.connection_context():
            print(json.dumps({"database": given.database, **measure(given.attempts, given.items)}))


def measure(attempts: int, items: int) -> dict[str, Any]:
    session, versions = _results.make_session(attempts, items)
    floor = _results.seconds_of(lambda: bare_read(session.id))
    trial = RegradeTrial.create(
        id=new_id(),
        session_id=session.id,
        version_id=versions[0],
        mode=Mode.ALSO.value,
        key={"right": ["b"]},
        fingerprint=fingerprint_of(session.id),
        total=attempts,
        foreseen=asdict(Foreseen()),
        by_account_id=new_id(),
        by_name="出题人",
        at=clock.now(),
    )
    started = time.perf_counter()
    while carry_on_trial(SYSTEM, trial.id):
        pass
    tried = time.perf_counter() - started
    trial = RegradeTrial.get_by_id(trial.id)
    assert (trial.state, trial.foreseen["results"]) == ("tried", attempts)
    regrade = Regrade.create(
        id=new_id(),
        session_id=session.id,
        version_id=trial.version_id,
        mode=trial.mode,
        key=trial.key,
        reason="答案有误",
        foreseen=trial.foreseen,
        fingerprint=trial.fingerprint,
        state="approved",
        by_account_id=new_id(),
        by_name="出题人",
        at=clock.now(),
        approved_at=clock.now(),
    )
    started, after, batches, longest = time.perf_counter(), None, 0, 0.0
    worked = time.process_time()
    while True:
        begun = time.perf_counter()
        after = apply_some(SYSTEM, regrade.id, after)
        longest, batches = max(longest, time.perf_counter() - begun), batches + 1
        if after is None:
            break
    applied, worked = time.perf_counter() - started, time.process_time() - worked
    changed = Result.select().where(Result.regrade_id == regrade.id).count()
    assert changed == trial.foreseen["changed"] > 0
    return {
        "attempts": attempts,
        "items": items,
        "changed": changed,
        "floor_read_seconds": round(floor, 3),
        "tried_seconds": round(tried, 2),
        "tried_over_floor": round(tried / floor, 1),
        "applied_seconds": round(applied, 2),
        "applied_processor_seconds": round(worked, 2),
        "read_per_second": round(attempts / applied),
        "changed_per_second": round(changed / applied),
        "batches": batches,
        "longest_batch_seconds": round(longest, 2),
    }


def bare_read(session_id: UUID) -> None:
    """Every column of the live results, as the driver hands them over."""
    mark = "%s" if _results.is_postgresql() else "?"
    live = "live" if _results.is_postgresql() else "live = 1"
    value = session_id if _results.is_postgresql() else session_id.hex
    rows = database.execute_sql(f"SELECT * FROM exam_result WHERE session_id = {mark} AND {live}", (value,))  # noqa: S608
    assert sum(1 for _ in rows.fetchall())


if __name__ == "__main__":
    main()
