"""The pools are frozen: who is in, who is left out and why, under hashes that anybody can check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from checklists.draws.queries.pools import frozen_pool
from server.core import clock
from server.core.events import Event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.people.rules import PersonDraft
from server.units.people.services import enter_person
from tests.factories.draws import (
    DRAWS,
    EXCLUSIONS,
    WITNESS,
    drawn,
    freeze,
    frozen,
    leave_body,
    opened,
    recusal_body,
)
from tests.factories.records import Sender, failed_check
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def names_of(draw: Any) -> set[str]:
    return {unit["name"] for unit in frozen_pool(draw["freeze"]["units"]["sha256"])}


def certificates_of(draw: Any) -> set[str]:
    return {officer["certificate_no"] for officer in frozen_pool(draw["freeze"]["officers"]["sha256"])}


@pytest.mark.clause("JN-2.3.2a")
def test_both_pools_lie_under_the_hash_of_their_own_bytes(client_as: Callable[[str], Any]) -> None:
    draw = frozen(client_as("officer"))
    assert draw["state"] == "frozen"
    for pool, count in (("units", 7), ("officers", 4)):
        stored = files().read(draw["freeze"][pool]["sha256"])
        assert draw["freeze"][pool] == {"count": count, "sha256": hashlib.sha256(stored).hexdigest()}
        ids = [entry["id"] for entry in json.loads(stored)]
        assert ids == sorted(ids)
        assert len(ids) == count
    assert certificates_of(draw) == {"示370102001", "示370102002", "示370102003", "示370102011"}
    assert draw["freeze"]["left_out"] == {"units": {}, "officers": {"certificate_expired": 1, "no_certificate": 4}}
    event = Event.get(Event.kind == "draw.frozen")
    assert event.details["units_sha256"] == draw["freeze"]["units"]["sha256"]


def test_the_pool_of_officers_bears_no_names(client_as: Callable[[str], Any]) -> None:
    draw = frozen(client_as("officer"))
    assert {key for row in frozen_pool(draw["freeze"]["officers"]["sha256"]) for key in row} == {
        "id",
        "certificate_no",
        "conflicts",
    }


@pytest.mark.clause("LN-aims-3b")
def test_key_units_weigh_as_configured(client_as: Callable[[str], Any]) -> None:
    draw = frozen(client_as("officer"), weights={"1": 9, "2": 5, "3": 4, "0": 2})
    weights = {unit["name"]: unit["weight"] for unit in frozen_pool(draw["freeze"]["units"]["sha256"])}
    assert weights["泉城示范中心医院"] == 9
    assert weights["泉城示范第一中学"] == 5
    assert weights["泉城示范实验小学"] == 4
    assert weights["泉城示范珠宝有限公司"] == 2


@pytest.mark.parametrize(
    ("units", "names"),
    [
        ({"industries": ["school"]}, {"泉城示范第一中学", "泉城示范实验小学"}),
        ({"levels": [2]}, {"泉城示范第一中学", "泉城示范银行股份有限公司历下支行"}),
        ({"levels": [0], "kinds": ["enterprise"]}, {"泉城示范珠宝有限公司"}),
        ({"levels": [0, 3], "kinds": ["enterprise", "institution"]}, {"泉城示范珠宝有限公司", "泉城示范实验小学"}),
        ({"facts": {"boarding": True}}, {"泉城示范实验小学"}),
        ({"facts": {"headcount": 1800}}, {"泉城示范第一中学"}),
        ({"area_code": "370100", "kinds": ["organ"]}, {"历下区示范事务管理局"}),
    ],
)
def test_conditions_choose_the_units(client_as: Callable[[str], Any], units: dict[str, Any], names: set[str]) -> None:
    assert names_of(frozen(client_as("officer"), units=units, unit_count=1)) == names


def test_a_station_narrows_the_pool(client_as: Callable[[str], Any], world: World) -> None:
    units = {"station_id": str(world.agencies["lixia_pearl"])}
    draw = frozen(client_as("officer"), units=units)
    assert names_of(draw) == {
        "泉城示范第一中学",
        "泉城示范中心医院",
        "泉城示范水务有限公司",
        "济南示范志愿服务联合会",
    }


def test_units_left_out_by_name_or_checked_of_late_are_recorded(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    failed_check(sender)  # the first school, today
    out = [{"unit_id": str(world.units["bank"]), "reason": "装修停业"}]
    officer = client_as("officer")
    draw = frozen(officer, units={"kinds": ["institution", "enterprise"], "left_out": out, "unchecked_months": 6})
    assert draw["freeze"]["units"]["count"] == 5
    assert draw["freeze"]["left_out"]["units"] == {"listed": 1, "recently_checked": 1}
    assert draw["left_out_units"] == [
        {"unit": {"id": str(world.units["bank"]), "name": "泉城示范银行股份有限公司历下支行"}, "reason": "装修停业"}
    ]
    everything = frozen(officer, units={"kinds": ["institution", "enterprise"], "left_out": out, "unchecked_months": None},
                        repeats_id=draw["id"], repeat_reason="改条件")  # fmt: skip
    assert everything["freeze"]["units"]["count"] == 6


def test_a_check_stops_counting_after_the_months_are_over(client_as: Callable[[str], Any], sender: Sender) -> None:
    with time_machine.travel(datetime(2027, 1, 31, 4, tzinfo=UTC)):
        failed_check(sender)
    for day, count in ((datetime(2027, 2, 28, 4, tzinfo=UTC), 6), (datetime(2027, 3, 1, 4, tzinfo=UTC), 7)):
        with time_machine.travel(day, tick=False):
            levels = [0, 1, 2, 3] if count == 7 else []
            units = {"kinds": ["institution", "enterprise"], "unchecked_months": 1, "levels": levels}
            assert frozen(client_as("officer"), units=units)["freeze"]["units"]["count"] == count, day


@pytest.mark.clause("JN-2.3.2a")
def test_a_declared_conflict_is_frozen_with_the_pool(client_as: Callable[[str], Any], world: World) -> None:
    client_as("inspector").post(EXCLUSIONS, json=recusal_body(world, "inspector_lin", "bank"))
    client_as("officer").post(EXCLUSIONS, json=recusal_body(world, "officer_chen", "organ"))
    draw = frozen(client_as("officer"))
    conflicts = {one["certificate_no"]: one["conflicts"] for one in frozen_pool(draw["freeze"]["officers"]["sha256"])}
    assert conflicts["示370102001"] == [str(world.units["bank"])]
    assert conflicts["示370102003"] == []  # the organ is not in this pool
    assert draw["freeze"]["officers"]["count"] == 4


def test_leave_counts_on_both_end_days_and_not_beyond(client_as: Callable[[str], Any], world: World) -> None:
    today = clock.today()
    body = leave_body(
        world,
        "inspector_zhou",
        from_on=(today + timedelta(days=2)).isoformat(),
        to_on=(today + timedelta(days=4)).isoformat(),
    )
    assert client_as("inspector").post(EXCLUSIONS, json=body).status_code == 403  # not his own
    assert client_as("second").post(EXCLUSIONS, json=body).status_code == 201
    for offset, away in ((1, False), (2, True), (4, True), (5, False)):
        day = today + timedelta(days=offset)
        with time_machine.travel(datetime(day.year, day.month, day.day, 1, tzinfo=UTC), tick=False):
            draw = frozen(
                client_as("officer"), units={"kinds": ["enterprise"], "unchecked_months": offset}, unit_count=1
            )
            assert ("示370102002" not in certificates_of(draw)) is away, offset
            assert draw["freeze"]["left_out"]["officers"].get("on_leave", 0) == int(away)


def test_a_certificate_counts_on_its_last_day_and_not_after(client_as: Callable[[str], Any], world: World) -> None:
    for day, counts in ((date(2027, 3, 31), True), (date(2027, 4, 1), False)):
        with time_machine.travel(datetime(day.year, day.month, day.day, 1, tzinfo=UTC), tick=False):
            months = 1 if counts else 2
            draw = frozen(
                client_as("officer"), units={"kinds": ["enterprise"], "unchecked_months": months}, unit_count=1
            )
            assert ("示370102011" in certificates_of(draw)) is counts


def test_officers_may_be_narrowed_to_one_station(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    draw = opened(officer, agency_ids=[str(world.agencies["lixia_pearl"])])
    answer = officer.post(f"{DRAWS}/{draw['id']}/freezes")
    assert (answer.status_code, answer.json["code"]) == (422, "draw_pool_too_small")
    assert answer.json["errors"][0]["field"] == "officers_per_unit"
    person = PersonDraft(
        new_id(), "新人", "民警", None, "示370102099", date(2030, 1, 1), world.agencies["lixia_pearl"], None
    )
    enter_person(SYSTEM, person)
    assert certificates_of(freeze(officer, draw["id"])) == {"示370102011", "示370102099"}


def test_an_empty_pool_and_one_smaller_than_the_draw_are_refused_before_the_seed(
    client_as: Callable[[str], Any],
) -> None:
    officer = client_as("officer")
    for units, count, code in (
        ({"industries": ["mint"]}, 1, "draw_pool_empty"),
        ({"levels": [2]}, 3, "draw_pool_too_small"),
    ):
        draw = opened(officer, units=units, unit_count=count)
        answer = officer.post(f"{DRAWS}/{draw['id']}/freezes")
        assert (answer.status_code, answer.json["code"]) == (422, code)
        assert answer.json["errors"][0]["field"] == "unit_count"
        kept = officer.get(f"{DRAWS}/{draw['id']}").json
        assert (kept["state"], kept["result"]) == ("committed", None)
        early = officer.post(f"{DRAWS}/{draw['id']}/results", json=WITNESS)
        assert (early.status_code, early.json["code"]) == (422, "draw_not_frozen")


@pytest.mark.clause("JN-2.3.2a")
def test_a_unit_that_nobody_fit_may_check_is_named_before_the_seed(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    for person in ("inspector_lin", "inspector_zhou", "officer_chen"):
        assert officer.post(EXCLUSIONS, json=recusal_body(world, person, "bank")).status_code == 201
    draw = opened(officer)
    answer = officer.post(f"{DRAWS}/{draw['id']}/freezes")
    assert (answer.status_code, answer.json["code"]) == (422, "draw_officers_too_few_for_unit")
    assert answer.json["unit_ids"] == [str(world.units["bank"])]
    assert "泉城示范银行" in answer.json["detail"]
    out = {
        "kinds": ["enterprise", "institution"],
        "left_out": [{"unit_id": str(world.units["bank"]), "reason": "回避后人员不足"}],
    }
    again = opened(officer, units=out, repeats_id=draw["id"], repeat_reason="排除无法派员的单位")
    assert freeze(officer, again["id"])["freeze"]["units"]["count"] == 6


def test_frozen_twice_it_stays_as_it_was(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    first = frozen(officer)
    officer.post(EXCLUSIONS, json=leave_body(world, "inspector_lin"))
    assert freeze(officer, first["id"]) == first
    other = client_as("city").post(f"{DRAWS}/{first['id']}/freezes")
    assert (other.status_code, other.json["code"]) == (409, "draw_already_frozen")
    assert Event.select().where(Event.kind == "draw.frozen").count() == 1


def test_strangers_do_not_freeze(client_as: Callable[[str], Any]) -> None:
    draw = opened(client_as("officer"))
    assert client_as("inspector").post(f"{DRAWS}/{draw['id']}/freezes").status_code == 403
    assert client_as("stranger").post(f"{DRAWS}/{draw['id']}/freezes").status_code == 404
    assert client_as("officer").post(f"{DRAWS}/{new_id()}/freezes").status_code == 404


def test_a_drawn_one_is_not_frozen_again(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    draw = drawn(officer)
    assert freeze(officer, draw["id"]) == draw
