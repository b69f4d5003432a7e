"""How long a city's plans take for a year of nights, and what a phone fetches that was away for thirty days.

    .venv/bin/python benchmarks/plan.py [--database-url postgresql://…] [--units 100000] [--only sqlite]

Two plans over all units: the police check each unit yearly (key units half-yearly) with two officers of its station,
and each unit checks itself quarterly (key units monthly). The nights on which a period begins are run one after
another, then one on which nothing is due. The floor of the same run is ``executemany`` of the same task rows, with
the same indexes and as many rows a transaction. Without an address it measures SQLite in a temporary folder and,
where PostgreSQL is installed, a cluster of its own. Everything made is removed.
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
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

import time_machine

from benchmarks import reach
from checklists.plans.queries.preview import preview
from checklists.plans.queries.units import Owner
from checklists.plans.rules.drafts import from_plain
from checklists.plans.services.making import BATCH, run_plan
from checklists.plans.services.planning import write_plan
from checklists.tasks.models import Task, TaskOfficer, TaskTemplate
from checklists.templates.services import load_packs
from server.core.database import connect_database, database, is_postgresql, migrate
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.settings import Settings
from server.units.agencies.models import Agency
from server.units.bases.services import seed_bases
from server.units.calendar.services import seed_calendar
from server.units.people.models import Person
from server.units.registry.models import Unit
from server.web.app import create_app
from server.web.signin.services import AccountDraft, create_account
from tests.databases import PostgresMissing
from wsgi import PARTS

START = date(2026, 1, 1)
OFFICERS_A_STATION = 6
KEY = ("1", "2", "3")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    result: dict[str, Any] = {"benchmark": "plan", "units": options.units, "batch": BATCH}
    with ExitStack() as stack:
        for name, address in reach._databases(options.database_url, stack):
            if options.only in ("", name):
                result[name] = _measure(name, address, options.units, stack)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _measure(name: str, address: Callable[[], str], units: int, stack: ExitStack) -> dict[str, Any]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    try:
        url = address()
    except PostgresMissing as missing:
        print(f"{name}: {missing}")
        return {"skipped": str(missing)}
    settings = Settings(data_dir=folder, database_url=url, secret="0" * 40, web_root=folder)
    connect_database(settings)
    migrate()
    app = create_app(settings, PARTS)
    with database.connection_context():
        if is_postgresql():
            database.execute_sql("SET statement_timeout = 0")
        town = reach._build_town()
        for prepare in (seed_bases, seed_calendar):
            prepare(SYSTEM)
        load_packs()
        reach._generate(units)
        _enter_officers()
        actor = Actor(new_id(), name="市局", roles=("officer",), agency_id=town.city.id)
        found = {**_year(name, actor), **_preview(actor), **_floor()}
        found["times_the_floor"] = round(found["floor_tasks_a_second"] / found["tasks_a_second"], 2)
    found["away"] = _away(app)
    database.close_all()
    return found


def _enter_officers() -> None:
    with database.atomic():
        for agency in list(Agency.select().where(Agency.kind == "police_station")):
            for number in range(OFFICERS_A_STATION):
                Person.create(
                    id=new_id(),
                    name=f"民警{number}",
                    post="民警",
                    certificate_no=f"{agency.number}-{number}",
                    certificate_valid_to=date(2030, 1, 1),
                    agency=agency,
                    created_at=datetime(2026, 1, 1, tzinfo=UTC),
                )


def _plain(title: str, kind: str, months: int, key_months: int) -> dict[str, Any]:
    return {
        "title": title,
        "kind": kind,
        "selection": {},
        "template_mode": "by_industry",
        "template_ids": [],
        "schedule": {
            "mode": "interval",
            "interval": {"every": months, "unit": "months"},
            "by_level": {level: {"every": key_months, "unit": "months"} for level in KEY},
        },
        "spread": kind != "self",
        "working_days_only": True,
        "grace_days": 10,
        "assignment": "unit" if kind == "self" else "station",
        "officer_ids": [],
        "starts_on": START,
        "ends_on": None,
    }


PLANS = [_plain("定期检查", "periodic", 12, 6), _plain("定期自查", "self", 3, 1)]


def _year(name: str, actor: Actor) -> dict[str, Any]:
    """Every first of a month, and one night in between."""
    nights = [date(2026, month, 1) for month in range(1, 13)]
    seconds: dict[date, float] = {}
    plans: list[UUID] = []
    for night in [*nights, date(2026, 12, 2)]:
        with time_machine.travel(datetime(night.year, night.month, night.day, 1, tzinfo=UTC)):
            plans = plans or [write_plan(actor, from_plain(new_id(), dict(plain))).id for plain in PLANS]
            began = time.perf_counter()
            for plan in plans:
                while not run_plan(plan, night.isoformat()):
                    pass
            seconds[night] = time.perf_counter() - began
    tasks = Task.select().count()
    year = sum(seconds[night] for night in nights)
    rows = TaskTemplate.select().count() + TaskOfficer.select().count()
    print(f"{name}: {tasks:,} tasks with {rows:,} rows beside them in {year:.1f} s")
    return {
        "tasks": tasks,
        "rows": tasks + rows,
        "year_seconds": round(year, 1),
        "tasks_a_second": round(tasks / year),
        "rows_a_second": round((tasks + rows) / year),
        "longest_night_seconds": round(max(seconds.values()), 1),
        "idle_night_seconds": round(seconds[date(2026, 12, 2)], 2),
    }


def _preview(actor: Actor) -> dict[str, Any]:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        preview(Owner(actor.agency_id, None), from_plain(new_id(), dict(PLANS[0])), START, START)
        took.append((time.perf_counter() - began) * 1000)
    return {"preview_ms": round(statistics.median(took))}


def _floor() -> dict[str, Any]:
    """The same rows into an empty table like it, by the driver alone."""
    columns = [column.name for column in database.get_columns("task")]
    listed = ", ".join(f'"{column}"' for column in columns)
    rows = database.execute_sql(f"SELECT {listed} FROM task LIMIT 100000").fetchall()  # noqa: S608
    database.execute_sql(f"CREATE TABLE floor_task AS SELECT {listed} FROM task WHERE 1 = 0")  # noqa: S608
    database.execute_sql("CREATE UNIQUE INDEX floor_0 ON floor_task (id)")
    for number, index in enumerate(database.get_indexes("task")):
        if index.columns != ["id"]:
            unique = "UNIQUE" if index.unique else ""
            names = ", ".join(f'"{column}"' for column in index.columns)
            database.execute_sql(f"CREATE {unique} INDEX floor_{number + 1} ON floor_task ({names})")
    mark = ", ".join(["%s" if is_postgresql() else "?"] * len(columns))
    began = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        with database.atomic():
            database.cursor().executemany(f"INSERT INTO floor_task VALUES ({mark})", rows[start : start + BATCH])  # noqa: S608
    seconds = time.perf_counter() - began
    return {"floor_tasks_a_second": round(len(rows) / seconds)}


def _away(app: Any) -> dict[str, Any]:
    """An officer's phone fetches everything, is away for thirty days, and comes back."""
    with database.connection_context():
        officer = Person.select().join(Agency).where(Agency.kind == "police_station").order_by(Person.id).first()
        account = new_id()
        draft = AccountDraft(
            account, "13900000000", "Quancheng-2026", "民警", ("inspector",), officer.id, officer.agency_id, None
        )
        create_account(SYSTEM, draft)
        token = app.config["TOKEN_MINT"].make(account)
    with time_machine.travel(datetime(2026, 11, 20, 1, tzinfo=UTC)):
        token = app.config["TOKEN_MINT"].make(account)
        first = _pull(app, token, None)
    with time_machine.travel(datetime(2026, 12, 20, 1, tzinfo=UTC)):
        with database.connection_context(), database.atomic():
            moment = datetime(2026, 12, 10, tzinfo=UTC)
            station = Unit.select(Unit.id).where(Unit.station == officer.agency_id).limit(100)
            Unit.update(changed_at=moment, version=Unit.version + 1).where(Unit.id.in_(station)).execute()
            own = Task.select(Task.id).where(Task.unit_id.in_(station)).limit(100)
            Task.update(changed_at=moment).where(Task.id.in_(own)).execute()
        token = app.config["TOKEN_MINT"].make(account)
        return {"first": _told(first), "after_30_days": _told(_pull(app, token, first["cursor"]))}


def _pull(app: Any, token: str, cursor: str | None) -> dict[str, Any]:
    client = app.test_client()
    headers = {"Authorization": f"Bearer {token}", "X-Shouwang-App": "phone/9.9.9"}
    found = {"requests": 0, "bytes": 0, "units": 0, "tasks": 0, "ms": 0.0, "cursor": cursor}
    more = True
    while more:
        began = time.perf_counter()
        query = {"cursor": found["cursor"]} if found["cursor"] else {}
        answer = client.get("/api/v1/mobile/pull", query_string=query, headers=headers)
        assert answer.status_code == 200, answer.json
        found["ms"] += (time.perf_counter() - began) * 1000
        found["requests"] += 1
        found["bytes"] += len(answer.data)
        for name in ("units", "tasks"):
            found[name] += len(answer.json[name])
        found["cursor"], more = answer.json["cursor"], answer.json["more"]
    return found


def _told(found: dict[str, Any]) -> dict[str, Any]:
    kilobytes = round(found["bytes"] / 1024)
    return {**{name: found[name] for name in ("requests", "units", "tasks")}, "kb": kilobytes, "ms": round(found["ms"])}


if __name__ == "__main__":
    sys.exit(main())
