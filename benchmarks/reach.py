# ruff: noqa: S608 (every value that goes into its SQL is its own)
"""How long a page and a count of a district's units take among ten thousand and among a million units.

    .venv/bin/python benchmarks/reach.py [--database-url postgresql://…] [--sizes 10000 1000000] [--seconds 2]

Without an address it measures SQLite in a temporary folder and, where PostgreSQL is installed, a cluster of its own.
What the program does (``reach rows``) stands beside the three usual ways over the same units: a materialised path, a
closure table and a recursive query. The floor of the same run is bare SQL by primary key. Everything made is removed.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

from server.core import clock
from server.core.database import connect_database, database, is_postgresql, migrate
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.settings import Settings
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyDraft, AgencyKind
from server.units.agencies.services import found_agency
from server.units.areas.services import seed_areas
from server.units.registry.queries.file import unit_files
from server.units.registry.queries.gaps import find_gaps
from server.units.registry.queries.listing import PageWish, UnitFilter, count_units, find_units
from server.units.registry.queries.pull import pull_units
from server.units.registry.services.reach_rows import recount
from tests.databases import PostgresMissing, postgres_cluster

DISTRICTS = [
    ("370102", "历下区", "lxq"), ("370103", "市中区", "szq"), ("370104", "槐荫区", "hyq"), ("370105", "天桥区", "tqq"),
    ("370112", "历城区", "lcq"), ("370113", "长清区", "cqq"), ("370114", "章丘区", "zqq"), ("370115", "济阳区", "jyq"),
    ("370116", "莱芜区", "lwq"), ("370117", "钢城区", "gcq"), ("370124", "平阴县", "pyx"), ("370126", "商河县", "shx"),
]  # fmt: skip
STATIONS = 15
#: code, kind, four characters of the name, their initials, share in a hundred
INDUSTRIES = [
    ("retail", "enterprise", "商贸公司", "smgs", 24), ("factory", "enterprise", "机械公司", "jxgs", 17),
    ("office", "enterprise", "咨询公司", "zxgs", 12), ("restaurant", "enterprise", "餐饮公司", "cygs", 9),
    ("express", "enterprise", "寄递公司", "jdgs", 5), ("logistics", "enterprise", "物流公司", "wlgs", 5),
    ("school", "institution", "实验学校", "syxx", 5), ("hotel", "enterprise", "宾馆公司", "bggs", 4),
    ("hospital", "institution", "中心医院", "zxyy", 3), ("organ", "organ", "管理机关", "gljg", 3),
    ("group", "group", "同业协会", "tyxh", 3), ("bank", "enterprise", "银行支行", "yhzh", 2),
    ("fuel", "enterprise", "能源站点", "nyzd", 2), ("jewellery", "enterprise", "珠宝公司", "zbgs", 1),
    ("museum", "institution", "民俗展馆", "mszg", 1), ("water", "enterprise", "供水公司", "gsgs", 1),
    ("power", "enterprise", "供电公司", "gdgs", 1), ("university", "university", "职业学院", "zyxy", 1),
    ("bus", "enterprise", "公交公司", "gjgs", 1),
]  # fmt: skip
SYLLABLES = "泉q城c明m湖h山s东d方f华h盛s源y鑫x宏h达d瑞r丰f德d诚c信x安a泰t康k宁n和h顺s金j玉y龙l凤f春c秋q"
PAGE = 50


@dataclass
class Town:
    """Agencies by number: what generated units hang under."""

    city: Agency
    branches: list[Agency]
    government: Agency


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=2.0, help="per measured case")
    options = parser.parse_args()
    result: dict[str, Any] = {"benchmark": "reach", "page": PAGE, "unit": "ms"}
    with ExitStack() as stack:
        for name, address in _databases(options.database_url, stack):
            result[name] = _measure_database(name, address, options, stack)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _databases(given: str, stack: ExitStack) -> list[tuple[str, Callable[[], str]]]:
    if given:
        return [(given.split(":", 1)[0], lambda: given)]

    def cluster() -> str:
        return stack.enter_context(postgres_cluster(durable=True))

    return [("sqlite", lambda: ""), ("postgresql", cluster)]


def _measure_database(name: str, address: Callable[[], str], options: Any, stack: ExitStack) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for size in options.sizes:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            url = address()
        except PostgresMissing as missing:
            print(f"{name}: {missing}")
            return {"skipped": str(missing)}
        connect_database(Settings(data_dir=folder, database_url=url))
        began = time.monotonic()
        migrate()
        with database.connection_context():
            if is_postgresql():
                database.execute_sql("SET statement_timeout = 0")  # making a million units takes longer than any act
            town = _build_town()
            _generate(size)
            bytes_used = _bytes_used()
            print(f"\n{name}, {size:,} units ({time.monotonic() - began:.0f} s to make, {bytes_used >> 20} MB)")
            found[str(size)] = {**_measure(town, size, options.seconds), "megabytes": bytes_used >> 20}
            if is_postgresql():
                _drop_all()
        database.close_all()
    _print_growth(name, found, options.sizes)
    return found


# --- the units -------------------------------------------------------------------------------------------------------


def _build_town() -> Town:
    seed_areas(SYSTEM)

    def found(name: str, kind: AgencyKind, parent: Agency | None, area: str) -> Agency:
        parent_id = parent.id if parent else None
        return found_agency(SYSTEM, AgencyDraft(new_id(), name, name[:20], kind, parent_id, area, date(2020, 1, 1)))

    with database.atomic():  # one commit for four hundred agencies
        city = found("市局", AgencyKind.POLICE_CITY, None, "370100")
        government = found("市政府", AgencyKind.GOVERNMENT, None, "370100")
        branches = [found(f"{name}分局", AgencyKind.POLICE_BRANCH, city, code) for code, name, _ in DISTRICTS]
        _make_places()
        for place, (code, name, _) in enumerate(DISTRICTS):
            for number in range(STATIONS):
                station = found(f"{name}{number}所", AgencyKind.POLICE_STATION, branches[place], code)
                _execute(
                    "INSERT INTO bench_station VALUES (%d, %d, %d, %d, %d, '%s', '%s')"  # noqa: UP031
                    % (place * STATIONS + number, place, station.number, branches[place].number, city.number,
                       station.id.hex, branches[place].id.hex)
                )  # fmt: skip
        for industry, (code, *_) in enumerate(INDUSTRIES):
            above = found(f"{code}局", AgencyKind.DEPARTMENT, government, "370100")
            for place, (area, name, _) in enumerate(DISTRICTS):
                below = found(f"{name}{code}局", AgencyKind.DEPARTMENT, above, area)
                numbers = (industry, place, below.number, above.number, government.number, below.id.hex)
                _execute(f"INSERT INTO bench_department VALUES {numbers}")
    return Town(city, branches, government)


def _make_places() -> None:
    _execute("CREATE TABLE bench_station (no INT, place INT, a INT, b INT, c INT, id TEXT, branch_id TEXT)")
    _execute("CREATE TABLE bench_department (industry INT, place INT, a INT, b INT, c INT, id TEXT)")
    _execute("CREATE TABLE bench_place (no INT, code TEXT, name TEXT, letters TEXT)")
    _execute("CREATE TABLE bench_industry (slot INT, no INT, code TEXT, kind TEXT, name TEXT, letters TEXT)")
    _execute("CREATE TABLE bench_syllable (no INT, name TEXT, letters TEXT)")
    for number, (code, name, letters) in enumerate(DISTRICTS):
        _execute(f"INSERT INTO bench_place VALUES ({number}, '{code}', '{name}', '{letters}')")
    slot = 0
    for number, (code, kind, name, letters, share) in enumerate(INDUSTRIES):
        for _ in range(share):
            _execute(f"INSERT INTO bench_industry VALUES ({slot}, {number}, '{code}', '{kind}', '{name}', '{letters}')")
            slot += 1
    assert slot == 100
    signs, letters = SYLLABLES[::2], SYLLABLES[1::2]
    for number in range(len(signs) ** 2):
        one, two = divmod(number, len(signs))
        _execute(
            f"INSERT INTO bench_syllable VALUES ({number}, '{signs[one]}{signs[two]}', '{letters[one]}{letters[two]}')"
        )


def _generate(size: int) -> None:
    """Units 1 … size in bulk SQL; hashes of the number stand for chance, so that every run has the same units."""
    indexes = _take_indexes(["unit", "unit_reach"])
    series = (
        f"(SELECT generate_series(1, {size})::bigint AS i)"
        if is_postgresql()
        else f"(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {size}) SELECT i FROM s)"
    )
    _execute(
        "CREATE TABLE bench_dice AS SELECT i, (i * 2654435761 % 4294967296) / 65536 AS a, "
        "((i + 77) * 40503 % 4294967296 * 69069 % 4294967296) / 65536 AS b, "
        f"((i + 5) * 97 % 65521 * 48271 % 2147483647) / 32768 AS c FROM {series} n"
    )
    syllables = (len(SYLLABLES) // 2) ** 2
    _execute(
        "CREATE TABLE bench_unit AS SELECT d.i AS number, p.name || s.name || t.name || n.name AS name, "
        "p.letters || s.letters || t.letters || n.letters AS initials, n.code AS industry, n.kind AS kind, "
        "p.code AS area_code, CASE WHEN d.c % 200 = 0 THEN 1 WHEN d.c % 200 < 3 THEN 2 ELSE 0 END AS key_level, "
        "st.a AS st_a, st.b AS st_b, st.c AS st_c, st.id AS station_id, st.branch_id AS branch_id, "
        "de.a AS de_a, de.b AS de_b, de.c AS de_c, de.id AS department_id "
        "FROM bench_dice d JOIN bench_station st ON st.no = d.a % 180 JOIN bench_place p ON p.no = st.place "
        f"JOIN bench_industry n ON n.slot = d.b % 100 JOIN bench_syllable s ON s.no = d.a % {syllables} "
        f"JOIN bench_syllable t ON t.no = (d.b + d.c) % {syllables} "
        "JOIN bench_department de ON de.industry = n.no AND de.place = st.place"
    )
    _execute(
        "INSERT INTO unit_facet (id, area_code, kind, industry, key_level) SELECT row_number() OVER "
        "(ORDER BY area_code, kind, industry, key_level), area_code, kind, industry, key_level "
        "FROM (SELECT DISTINCT area_code, kind, industry, key_level FROM bench_unit) f"
    )
    _insert_units()
    facet = (
        "SELECT u.*, f.id AS facet_id FROM bench_unit u JOIN unit_facet f ON f.area_code = u.area_code "
        "AND f.kind = u.kind AND f.industry = u.industry AND f.key_level = u.key_level"
    )
    for column in ("st_c", "st_b", "st_a", "de_c", "de_b", "de_a"):
        _execute(
            "INSERT INTO unit_reach (agency_number, unit_number, initials, facet_id) "
            f"SELECT {column}, number, initials, facet_id FROM ({facet}) x ORDER BY {column}, number"
        )
    _execute(
        "INSERT INTO unit_tally (agency_number, facet_id, units) "
        "SELECT agency_number, facet_id, count(*) FROM unit_reach GROUP BY agency_number, facet_id"
    )
    for index in indexes:
        _execute(index)
    _other_ways()
    _execute("ANALYZE")
    if is_postgresql():
        _execute("VACUUM (ANALYZE)")


def _insert_units() -> None:
    id = (
        "('0190000000007000' || lpad(to_hex(number), 16, '0'))::uuid"
        if is_postgresql()
        else "printf('0190000000007000%016x', number)"
    )
    cast = "::uuid" if is_postgresql() else ""
    truth = "false" if is_postgresql() else "0"
    code = "lpad(number::text, 18, '0')" if is_postgresql() else "printf('%018d', number)"
    _execute(
        "INSERT INTO unit (id, number, name, initials, uscc, kind, industry, area_code, address, lat, lon, managed_by_id, "
        "station_id, department_id, key_unit_level, counter_terror_target, facts, facet_id, draft_hash, created_at, "
        f"changed_at, version) SELECT {id}, number, u.name, initials, {code}, u.kind, u.industry, u.area_code, "
        f"'示范路' || number || '号', 36.6, 117.0, branch_id{cast}, station_id{cast}, department_id{cast}, "
        f"CASE WHEN u.key_level = 0 THEN NULL ELSE u.key_level END, {truth}, '{{}}', f.id, '', "
        "'2026-11-22T00:00:00.000000Z', '2026-11-22T00:00:00.000000Z', 1 FROM bench_unit u JOIN unit_facet f "
        "ON f.area_code = u.area_code AND f.kind = u.kind AND f.industry = u.industry AND f.key_level = u.key_level "
        "ORDER BY number"
    )  # fmt: skip
    places = range(1, 12)
    if is_postgresql():
        words = " || ".join(f"'''' || substr(name, {place}, 2) || ''':{place} '" for place in places)
        _execute(f"INSERT INTO unit_words (unit_number, words) SELECT number, ({words})::tsvector FROM unit")
    else:
        words = " || ' ' || ".join(f"substr(name, {place}, 2)" for place in places)
        _execute(f"INSERT INTO unit_words (rowid, words) SELECT number, {words} FROM unit ORDER BY number")


def _other_ways() -> None:
    """The same units for the other designs, each with the index that suits it best."""
    _execute(
        "CREATE TABLE other_unit AS SELECT u.number, u.initials, u.kind, u.industry, u.key_level, a.number AS station, "
        "a.path AS path FROM bench_unit u JOIN agency a ON a.number = u.st_a"
    )
    _execute("CREATE INDEX other_by_path ON other_unit (path, initials, number, kind, industry, key_level)")
    _execute("CREATE INDEX other_by_name ON other_unit (initials, number, path, kind, industry, key_level)")
    _execute("CREATE INDEX other_by_station ON other_unit (station, initials, number, kind, industry, key_level)")
    _execute("CREATE TABLE other_closure (above INT, below INT, PRIMARY KEY (above, below))")
    _execute(
        "INSERT INTO other_closure SELECT x.number, y.number FROM agency x JOIN agency y "
        "ON substr(y.path, 1, length(x.path)) = x.path"
    )
    for table in ("bench_dice", "bench_unit"):
        _execute(f"DROP TABLE {table}")


def _take_indexes(tables: list[str]) -> list[str]:
    """Drop the secondary indexes while rows pour in; the statements that make them again."""
    made = []
    for table in tables:
        sql = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{table}' AND right(indexname, 5) <> '_pkey'"
            if is_postgresql()
            else f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL"
        )
        for name, definition in database.execute_sql(sql).fetchall():
            _execute(f'DROP INDEX "{name}"')
            made.append(definition)
    return made


# --- the measuring ---------------------------------------------------------------------------------------------------


def _measure(town: Town, size: int, seconds: float) -> dict[str, Any]:
    assert recount() == 0, "the tallies are not exact"
    chance = random.Random(20261122)  # noqa: S311
    actors = [Actor(new_id(), roles=("officer",), agency_id=branch.id) for branch in town.branches]
    city = Actor(new_id(), roles=("officer",), agency_id=town.city.id)
    numbers = [branch.number for branch in town.branches]
    paths = [branch.path for branch in town.branches]

    def letters(place: int) -> str:
        return DISTRICTS[place][2] + chance.choice(SYLLABLES[1::2]) + chance.choice(SYLLABLES[1::2])

    def page(actor: Actor, wanted: UnitFilter, sort: str = "name") -> list[Any]:
        return find_units(actor, wanted, PageWish(sort, None, PAGE))

    def deep_page(place: int) -> list[Any]:
        return find_units(actors[place], UnitFilter(), PageWish(after=(letters(place), 0), limit=PAGE))

    def by_initials(place: int, read: Callable[[Actor, UnitFilter], Any]) -> Any:
        return read(actors[place], UnitFilter(q=letters(place)))

    def anywhere() -> int:
        return chance.randrange(len(actors))

    def one(actor_list: list[Actor]) -> Actor:
        return chance.choice(actor_list)

    industries = [row[0] for row in INDUSTRIES]
    filters: dict[str, Callable[[], UnitFilter]] = {
        "": UnitFilter,
        "kind": lambda: UnitFilter(kind=chance.choice(["enterprise", "institution", "organ", "group"])),
        "industry": lambda: UnitFilter(industry=chance.choice(industries)),
        "key level": lambda: UnitFilter(key_level=chance.choice([1, 2])),
        "industry, key level": lambda: UnitFilter(industry=chance.choice(industries), key_level=2),
        "rare name": lambda: UnitFilter(q="".join(chance.choices(SYLLABLES[::2], k=3)) + "珠宝"),
        "common name": lambda: UnitFilter(q=chance.choice(["公司", "学校", "物流"])),
    }  # fmt: skip
    cases: dict[str, Callable[[], Any]] = {"floor: one unit by primary key": _floor(size, chance, 1)}
    cases[f"floor: {PAGE} units by primary key"] = _floor(size, chance, PAGE)
    for label, make in filters.items():
        name = f" by {label}" if label else ""
        cases[f"page of a district{name}"] = lambda make=make: page(one(actors), make())
        cases[f"count of a district{name}"] = lambda make=make: count_units(one(actors), make())
    cases["page of a district by initials"] = lambda: by_initials(anywhere(), page)
    cases["count of a district by initials"] = lambda: by_initials(anywhere(), count_units)
    cases["page of a district, deep"] = lambda: deep_page(anywhere())
    cases["page of a district, newest first"] = lambda: page(one(actors), UnitFilter(), "-created")
    cases["page of the city by industry, key level"] = lambda: page(city, filters["industry, key level"]())
    cases["count of the city by industry, key level"] = lambda: count_units(city, filters["industry, key level"]())
    cases["page of a district with unit files"] = lambda: unit_files(page(one(actors), UnitFilter())[:PAGE])
    station = Agency.select().where(Agency.kind == AgencyKind.POLICE_STATION.value).first()
    inspector = Actor(new_id(), roles=("inspector",), agency_id=station.id)
    fresh = f"changed|{clock.to_text(clock.now())}|0"
    cases["phone of a station: first pull, 200 units"] = lambda: pull_units(inspector, None, 200)
    cases["phone of a station: later pull, nothing new"] = lambda: pull_units(inspector, fresh, 200)
    cases["gaps of a district"] = lambda: find_gaps(one(actors), None, PAGE)
    cases |= _rivals(numbers, paths, industries, chance)
    return {label: _time(label, case, seconds) for label, case in cases.items()}


def _floor(size: int, chance: random.Random, rows: int) -> Callable[[], Any]:
    def read() -> Any:
        ids = [UUID(f"0190000000007000{chance.randint(1, size):016x}").hex for _ in range(rows)]
        marks = ", ".join(["%s" if is_postgresql() else "?"] * rows)
        return database.execute_sql(f"SELECT * FROM unit WHERE id IN ({marks})", ids).fetchall()

    return read


def _rivals(
    numbers: list[int], paths: list[str], industries: list[str], chance: random.Random
) -> dict[str, Callable[[], Any]]:
    """Bare SQL of the other designs, without loading the units: they could only be slower than shown."""
    tree = (
        "WITH RECURSIVE tree AS (SELECT id, number FROM agency WHERE number = {number} UNION ALL "
        "SELECT a.id, a.number FROM agency a JOIN tree t ON a.parent_id = t.id) "
    )
    ways = {
        "materialised path": ("", "FROM other_unit u WHERE u.path >= '{path}' AND u.path < '{path}~'"),
        "closure table": ("", "FROM other_closure c JOIN other_unit u ON u.station = c.below WHERE c.above = {number}"),
        "recursive query": (tree, "FROM tree t JOIN other_unit u ON u.station = t.number WHERE 1 = 1"),
    }
    cases: dict[str, Callable[[], Any]] = {}
    for way, (head, body) in ways.items():
        for label, filtered in (
            ("", ""),
            (" by industry, key level", " AND u.industry = '{industry}' AND u.key_level = 2"),
        ):
            for what, columns, tail in (
                ("page", "u.initials, u.number ", f" ORDER BY u.initials, u.number LIMIT {PAGE}"),
                ("count", "count(*) ", ""),
            ):
                sql = f"{head}SELECT {columns}{body}{filtered}{tail}"
                cases[f"{way}: {what} of a district{label}"] = lambda sql=sql: _run_rival(
                    sql, numbers, paths, industries, chance
                )
    return cases


def _run_rival(sql: str, numbers: list[int], paths: list[str], industries: list[str], chance: random.Random) -> Any:
    place = chance.randrange(len(numbers))
    industry = chance.choice(industries)
    return database.execute_sql(sql.format(number=numbers[place], path=paths[place], industry=industry)).fetchall()


def _time(label: str, case: Callable[[], Any], seconds: float) -> dict[str, Any]:
    for _ in range(3):
        case()
    taken: list[float] = []
    gc.collect()
    gc.disable()
    until = time.perf_counter() + seconds
    while len(taken) < 400 and (len(taken) < 5 or time.perf_counter() < until):
        began = time.perf_counter()
        case()
        taken.append((time.perf_counter() - began) * 1000)
    gc.enable()
    ordered = sorted(taken)
    p50, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    least = ordered[0]  # what a quiet machine would show, whoever else is at work on this one
    print(
        f"  {label:<52} least {least:9.3f} ms   p50 {p50:9.3f} ms   p95 {p95:9.3f} ms   ({len(taken)} runs)", flush=True
    )
    return {"least": round(least, 3), "p50": round(p50, 3), "p95": round(p95, 3)}


def _print_growth(name: str, found: dict[str, Any], sizes: list[int]) -> None:
    if len(sizes) < 2 or str(sizes[-1]) not in found:
        return
    print(f"\n{name}: growth of p50 and p95 from {sizes[0]:,} to {sizes[-1]:,} units")
    small, large = found[str(sizes[0])], found[str(sizes[-1])]
    growth = {}
    for label in small:
        if label != "megabytes":
            growth[label] = {part: round(large[label][part] / small[label][part], 2) for part in ("p50", "p95")}
            print(f"  {label:<52} ×{growth[label]['p50']:<8} ×{growth[label]['p95']}")
    found["growth"] = growth


def _bytes_used() -> int:
    if is_postgresql():
        return int(database.execute_sql("SELECT pg_database_size(current_database())").fetchone()[0])
    pages, size = (database.execute_sql(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
    return int(pages * size)


def _drop_all() -> None:
    _execute("DROP SCHEMA public CASCADE")
    _execute("CREATE SCHEMA public")


def _execute(sql: str) -> None:
    database.execute_sql(sql.replace("%", "%%") if is_postgresql() else sql)


if __name__ == "__main__":
    sys.exit(main())
