"""Whoever must know is told once, and nobody is told more than they may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from server.alerts.notices.models import Notice
from server.core.ids import new_id
from tests.factories.notices import NOTICES, tell, texts_of
from tests.factories.units import revision_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def test_an_agency_is_told_of_a_unit(world: World, client_as: Callable[[str], Any]) -> None:
    tell(world, due_on=date(2026, 12, 1))
    row = client_as("officer").get(NOTICES).json["items"][0]
    assert (row["text"], row["due_on"], row["read_at"]) == ("整改期限将满", "2026-12-01", None)
    assert row["unit"] == {"id": str(world.units["school_first"]), "name": "泉城示范第一中学"}


@pytest.mark.parametrize(
    ("reader", "seen_by"),
    [
        (
            {"agency_id": "lixia"},
            {"officer", "second_officer", "third_officer", "inspector", "second", "leader", "legal"},
        ),
        ({"unit_id": "school_first"}, {"head", "staff"}),
        ({"person_id": "officer_chen", "agency_id": "licheng"}, {"officer"}),
        ({"person_id": "staff_school"}, {"staff"}),
    ],
    ids=["an agency", "a unit", "the narrowest named", "a person"],
)
def test_only_those_addressed_see_it(
    world: World, client_as: Callable[[str], Any], reader: dict[str, str], seen_by: set[str]
) -> None:
    ids = {"agency_id": world.agencies, "unit_id": world.units, "person_id": world.persons}
    tell(world, **{"unit_id": None, "agency_id": None, **{name: ids[name][key] for name, key in reader.items()}})
    everybody = set(world.people) - {"expired"}  # of the same bureau as the officer
    assert {name for name in everybody if "整改期限将满" in texts_of(client_as(name))} == seen_by


def test_an_agency_that_lost_the_unit_no_longer_sees_what_was_said_of_it(
    world: World, client_as: Callable[[str], Any]
) -> None:
    city, unit = client_as("city"), world.units["school_first"]
    tell(world)
    tell(world, unit_id=None, text="不涉及单位")
    before = city.get(f"/api/v1/units/{unit}")
    moved = revision_body(
        world,
        name="泉城示范第一中学",
        uscc=before.json["uscc"],
        managed_by_id=str(world.agencies["licheng"]),
        station_id=str(world.agencies["licheng_east"]),
        area_code="370112",
    )
    assert texts_of(client_as("officer"))[:2] == ["不涉及单位", "整改期限将满"]
    answer = city.put(f"/api/v1/units/{unit}", json=moved, headers={"If-Match": before.headers["ETag"]})
    assert answer.status_code == 200, answer.json
    assert "整改期限将满" not in texts_of(client_as("officer"))
    assert texts_of(client_as("officer"))[0] == "不涉及单位"


def test_administrators_are_not_told_what_their_agency_is_told(world: World, client_as: Callable[[str], Any]) -> None:
    tell(world, agency_id=world.agencies["city"])
    assert "整改期限将满" in texts_of(client_as("city"))
    assert texts_of(client_as("system_admin")) == []


def test_a_notice_for_those_with_a_permission_is_for_them_only(world: World, client_as: Callable[[str], Any]) -> None:
    tell(world, agency_id=None, permission="order.view")  # to the unit: its head sees orders, its staff does not
    assert "整改期限将满" in texts_of(client_as("head"))
    assert "整改期限将满" not in texts_of(client_as("staff"))


def test_the_same_key_twice_is_one_notice(world: World) -> None:
    tell(world, key="deadline:1", text="第一次")
    tell(world, key="deadline:1", text="第二次")
    assert [row.text for row in Notice.select().where(Notice.key == "deadline:1")] == ["第一次"]


def test_a_notice_to_nobody_or_of_no_act_is_a_mistake_of_ours(world: World) -> None:
    with pytest.raises(ValueError, match="reader"):
        tell(world, unit_id=None, agency_id=None)
    from server.alerts.notices.services import notify

    with pytest.raises(RuntimeError, match="transaction"):
        notify(kind="a.b", key="c", text="d", subject_type="unit", subject_id=new_id(), unit_id=new_id())
