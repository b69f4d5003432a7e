# ruff: noqa: S608 (every value that goes into its SQL is its own)
"""What is asked: pages, counts and pulls as the program does them, and the same the three usual ways."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from benchmarks.reaching.units import DISTRICTS, INDUSTRIES, SYLLABLES, Town
from server.core import clock
from server.core.database import database, is_postgresql
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyKind
from server.units.registry.queries.file import unit_files
from server.units.registry.queries.gaps import find_gaps
from server.units.registry.queries.listing import PageWish, UnitFilter, count_units, find_units
from server.units.registry.queries.pull import pull_units
from server.units.registry.services.reach_rows import recount

PAGE = 50


@dataclass
class Questions:
    """Who asks, and what: chance chooses, the same way in every run."""

    town: Town
    size: int
    chance: random.Random = field(default_factory=lambda: random.Random(20261122))  # noqa: S311

    def __post_init__(self) -> None:
        self.actors = [Actor(new_id(), roles=("officer",), agency_id=branch.id) for branch in self.town.branches]
        self.city = Actor(new_id(), roles=("officer",), agency_id=self.town.city.id)
        self.industries = [row[0] for row in INDUSTRIES]

    def district(self) -> Actor:
        return self.chance.choice(self.actors)

    def letters(self, place: int) -> str:
        return DISTRICTS[place][2] + self.chance.choice(SYLLABLES[1::2]) + self.chance.choice(SYLLABLES[1::2])

    def anywhere(self) -> int:
        return self.chance.randrange(len(self.actors))

    def filters(self) -> dict[str, Callable[[], UnitFilter]]:
        chance, industries = self.chance, self.industries
        return {
            "": UnitFilter,
            "kind": lambda: UnitFilter(kind=chance.choice(["enterprise", "institution", "organ", "group"])),
            "industry": lambda: UnitFilter(industry=chance.choice(industries)),
            "key level": lambda: UnitFilter(key_level=chance.choice([1, 2])),
            "industry, key level": lambda: UnitFilter(industry=chance.choice(industries), key_level=2),
            "rare name": lambda: UnitFilter(q="".join(chance.choices(SYLLABLES[::2], k=3)) + "珠宝"),
            "common name": lambda: UnitFilter(q=chance.choice(["公司", "学校", "物流"])),
        }


Cases = dict[str, Callable[[], Any]]


def cases_of(town: Town, size: int) -> Cases:
    """Everything that is measured, by its name in the result."""
    assert recount() == 0, "the tallies are not exact"
    asked = Questions(town, size)
    cases: Cases = {"floor: one unit by primary key": _floor(size, asked.chance, 1)}
    cases[f"floor: {PAGE} units by primary key"] = _floor(size, asked.chance, PAGE)
    return cases | _districts(asked) | _city_and_files(asked) | _phones(asked) | _rivals(asked)


def page(actor: Actor, wanted: UnitFilter, sort: str = "name") -> list[Any]:
    return find_units(actor, wanted, PageWish(sort, None, PAGE))


def _districts(asked: Questions) -> Cases:
    def deep_page(place: int) -> list[Any]:
        wish = PageWish(after=(asked.letters(place), 0), limit=PAGE)
        return find_units(asked.actors[place], UnitFilter(), wish)

    def by_initials(place: int, read: Callable[[Actor, UnitFilter], Any]) -> Any:
        return read(asked.actors[place], UnitFilter(q=asked.letters(place)))

    cases: Cases = {}
    for label, make in asked.filters().items():
        name = f" by {label}" if label else ""
        cases[f"page of a district{name}"] = lambda make=make: page(asked.district(), make())
        cases[f"count of a district{name}"] = lambda make=make: count_units(asked.district(), make())
    cases["page of a district by initials"] = lambda: by_initials(asked.anywhere(), page)
    cases["count of a district by initials"] = lambda: by_initials(asked.anywhere(), count_units)
    cases["page of a district, deep"] = lambda: deep_page(asked.anywhere())
    cases["page of a district, newest first"] = lambda: page(asked.district(), UnitFilter(), "-created")
    return cases


def _city_and_files(asked: Questions) -> Cases:
    both = asked.filters()["industry, key level"]
    return {
        "page of the city by industry, key level": lambda: page(asked.city, both()),
        "count of the city by industry, key level": lambda: count_units(asked.city, both()),
        "page of a district with unit files": lambda: unit_files(page(asked.district(), UnitFilter())[:PAGE]),
    }


def _phones(asked: Questions) -> Cases:
    station = Agency.select().where(Agency.kind == AgencyKind.POLICE_STATION.value).first()
    inspector = Actor(new_id(), roles=("inspector",), agency_id=station.id)
    fresh = f"changed|{clock.to_text(clock.now())}|0"
    return {
        "phone of a station: first pull, 200 units": lambda: pull_units(inspector, None, 200),
        "phone of a station: later pull, nothing new": lambda: pull_units(inspector, fresh, 200),
        "gaps of a district": lambda: find_gaps(asked.district(), None, PAGE),
    }


def _floor(size: int, chance: random.Random, rows: int) -> Callable[[], Any]:
    def read() -> Any:
        ids = [UUID(f"0190000000007000{chance.randint(1, size):016x}").hex for _ in range(rows)]
        marks = ", ".join(["%s" if is_postgresql() else "?"] * rows)
        return database.execute_sql(f"SELECT * FROM unit WHERE id IN ({marks})", ids).fetchall()

    return read


def _rivals(asked: Questions) -> Cases:
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
    cases: Cases = {}
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
                cases[f"{way}: {what} of a district{label}"] = lambda sql=sql: _run_rival(sql, asked)
    return cases


def _run_rival(sql: str, asked: Questions) -> Any:
    branch, industry = asked.chance.choice(asked.town.branches), asked.chance.choice(asked.industries)
    return database.execute_sql(sql.format(number=branch.number, path=branch.path, industry=industry)).fetchall()
