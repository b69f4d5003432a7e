# ruff: noqa: S608 (every value that goes into its SQL is its own)
"""A city of agencies, and any number of units under them, made in bulk SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.core.database import database, is_postgresql
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyDraft, AgencyKind
from server.units.agencies.services import found_agency
from server.units.areas.services import seed_areas

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


@dataclass
class Town:
    """Agencies by number: what generated units hang under."""

    city: Agency
    branches: list[Agency]
    government: Agency


def build_town() -> Town:
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
                execute(
                    "INSERT INTO bench_station VALUES (%d, %d, %d, %d, %d, '%s', '%s')"  # noqa: UP031
                    % (place * STATIONS + number, place, station.number, branches[place].number, city.number,
                       station.id.hex, branches[place].id.hex)
                )  # fmt: skip
        for industry, (code, *_) in enumerate(INDUSTRIES):
            above = found(f"{code}局", AgencyKind.DEPARTMENT, government, "370100")
            for place, (area, name, _) in enumerate(DISTRICTS):
                below = found(f"{name}{code}局", AgencyKind.DEPARTMENT, above, area)
                numbers = (industry, place, below.number, above.number, government.number, below.id.hex)
                execute(f"INSERT INTO bench_department VALUES {numbers}")
    return Town(city, branches, government)


def _make_places() -> None:
    execute("CREATE TABLE bench_station (no INT, place INT, a INT, b INT, c INT, id TEXT, branch_id TEXT)")
    execute("CREATE TABLE bench_department (industry INT, place INT, a INT, b INT, c INT, id TEXT)")
    execute("CREATE TABLE bench_place (no INT, code TEXT, name TEXT, letters TEXT)")
    execute("CREATE TABLE bench_industry (slot INT, no INT, code TEXT, kind TEXT, name TEXT, letters TEXT)")
    execute("CREATE TABLE bench_syllable (no INT, name TEXT, letters TEXT)")
    for number, (code, name, letters) in enumerate(DISTRICTS):
        execute(f"INSERT INTO bench_place VALUES ({number}, '{code}', '{name}', '{letters}')")
    slot = 0
    for number, (code, kind, name, letters, share) in enumerate(INDUSTRIES):
        for _ in range(share):
            execute(f"INSERT INTO bench_industry VALUES ({slot}, {number}, '{code}', '{kind}', '{name}', '{letters}')")
            slot += 1
    assert slot == 100
    signs, letters = SYLLABLES[::2], SYLLABLES[1::2]
    for number in range(len(signs) ** 2):
        one, two = divmod(number, len(signs))
        execute(
            f"INSERT INTO bench_syllable VALUES ({number}, '{signs[one]}{signs[two]}', '{letters[one]}{letters[two]}')"
        )


def generate(size: int) -> None:
    """Units 1 … size in bulk SQL; hashes of the number stand for chance, so that every run has the same units."""
    indexes = _take_indexes(["unit", "unit_reach"])
    _throw_dice(size)
    _draw_units()
    _insert_facets()
    _insert_units()
    _insert_reach()
    for index in indexes:
        execute(index)
    _other_ways()
    execute("ANALYZE")
    if is_postgresql():
        execute("VACUUM (ANALYZE)")


def _throw_dice(size: int) -> None:
    series = (
        f"(SELECT generate_series(1, {size})::bigint AS i)"
        if is_postgresql()
        else f"(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {size}) SELECT i FROM s)"
    )
    execute(
        "CREATE TABLE bench_dice AS SELECT i, (i * 2654435761 % 4294967296) / 65536 AS a, "
        "((i + 77) * 40503 % 4294967296 * 69069 % 4294967296) / 65536 AS b, "
        f"((i + 5) * 97 % 65521 * 48271 % 2147483647) / 32768 AS c FROM {series} n"
    )


def _draw_units() -> None:
    syllables = (len(SYLLABLES) // 2) ** 2
    execute(
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


def _insert_facets() -> None:
    execute(
        "INSERT INTO unit_facet (id, area_code, kind, industry, key_level) SELECT row_number() OVER "
        "(ORDER BY area_code, kind, industry, key_level), area_code, kind, industry, key_level "
        "FROM (SELECT DISTINCT area_code, kind, industry, key_level FROM bench_unit) f"
    )


def _insert_units() -> None:
    id = (
        "('0190000000007000' || lpad(to_hex(number), 16, '0'))::uuid"
        if is_postgresql()
        else "printf('0190000000007000%016x', number)"
    )
    cast = "::uuid" if is_postgresql() else ""
    truth = "false" if is_postgresql() else "0"
    code = "lpad(number::text, 18, '0')" if is_postgresql() else "printf('%018d', number)"
    execute(
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
        execute(f"INSERT INTO unit_words (unit_number, words) SELECT number, ({words})::tsvector FROM unit")
    else:
        words = " || ' ' || ".join(f"substr(name, {place}, 2)" for place in places)
        execute(f"INSERT INTO unit_words (rowid, words) SELECT number, {words} FROM unit ORDER BY number")


def _insert_reach() -> None:
    facet = (
        "SELECT u.*, f.id AS facet_id FROM bench_unit u JOIN unit_facet f ON f.area_code = u.area_code "
        "AND f.kind = u.kind AND f.industry = u.industry AND f.key_level = u.key_level"
    )
    for column in ("st_c", "st_b", "st_a", "de_c", "de_b", "de_a"):
        execute(
            "INSERT INTO unit_reach (agency_number, unit_number, initials, facet_id) "
            f"SELECT {column}, number, initials, facet_id FROM ({facet}) x ORDER BY {column}, number"
        )
    execute(
        "INSERT INTO unit_tally (agency_number, facet_id, units) "
        "SELECT agency_number, facet_id, count(*) FROM unit_reach GROUP BY agency_number, facet_id"
    )


def _other_ways() -> None:
    """The same units for the other designs, each with the index that suits it best."""
    execute(
        "CREATE TABLE other_unit AS SELECT u.number, u.initials, u.kind, u.industry, u.key_level, a.number AS station, "
        "a.path AS path FROM bench_unit u JOIN agency a ON a.number = u.st_a"
    )
    execute("CREATE INDEX other_by_path ON other_unit (path, initials, number, kind, industry, key_level)")
    execute("CREATE INDEX other_by_name ON other_unit (initials, number, path, kind, industry, key_level)")
    execute("CREATE INDEX other_by_station ON other_unit (station, initials, number, kind, industry, key_level)")
    execute("CREATE TABLE other_closure (above INT, below INT, PRIMARY KEY (above, below))")
    execute(
        "INSERT INTO other_closure SELECT x.number, y.number FROM agency x JOIN agency y "
        "ON substr(y.path, 1, length(x.path)) = x.path"
    )
    for table in ("bench_dice", "bench_unit"):
        execute(f"DROP TABLE {table}")


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
            execute(f'DROP INDEX "{name}"')
            made.append(definition)
    return made


def execute(sql: str) -> None:
    database.execute_sql(sql.replace("%", "%%") if is_postgresql() else sql)
