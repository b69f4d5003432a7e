"""Statements composed once answer as peewee's own do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from server.core import clock
from server.core.database import IntegrityError, database
from server.core.events import Event
from server.core.ids import new_id
from server.core.statements import Prepared, insert_rows
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
