"""A session with so many results, laid down as rows: for the benchmarks of regrades and of statistics."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from courses.exams.models import Attempt, ExamSession, Response
from courses.items.models import Item, ItemVersion, KnowledgePoint
from courses.markings.models import Result
from courses.markings.rules.scoring import SlotMark, total
from courses.papers.models import Blueprint, BlueprintVersion
from courses.papers.rules import MarkingRules
from server.core import clock, database
from server.core.database import BaseModel, connect_database, migrate
from server.core.ids import new_id
from server.core.settings import Settings
from tests.factories.markings import OPTIONS, row_of

SECTIONS = ("law", "business", "skill", "professional")
WORTH = 100
#: The largest exam of a city; a smaller machine may be given less.
ATTEMPTS = int(os.environ.get("SHOUWANG_BENCH_ATTEMPTS", "20000"))
ITEMS = int(os.environ.get("SHOUWANG_BENCH_ITEMS", "100"))
is_postgresql = database.is_postgresql


def open_database(folder: Path, url: str) -> None:
    connect_database(Settings(data_dir=folder, database_url=url, secret=f"{new_id()}{new_id()}"))
    migrate()


def seconds_of(work: Callable[[], Any], rounds: int = 3) -> float:
    """The least of some rounds: the machine has other work."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def make_session(attempts: int, items: int) -> tuple[ExamSession, list[UUID]]:
    """A closed session of a cycle; item i is answered rightly the more often the abler a person is."""
    moment, chance = clock.now(), random.Random(7)  # noqa: S311 - the same session each time
    versions = [_version(number) for number in range(items)]
    blueprint = row_of(Blueprint, title="年度考核")
    rules = row_of(
        BlueprintVersion, blueprint_id=blueprint.id, number=1, rows=[], marking={"pass_percent": 60, "sections": {}}
    )
    session = row_of(
        ExamSession,
        title="全市年度考核",
        cycle_id=new_id(),
        agency_id=new_id(),
        blueprint_version_id=rules.id,
        state="closed",
        starts_at=moment - timedelta(days=1),
    )
    marked = MarkingRules(pass_percent=60)
    with database.database.atomic():
        for group in _grouped(range(attempts), 500):
            rows: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
            for _ in group:
                _one(session, versions, chance, marked, rows)
            for table, made in zip((Attempt, Result, Response), rows, strict=True):
                _lay_down(table, made)
    return session, versions


def _one(session: ExamSession, versions: list[UUID], chance: random.Random, rules: Any, rows: Any) -> None:
    attempt_id, person_id, moment = new_id(), new_id(), clock.now()
    ability = chance.gauss(0.65, 0.15)
    order = list(range(len(versions)))
    chance.shuffle(order)
    marks = []
    for slot, place in enumerate(order, 1):
        value = "a" if chance.random() < ability else chance.choice("bcd")
        section = SECTIONS[place % len(SECTIONS)]
        marks.append(SlotMark(slot, str(versions[place]), section, WORTH, WORTH if value == "a" else 0, "key"))
        rows[2].append({"id": new_id(), "attempt_id": attempt_id, "slot": slot, "seq": 1, "value": value, "at": moment})
    score = total(marks, rules)
    rows[0].append({"id": attempt_id, "session_id": session.id, "person_id": person_id, "state": "submitted"})
    rows[1].append(
        {
            "id": new_id(),
            "attempt_id": attempt_id,
            "session_id": session.id,
            "person_id": person_id,
            "revision": 1,
            "points_x100": score.points_x100,
            "worth_x100": score.worth_x100,
            "passed": score.passed,
            "sections": score.sections,
            "slots": [mark.packed() for mark in marks],
            "live": True,
            "at": moment,
        }
    )


def _version(number: int) -> UUID:
    point = KnowledgePoint.get_or_none() or row_of(KnowledgePoint, code="K", title="知识点", category="law")
    id = new_id()
    content = {"stem": f"第{number}题", "options": OPTIONS}
    item = row_of(
        Item,
        code=f"B-{number}",
        type="single",
        category=SECTIONS[number % 4],
        point_id=point.id,
        state="live",
        current_id=id,
    )
    row_of(
        ItemVersion, id=id, item_id=item.id, number=1, type="single", content=content, key={"right": ["a"]}, bases=[]
    )
    return id


def _lay_down(table: type[BaseModel], rows: Sequence[dict[str, Any]]) -> None:
    if table is Attempt:
        for row in rows:
            row_of(table, **row, flags=[], candidate_id=new_id(), paper_id=new_id(), try_no=1)
        return
    # Two million answers: the driver's own way, with the columns' own conversions.
    fields = [field for field in table._meta.sorted_fields if field.name in rows[0]]
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join(["%s" if is_postgresql() else "?"] * len(fields))
    cursor = database.database.cursor()
    values = [[field.db_value(row[field.name]) for field in fields] for row in rows]
    cursor.executemany(f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES ({marks})', values)  # noqa: S608


def _grouped(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
