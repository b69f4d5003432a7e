"""Lists of units: order, pages, filters, search, counts, and their cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.units import credit_code, unit_body
from tests.world import World

ClientAs = Callable[[str], Any]
UNITS = "/api/v1/units"


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [unit["name"] for unit in answer.json["items"]]


def test_pages_follow_each_other_in_the_order_of_pinyin(client_as: ClientAs) -> None:
    client = client_as("city")
    whole = names(client.get(f"{UNITS}?limit=200"))
    assert whole[:2] == ["黄台示范物流有限公司", "济南示范志愿服务联合会"]
    shown, after = [], ""
    while after is not None:
        answer = client.get(f"{UNITS}?limit=4&after={after}")
        shown += names(answer)
        after = answer.json["next"]
    assert shown == whole


def test_newest_first_is_the_order_of_registration_backwards(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    officer.post(UNITS, json=unit_body(world, name="新登记的单位"))
    first = officer.get(f"{UNITS}?sort=-created&limit=3")
    assert names(first)[0] == "新登记的单位"
    rest = officer.get(f"{UNITS}?sort=-created&after={first.json['next']}")
    assert not set(names(first)) & set(names(rest))
    assert len(names(first)) + len(names(rest)) == officer.get(f"{UNITS}/count").json["count"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=university", {"齐鲁示范大学"}),
        ("industry=school", {"泉城示范第一中学", "泉城示范实验小学", "历城示范幼儿园"}),
        ("industry=school&kind=other", {"历城示范幼儿园"}),
        ("industry=bank&kind=organ", set()),
        ("key_level=1&area_code=370112", {"齐鲁示范大学"}),
        ("area_code=370100&kind=group", {"济南示范志愿服务联合会"}),
        ("area_code=210000", set()),
        ("q=珠宝", {"泉城示范珠宝有限公司"}),
        ("q=范水务", {"泉城示范水务有限公司"}),
        ("q=大学 齐鲁", {"齐鲁示范大学"}),
        ("q=qlsf", {"齐鲁示范大学"}),
        ("q=91370102DEM00009", {"泉城示范水务有限公司"}),
        ("q=没有这样的单位", set()),
        ("q=%25", None),
        ("q=' OR 1=1 --", set()),
        ('q="', None),
        ("q=泉城&kind=enterprise&industry=bank", {"泉城示范银行股份有限公司历下支行"}),
    ],
)
def test_filters_find_what_they_say_and_counts_agree(
    client_as: ClientAs, query: str, expected: set[str] | None
) -> None:
    client = client_as("city")
    found = set(names(client.get(f"{UNITS}?limit=200&{query}")))
    if expected is not None:
        assert found == expected
    for sort in ("name", "-created"):
        assert set(names(client.get(f"{UNITS}?limit=200&sort={sort}&{query}"))) == found
    assert client.get(f"{UNITS}/count?{query}").json["count"] == len(found)


def test_a_station_narrows_to_its_units_in_every_scope(client_as: ClientAs, world: World) -> None:
    station = world.agencies["lixia_pearl"]
    officer = set(names(client_as("officer").get(f"{UNITS}?station_id={station}")))
    assert officer == set(names(client_as("station").get(UNITS)))
    education = client_as("department")
    assert set(names(education.get(f"{UNITS}?station_id={station}"))) == {"泉城示范第一中学"} | (
        {"泉城示范实验小学"} & officer
    )
    assert education.get(f"{UNITS}/count?station_id={station}").json["count"] == len(
        names(education.get(f"{UNITS}?station_id={station}"))
    )
    elsewhere = world.agencies["licheng_hill"]
    assert set(names(client_as("officer").get(f"{UNITS}?station_id={elsewhere}"))) == {"泉城示范水务有限公司"}


def test_people_of_a_unit_list_only_their_own(client_as: ClientAs) -> None:
    head = client_as("head")
    assert names(head.get(UNITS)) == ["泉城示范第一中学"]
    assert names(head.get(f"{UNITS}?q=银行")) == []
    assert head.get(f"{UNITS}/count").json == {"count": 1}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=9999", "sort=size", "kind=shop", "key_level=9", "area_code=37", "after=x"]
)
def test_a_wrong_parameter_is_named(client_as: ClientAs, query: str) -> None:
    answer = client_as("officer").get(f"{UNITS}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == query.split("=", maxsplit=1)[0]


def test_a_list_asks_no_more_the_more_it_shows(client_as: ClientAs, world: World, statements: Any) -> None:
    officer = client_as("officer")
    with statements() as few:
        officer.get(f"{UNITS}?limit=1")
    for number in range(12):
        body = unit_body(world, name=f"第{number}测试单位", uscc=credit_code(number + 1))
        assert officer.post(UNITS, json=body).status_code == 201
    with statements() as many:
        assert len(officer.get(f"{UNITS}?limit=200").json["items"]) > 12
    assert len(many) == len(few) <= 16


@pytest.mark.clause("JN-1a")
def test_no_unit_is_without_its_authorities(client_as: ClientAs) -> None:
    answer = client_as("city").get(f"{UNITS}/without-authority")
    assert answer.json == {"items": [], "next": None}
    for unit in client_as("city").get(f"{UNITS}?limit=200").json["items"]:
        assert unit["managed_by"]
        assert unit["station"]
        assert unit["department"]
