"""How many rows a second an export writes, beside csv.writer on the very same rows.

    .venv/bin/python benchmarks/export.py [--rows 100000] [--subjects units hazards tasks] [--forms xlsx csv]

SQLite in a temporary folder. ``csv.writer`` gets rows that are already made, so it is the floor: what is above it is
reading the list as its page reads it, a thousand at a time. The peak of memory tells whether it grows with the list.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.figures import _lay_hazards
from benchmarks.reach import _build_town, _execute, _generate
from reports.exports.models import Export
from reports.exports.queries.rows import rows_of_list
from reports.exports.rules import COLUMNS, KEEP, cell_of
from reports.exports.services import make_export
from server.core import clock
from server.core.database import connect_database, database, migrate
from server.core.files import connect_files, files
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.settings import Settings
from server.web.signin.queries import actor_by_account
from server.web.signin.services import AccountDraft, create_account


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--subjects", nargs="+", default=["units", "hazards"])
    parser.add_argument("--forms", nargs="+", default=["xlsx", "csv"])
    options = parser.parse_args()
    found: dict[str, Any] = {"benchmark": "export", "rows": options.rows, "peer_rows_per_second": 3500}
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        connect_database(settings)
        connect_files(settings.files_dir)
        migrate()
        with database.connection_context():
            town = _build_town()
            _generate(options.rows)
            _lay_hazards(options.rows, options.rows)
            _execute("ANALYZE")
            id = new_id()
            draft = AccountDraft(id, "13800000000", "Quancheng-2026", "导出人", ("officer",), None, town.city.id, None)
            create_account(SYSTEM, draft)
            for subject in options.subjects:
                found[subject] = _measure(id, subject, options)
        database.close_all()
    print(json.dumps(found, ensure_ascii=False))
    return 0


def _measure(account_id: Any, subject: str, options: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for form in options.forms:
        export = _ask(account_id, subject, form)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        make_export(export.id)
        seconds = time.perf_counter() - began
        made = Export.get_by_id(export.id)
        assert made.state == "ready", made.problem
        assert made.rows_done == options.rows, made.rows_done
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
        found[form] = {
            "rows_per_second": round(options.rows / seconds),
            "megabytes_of_file": round(made.byte_count / 1e6, 1),
            "megabytes_of_memory_grown": grown,
        }
        print(f"{subject} {form}: {found[form]}", flush=True)
        files().discard(made.file_sha256)
    rows = [
        ["" if cell is None else cell for cell in (cell_of(column, row) for column in COLUMNS[subject])]
        for batch in rows_of_list(actor_by_account(account_id), subject, {})[1]
        for row in batch
    ]
    began = time.perf_counter()
    with open(files().incoming / "floor.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found["csv_writer_rows_per_second"] = round(len(rows) / (time.perf_counter() - began))
    print(f"{subject}: csv.writer {found['csv_writer_rows_per_second']} rows/s", flush=True)
    return found


def _ask(account_id: Any, subject: str, form: str) -> Export:
    now = clock.now()
    with database.atomic():
        return Export.create(
            id=new_id(),
            account_id=account_id,
            subject=subject,
            form=form,
            filters={},
            request_hash="",
            data_mark="",
            rows_done=0,
            state="waiting",
            problem="",
            requested_at=now,
            expires_at=now + KEEP,
        )


if __name__ == "__main__":
    sys.exit(main())
