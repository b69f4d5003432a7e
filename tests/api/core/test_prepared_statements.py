"""Statements composed once answer as peewee's own do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from peewee import DataError

from courses.activities.models import MicroCourse
from courses.exams.models import Response
from courses.lessons.models import LessonFile
from server.core import clock
from server.core.database import BaseModel, IntegrityError, database, is_postgresql
from server.core.events import Event
from server.core.ids import new_id
from server.core.statements import Prepared, insert_rows, put_rows
from server.units.registry.models import Unit
from server.web.signin.models import Account
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def event(**changes: Any) -> Event:
    usual = {
        "id": new_id(),
        "lane": 99,
        "position": 1,
        "kind": "test.done",
        "at": clock.now(),
        "actor_id": None,
        "subject_type": "test",
        "subject_id": new_id(),
        "about_unit_id": None,
        "details": {"字": [1, None, "é"]},
        "previous_hash": "0" * 64,
        "hash": "1" * 64,
    }
    return Event(**{**usual, **changes})


def test_rows_are_those_of_the_query_itself(world: World) -> None:
    by_ids = Prepared(lambda ids: Account.select().where(Account.id.in_(ids)).order_by(Account.login))
    for count in (1, 3, 2):
        ids = [persona.account_id for persona in world.people.values()][:count]
        usual = list(Account.select().where(Account.id.in_(ids)).order_by(Account.login))
        assert [row.__data__ for row in by_ids.rows(ids=ids)] == [row.__data__ for row in usual]


def test_another_value_asks_anew(world: World) -> None:
    by_login = Prepared(lambda login: Account.select().where(Account.login == login))
    officer, inspector = world.people["officer"], world.people["inspector"]
    assert by_login.first(login=officer.login).id == officer.account_id
    assert by_login.first(login=inspector.login).id == inspector.account_id
    assert by_login.first(login="nobody") is None
    assert not by_login.exists(login="nobody")
    assert by_login.exists(login=officer.login)


def test_inserted_rows_come_back_as_they_were() -> None:
    made = [event(position=number) for number in (1, 2)]
    with database.atomic():
        insert_rows(made)
    found = list(Event.select().where(Event.lane == 99).order_by(Event.position))
    assert [row.__data__ for row in found] == [row.__data__ for row in made]
    assert isinstance(found[0].id, UUID)


def test_a_broken_constraint_is_an_integrity_error_and_none_stays() -> None:
    with pytest.raises(IntegrityError), database.atomic():
        insert_rows([event(position=7), event(position=7)])
    assert not Event.select().where(Event.lane == 99).exists()


def test_changes_say_how_many_rows_they_touched(world: World) -> None:
    rename = Prepared(lambda id, name: Account.update(name=name).where(Account.id == id))
    with database.atomic():
        assert rename.execute(id=world.people["officer"].account_id, name="新名") == 1
        assert rename.execute(id=new_id(), name="无") == 0
    assert Account.get_by_id(world.people["officer"].account_id).name == "新名"


def test_many_rows_at_once_come_back_as_they_were() -> None:
    made = [
        event(position=number, details={"字": [number, None, '"', "\\", "\x7f", "𠮷"]}, about_unit_id=new_id())
        for number in range(1, 40)
    ]
    with database.atomic():
        insert_rows(made)
    found = list(Event.select().where(Event.lane == 99).order_by(Event.position))
    assert [row.__data__ for row in found] == [row.__data__ for row in made]


def test_of_many_rows_the_known_ones_are_passed_over_and_the_new_ones_stay() -> None:
    made = [event(position=number) for number in range(1, 21)]
    with database.atomic():
        insert_rows(made[:10])
        insert_rows(made, ignore_known=True)
    assert Event.select().where(Event.lane == 99).count() == 20


def test_text_too_long_for_its_column_is_refused_and_not_cut() -> None:
    if not is_postgresql():
        pytest.skip("SQLite keeps text of any length")
    with pytest.raises(DataError), database.atomic():
        insert_rows([event(position=number, kind="k" * 65) for number in range(1, 21)])
    assert not Event.select().where(Event.lane == 99).exists()


def units_like(unit: Unit) -> list[Unit]:
    own = {"uscc": None, "key_unit_level": None, "counter_terror_target": True, "facts": {"楼": [1.5, "𠮷"]}}
    return [
        Unit(**{**unit.__data__, **own, "id": new_id(), "number": 9000 + number, "lat": 36 + number / 64, "lon": 0.5})
        for number in range(1, 13)
    ]


def courses_of(unit: Unit) -> list[MicroCourse]:
    own: dict[str, Any] = {"unit_id": unit.id, "pages": [], "questions": [], "pass_percent": 60, "by_name": "王\t洪"}
    return [
        MicroCourse(
            **own, id=new_id(), title='"短"课', token=f"{number:032}", opens_on=date(2030, 1, number), at=clock.now(),
            closes_on=date(2031, 2, 28), draft_hash="", by_account_id=None, withdrawn_at=None,
        )
        for number in range(1, 13)
    ]  # fmt: skip


def files_of(_unit: Unit) -> list[LessonFile]:
    return [
        LessonFile(id=new_id(), sha256=f"{number:064}", media_type="video/mp4", bytes=2**40 + number, at=clock.now())
        for number in range(20)
    ]


@pytest.mark.parametrize("make", [units_like, courses_of, files_of])
def test_every_kind_of_column_comes_back_as_it_was_in_a_crowd(
    world: World, make: Callable[[Unit], list[BaseModel]]
) -> None:
    made = make(Unit.get_by_id(world.units["school_first"]))
    with database.atomic():
        insert_rows(made)
    table = type(made[0])
    found = {row.id: row.__data__ for row in table.select().where(table.id.in_([row.id for row in made]))}
    assert [found[row.id] for row in made] == [row.__data__ for row in made]


def test_known_rows_get_the_named_columns_and_new_ones_come_whole() -> None:
    attempt, moment = new_id(), clock.now()

    def rows(seq: int, slots: range) -> list[Response]:
        return [
            Response(id=new_id(), attempt_id=attempt, slot=slot, seq=seq, value={"a": [seq, "字"]}, at=moment)
            for slot in slots
        ]

    first, second = rows(1, range(30)), rows(2, range(15, 45))
    for batch in (first, second):
        with database.atomic():
            put_rows(batch, key=("attempt_id", "slot"), columns=("seq", "value"))
    found = list(Response.select().where(Response.attempt_id == attempt).order_by(Response.slot))
    assert [(row.slot, row.seq, row.value) for row in found] == [
        (slot, 1 if slot < 15 else 2, {"a": [1 if slot < 15 else 2, "字"]}) for slot in range(45)
    ]
    assert [row.id for row in found] == [row.id for row in (*first, *second[15:])]
