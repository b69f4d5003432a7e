"""How long it takes to raise a level over a city, to tell its units, and to close a day on which nobody reported.

    .venv/bin/python benchmarks/alerts.py [--database-url postgresql://…] [--units 20000] [--only sqlite]

One level over every unit of the city bureau's reach. Then what is asked most: the levels of five hundred units (a
batch of plans), and the bell of one unit among as many notices as there are units. The floor of the same run is
``executemany`` of as many notice rows in one transaction, with the same indexes. Everything made is removed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import time as hour
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import reach
from server.alerts.levels.models import ZeroReportGap
from server.alerts.levels.queries.levels import levels_on
from server.alerts.levels.rules import LevelDraft, Scope
from server.alerts.levels.services.issuing import raise_level, tell_of_level
from server.alerts.levels.services.reporting import close_due_rounds
from server.alerts.notices.models import Notice
from server.alerts.notices.queries import NoticeFilter, count_unread, find_notices
from server.core import clock
from server.core.database import connect_database, database, is_postgresql, migrate
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.settings import Settings
from server.units.registry.models import Unit
from tests.databases import PostgresMissing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--units", type=int, default=20_000)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    result: dict[str, Any] = {"benchmark": "alerts", "units": options.units}
    with ExitStack() as stack:
        for name, address in reach._databases(options.database_url, stack):
            if options.only in ("", name):
                result[name] = _measure(address, options.units, stack)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _measure(address: Callable[[], str], units: int, stack: ExitStack) -> dict[str, Any]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    try:
        url = address()
    except PostgresMissing as missing:
        return {"skipped": str(missing)}
    connect_database(Settings(data_dir=folder, database_url=url, secret="0" * 40))
    migrate()
    with database.connection_context():
        if is_postgresql():
            database.execute_sql("SET statement_timeout = 0")
        town = reach._build_town()
        reach._generate(units)
        officer = Actor(new_id(), name="市局", roles=("officer",), agency_id=town.city.id)
        found = _acts(officer)
        found["levels_of_500_ms"] = _milliseconds(_levels_of_a_batch())
        unit = Unit.select(Unit.id).first()
        reader = Actor(new_id(), roles=("unit_head",), unit_id=unit.id)
        found["bell_ms"] = _milliseconds(lambda: count_unread(reader))
        found["list_ms"] = _milliseconds(lambda: find_notices(reader, NoticeFilter()))
        found["floor_notices_a_second"] = _floor()
        found["times_the_floor"] = round(found["floor_notices_a_second"] / found["told_a_second"], 2)
    database.close_all()
    return found


def _acts(officer: Actor) -> dict[str, Any]:
    today = clock.today()
    draft = LevelDraft(
        id=new_id(),
        title="全市安保",
        level=2,
        reason_kind="major_event",
        reason="活动",
        from_on=today,
        to_on=today + timedelta(days=6),
        scope=Scope(whole=True),
        check_interval_days=1,
        zero_report_by=hour(0, 0),
        extra_template_codes=(),
        measures="",
    )
    raised = _seconds(lambda: raise_level(officer, draft))
    told = _seconds(lambda: tell_of_level(draft.id, ended=False))
    count = Notice.select().count()
    closed = _seconds(close_due_rounds)
    gaps = ZeroReportGap.select().count()
    return {
        "under_the_level": gaps,
        "raise_seconds": round(raised, 2),
        "tell_seconds": round(told, 2),
        "told_a_second": round(count / told),
        "close_round_seconds": round(closed, 2),
    }


def _levels_of_a_batch() -> Callable[[], Any]:
    ids = [row.id for row in Unit.select(Unit.id).limit(500)]
    return lambda: levels_on(ids, clock.today())


def _floor() -> int:
    """Rows like those of the notices, each under a key of its own."""
    columns = list(Notice._meta.sorted_fields)
    sample = Notice.select().where(Notice.to_kind == "unit").first()
    rows = []
    for number in range(min(20_000, Notice.select().count())):
        values = {**sample.__data__, "id": new_id(), "key": f"floor:{number}"}
        rows.append([field.db_value(values[field.name]) for field in columns])
    names = ", ".join(f'"{field.column_name}"' for field in columns)
    marks = ", ".join(["%s" if is_postgresql() else "?"] * len(columns))

    def insert() -> None:
        with database.atomic():
            database.cursor().executemany(f"INSERT INTO notice ({names}) VALUES ({marks})", rows)  # noqa: S608

    return round(len(rows) / _seconds(insert))


def _seconds(do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _milliseconds(do: Callable[[], Any], times: int = 21) -> float:
    """The median."""
    return round(statistics.median(_seconds(do) for _ in range(times)) * 1000, 2)


if __name__ == "__main__":
    sys.exit(main())
