# ruff: noqa: S608 (every value that goes into its SQL is its own)
"""How long a bureau's board of hazards, its breakdowns and a bulletin take among a million hazards.

    .venv/bin/python benchmarks/figures.py [--database-url postgresql://…] [--hazards 1000000] [--units 100000] [--seconds 2]
    … --only postgresql   --check (compares every tally with a fresh count)

Without an address it measures SQLite in a temporary folder and, where PostgreSQL is installed, a cluster of its own.
Beside the program's tallies stands the count it replaces: the same board by one statement over hazards, units and
reach. The town is that of ``benchmarks/reach.py``; hazards are laid down by one statement, tallies by ``rebuild``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.reach import _databases, _time
from benchmarks.reaching.units import Town, build_town, execute, generate
from checklists.hazards.models import Hazard
from reports.bulletins.queries.figures import figures_of
from reports.bulletins.rules import Span, period_of
from reports.figures.queries import places
from reports.figures.queries.board import hazard_board
from reports.figures.queries.breakdowns import hazards_by
from reports.figures.rules import OPEN_STATES
from reports.figures.services import count_change, fold_changes, rebuild, recount
from server.core import clock
from server.core.database import connect_database, database, is_postgresql, migrate
from server.core.settings import Settings
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyKind
from tests.databases import PostgresMissing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database-url", default="")
    parser.add_argument("--hazards", type=int, default=1_000_000)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database instead of both")
    parser.add_argument("--check", action="store_true", help="count everything anew at the end and compare")
    options = parser.parse_args()
    found: dict[str, Any] = {"benchmark": "hazards", "hazards": options.hazards, "units": options.units}
    with ExitStack() as stack:
        for name, address in _databases(options.database_url, stack):
            if options.only not in {None, name}:
                continue
            try:
                found[name] = _measure(name, address, options, stack)
            except PostgresMissing as missing:
                found[name] = {"skipped": str(missing)}
    print(json.dumps(found, ensure_ascii=False))
    return 0


def _measure(name: str, address: Callable[[], str], options: Any, stack: ExitStack) -> dict[str, Any]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    connect_database(Settings(data_dir=folder, database_url=address()))
    began = time.monotonic()
    migrate()
    with database.connection_context():
        if is_postgresql():
            database.execute_sql("SET statement_timeout = 0")
        town = build_town()
        generate(options.units)
        _scatter_units()
        _lay_hazards(options.hazards, options.units)
        made = time.monotonic() - began
        began = time.monotonic()
        tallies = rebuild()
        counted = time.monotonic() - began
        execute("ANALYZE")
        print(
            f"\n{name}: {options.hazards:,} hazards ({made:.0f} s to make, {counted:.1f} s to count, {tallies:,} tallies)"
        )
        found = {"make_seconds": round(made, 1), "rebuild_seconds": round(counted, 1), "tallies": tallies}
        cases = _cases(town)
        found |= {label: _time(label, case, options.seconds) for label, case in cases.items()}
        if options.check:
            began = time.monotonic()
            assert recount() == 0, "the tallies are not exact"
            found["recount_seconds"] = round(time.monotonic() - began, 1)
    database.close_all()
    return found


def _scatter_units() -> None:
    """Over some eighty kilometres, so that the map has something to gather."""
    execute(
        "UPDATE unit SET lat = 36.2 + (number * 7919 % 10007) / 12000.0, lon = 116.6 + (number * 6151 % 10009) / 11000.0"
    )


def _lay_hazards(hazards: int, units: int) -> None:
    """Found over three years; one in eight still open, the younger the likelier, as in a bureau that does its work."""
    today = clock.today().isoformat()
    if is_postgresql():
        numbers = f"SELECT n, ('0193000000007000' || lpad(to_hex(n), 16, '0'))::uuid AS id FROM generate_series(1::bigint, {hazards}) AS n"
        day, due = f"DATE '{today}' - d.age", f"DATE '{today}' - d.age + 15"
    else:
        numbers = (
            f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {hazards}) "
            "SELECT n, printf('0193000000007000%016x', n) AS id FROM s"
        )
        day, due = f"date('{today}', '-' || d.age || ' days')", f"date('{today}', '-' || (d.age - 15) || ' days')"
    dice = f"SELECT n, id, n * 48271 % {units} + 1 AS unit, CAST(n * 16807 % 1095 AS INTEGER) AS age, n * 69621 % 1009 AS a, n * 39373 % 997 AS b FROM ({numbers}) x"
    state = (
        "CASE WHEN d.age < 20 AND d.a < 500 THEN 'found' WHEN d.a < 60 THEN 'ordered' WHEN d.a < 90 THEN 'rectified' "
        "WHEN d.a < 110 THEN 'handed_over' WHEN d.a < 125 THEN 'found' ELSE 'closed' END"
    )
    source = "CASE WHEN d.b < 600 THEN 'inspection' WHEN d.b < 850 THEN 'self' WHEN d.b < 950 THEN 'device' ELSE 'report' END"
    execute(
        "INSERT INTO hazard (id, unit_id, title, note, grade, bases, photos, found_on, source, kind, state, deadline_on, "
        f"changed_at, version) SELECT d.id, u.id, '门卫缺岗', '', CASE WHEN d.b % 6 = 0 THEN 'major' ELSE 'general' END, "
        f"'[]', '[]', {day}, {source}, 'public_security', {state}, CASE WHEN d.a < 125 AND d.a >= 30 THEN {due} END, "
        f"'2026-11-22T00:00:00.000000Z', 1 FROM ({dice}) d JOIN unit u ON u.number = d.unit"
    )


def _cases(town: Town) -> dict[str, Callable[[], Any]]:
    city, branch = town.city, town.branches[0]
    station = Agency.select().where(Agency.kind == AgencyKind.POLICE_STATION.value).first()
    wide = places.View(36.0, 116.4, 37.2, 117.7, 9)
    near = places.View(36.60, 117.00, 36.62, 117.03, 15)
    cases: dict[str, Callable[[], Any]] = {}
    for label, agency in (("city", city), ("district", branch), ("station", station)):
        cases[f"board of a {label}"] = lambda agency=agency: hazard_board(agency)
        cases[f"by area of a {label}"] = lambda agency=agency: hazards_by(agency, "area", None)
        cases[f"by month of a {label}"] = lambda agency=agency: hazards_by(agency, "month", None)
        cases[f"by industry of a {label}, one year"] = lambda agency=agency: hazards_by(agency, "industry", 2026)
    cases["by agency of a city"] = lambda: hazards_by(city, "agency", None)
    cases["map of a district, all of it"] = lambda: places.map_of(branch, wide)
    cases["map of a city, near"] = lambda: places.map_of(city, near)
    cases["rival: board of a city, counted at once"] = lambda: _count_at_once(city)
    cases["rival: board of a district, counted at once"] = lambda: _count_at_once(branch)
    cases["bulletin of a city, this year"] = lambda: figures_of(city, period_of(clock.today(), Span.YEAR))
    cases["bulletin of a district, this month"] = lambda: figures_of(branch, period_of(clock.today(), Span.MONTH))
    cases["floor: hazards of a city by state, counted at once"] = lambda: _count_by_state(city)
    cases["five findings counted, rolled back"] = _five_findings
    cases["board of a city, with 3,000 waiting changes"] = _with_waiting(city)
    return cases


def _count_at_once(agency: Agency) -> list[Any]:
    states = ", ".join(f"'{state}'" for state in OPEN_STATES)
    return list(
        database.execute_sql(
            "SELECT h.state, h.grade, h.found_on, count(*) FROM unit_reach r JOIN unit u ON u.number = r.unit_number "
            f"JOIN hazard h ON h.unit_id = u.id WHERE r.agency_number = {agency.number} AND h.state IN ({states}) "
            "GROUP BY h.state, h.grade, h.found_on"
        ).fetchall()
    )


def _count_by_state(agency: Agency) -> list[Any]:
    """What a bulletin's first table alone costs without tallies."""
    return list(
        database.execute_sql(
            "SELECT h.state, h.grade, count(*) FROM unit_reach r JOIN unit u ON u.number = r.unit_number "
            f"JOIN hazard h ON h.unit_id = u.id WHERE r.agency_number = {agency.number} "
            "AND h.found_on >= '2026-01-01' GROUP BY h.state, h.grade"
        ).fetchall()
    )


def _five_findings() -> None:
    """What an inspection of one unit adds to its act: five hazards that change their state."""
    first = Hazard.select().order_by(Hazard.id).first()
    hazards = list(Hazard.select().where(Hazard.unit_id == first.unit_id).limit(5))
    with database.atomic() as act:
        Hazard.update(state="withdrawn").where(Hazard.id.in_([hazard.id for hazard in hazards])).execute()
        count_change([(hazard, hazard.state) for hazard in hazards])
        act.rollback()


def _with_waiting(agency: Agency) -> Callable[[], Any]:
    is_ready = False

    def read() -> Any:
        nonlocal is_ready
        if not is_ready:
            is_ready = True
            fold_changes()
            rows = Hazard.select().where(Hazard.state == "closed").limit(80)
            for start in range(0, 80, 20):
                with database.atomic():
                    batch = list(rows.offset(start).limit(20))
                    Hazard.update(state="found").where(Hazard.id.in_([hazard.id for hazard in batch])).execute()
                    count_change([(hazard, "closed") for hazard in batch])
        return hazard_board(agency)

    return read


if __name__ == "__main__":
    sys.exit(main())
