"""A key unit needs full-time security staff; another may do with part-time people."""

from __future__ import annotations

from typing import Any

import pytest

from server.units.registry.queries import gaps
from tests.factories.units import unit_body
from tests.world import World

GAPS = "/api/v1/units/gaps"


def registered(client: Any, world: World, level: int | None, **facts: int) -> str:
    named = {f"{name}_security_staff": count for name, count in facts.items()}
    body = unit_body(world, uscc=None, key_unit_level=level, facts=named)
    answer = client.post("/api/v1/units", json=body)
    assert answer.status_code == 201, answer.json
    return str(body["id"])


def codes_in_list(client: Any, unit_id: str, limit: int = 50) -> list[str]:
    found, after = [], None
    while True:
        answer = client.get(GAPS, query_string={"limit": limit, **({"after": after} if after else {})})
        assert answer.status_code == 200, answer.json
        found += [row["code"] for row in answer.json["items"] if row["unit_id"] == unit_id]
        after = answer.json["next"]
        if after is None:
            return found


@pytest.mark.clause("LN-1b")
@pytest.mark.parametrize(
    ("level", "facts", "codes"),
    [
        (1, {"full_time": 0, "part_time": 3}, ["part_time_staff_only"]),
        (3, {"full_time": 0, "part_time": 1}, ["part_time_staff_only"]),
        (None, {"full_time": 0, "part_time": 1}, []),
        (1, {"full_time": 1, "part_time": 0}, []),
        (1, {"full_time": 10, "part_time": 2}, []),
        (1, {"full_time": 0, "part_time": 0}, ["no_security_staff"]),
        (None, {"full_time": 0, "part_time": 0}, ["no_security_staff"]),
        (1, {"full_time": 0}, []),
        (1, {"part_time": 3}, []),
        (1, {}, []),
    ],
)
def test_a_key_unit_with_part_time_people_only_is_a_finding_and_an_ordinary_one_is_in_order(
    client_as: Any, world: World, level: int | None, facts: dict[str, int], codes: list[str]
) -> None:
    officer = client_as("officer")
    id = registered(officer, world, level, **facts)
    expected = ["no_first_responsible", *codes]  # nobody was appointed yet
    assert [gap["code"] for gap in officer.get(f"/api/v1/units/{id}").json["gaps"]] == expected
    assert codes_in_list(officer, id) == expected


def test_pages_of_any_length_show_every_gap_once(client_as: Any, world: World) -> None:
    officer = client_as("officer")
    ids = [registered(officer, world, 1, full_time=0, part_time=1) for _ in range(3)]
    for limit in (1, 2, 3):
        for id in ids:
            assert codes_in_list(officer, id, limit) == ["no_first_responsible", "part_time_staff_only"]


def test_a_stranger_sees_no_such_gap(client_as: Any, world: World) -> None:
    id = registered(client_as("officer"), world, 1, full_time=0, part_time=3)
    assert codes_in_list(client_as("stranger"), id) == []


def test_words_in_a_fact_are_no_numbers(client_as: Any, world: World) -> None:
    officer = client_as("officer")
    text = '"full_time_security_staff":0,"part_time_security_staff":0,'
    body = unit_body(world, uscc=None, facts={"note": text})
    assert officer.post("/api/v1/units", json=body).status_code == 201
    assert codes_in_list(officer, str(body["id"])) == ["no_first_responsible"]


def test_a_page_mark_of_ours_is_taken_and_another_is_not(client_as: Any) -> None:
    assert gaps.STAFF > "f" * 32
    answer = client_as("officer").get(GAPS, query_string={"after": "nonsense"})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
