"""Equipment is counted by post, all seven kinds at once; too few is a finding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.ids import new_id
from server.core.jobs import run_due_jobs
from tests.factories.facilities import facility, place
from tests.factories.notices import texts_of
from tests.factories.upkeep import API, count_body, counts_at, term_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
ClientAs = Callable[[str], Any]
COUNTS = f"{API}/equipment-counts"


def gaps(client: Any, unit_id: Any, code: str = "below_minimum") -> list[tuple[str, int, int]]:
    rows = client.get(f"{API}/units/{unit_id}/facility-gaps").json["gaps"]
    return [(row["type"], row["counted"], row["minimum"]) for row in rows if row["code"] == code]


@pytest.mark.clause("LN-8")
def test_a_count_below_the_minimum_is_a_finding_until_a_count_reaches_it(world: World, client_as: ClientAs) -> None:
    staff, officer, unit = client_as("staff"), client_as("officer"), world.units["school_first"]
    post = place(unit, kind="post", name="东门岗")
    assert gaps(officer, unit, "uncounted_post") == [("", None, None)]
    body = count_body(shield=1, radio=0)
    first = staff.post(counts_at(post.id), json=body)
    assert first.status_code == 201, first.json
    assert staff.post(counts_at(post.id), json=body).json == first.json
    assert gaps(officer, unit) == [("shield", 1, 2), ("radio", 0, 2)]
    listed = officer.get(f"{API}/facility-gaps?code=below_minimum").json["items"]
    assert [(row["unit"]["name"], len(row["gaps"])) for row in listed] == [("泉城示范第一中学", 2)]
    assert texts_of(staff, kind="equipment.short") == ["东门岗清点：2种防护器材低于最低配备数量"]
    assert [row["place"] for row in officer.get(COUNTS).json["items"]] == ["东门岗"]
    staff.post(counts_at(post.id), json=count_body())
    assert gaps(officer, unit) == gaps(officer, unit, "uncounted_post") == []
    assert officer.get(f"{API}/facility-gaps?code=below_minimum").json["items"] == []


def test_a_count_is_refused_when_a_kind_is_left_out_or_the_place_is_no_post(world: World, client_as: ClientAs) -> None:
    staff, unit = client_as("staff"), world.units["school_first"]
    post, gate = place(unit, kind="post", name="东门岗"), place(unit)
    short = count_body()
    del short["counts"]["radio"]
    assert staff.post(counts_at(post.id), json=short).status_code == 422
    assert staff.post(counts_at(post.id), json=count_body(shield=-1)).status_code == 422
    assert staff.post(counts_at(gate.id), json=count_body()).json["code"] == "not_a_post"
    assert client_as("stranger").post(counts_at(post.id), json=count_body()).status_code == 404
    assert client_as("system_admin").post(counts_at(post.id), json=count_body()).status_code == 403


def test_an_older_count_that_arrives_late_changes_nothing(world: World, client_as: ClientAs) -> None:
    staff, unit = client_as("staff"), world.units["school_first"]
    post = place(unit, kind="post", name="东门岗")
    staff.post(counts_at(post.id), json=count_body())
    late = count_body(at=clock.now() - timedelta(days=1), shield=0)
    assert staff.post(counts_at(post.id), json=late).status_code == 201
    assert gaps(staff, unit) == []


def test_the_minimum_is_the_bureaus_and_may_be_set_for_one_unit(world: World, client_as: ClientAs) -> None:
    staff, officer, unit = client_as("staff"), client_as("officer"), world.units["school_first"]
    post = place(unit, kind="post", name="东门岗")
    staff.post(counts_at(post.id), json=count_body())
    body = term_body("unit_equipment_minimum", {"shield": 4}, unit)
    assert officer.post(f"{API}/upkeep-terms", json=body).status_code == 201
    assert officer.post(f"{API}/upkeep-terms", json=body).status_code == 201
    run_due_jobs()
    assert gaps(officer, unit) == [("shield", 2, 4)]
    (shown,) = staff.get(f"{API}/units/{unit}/posts").json["posts"]
    assert [line["type"] for line in shown["lines"] if line["is_short"]] == ["shield"]
    assert [term["value"] for term in officer.get(f"{API}/upkeep-terms?unit_id={unit}").json["terms"]] == [
        {"shield": 4}
    ]
    wrong = [
        term_body("unit_equipment_minimum", {"shield": 4}),
        term_body("equipment_minimum", [], unit),
        term_body("unit_equipment_minimum", {"spear": 4}, unit),
        term_body("check_interval_days", {"camera": 0}),
        term_body("life_warning_days", True),
        term_body("required_systems", [{"type": "camera"}]),
        term_body("equipment_minimum", [{"industries": "school", "minimum": {}}]),
        term_body("task_days", {"check": 1}),
    ]
    assert {officer.post(f"{API}/upkeep-terms", json=body).json["code"] for body in wrong} == {"upkeep_term_invalid"}
    assert client_as("stranger").post(f"{API}/upkeep-terms", json={**body, "id": str(new_id())}).status_code == 404
    assert staff.post(f"{API}/upkeep-terms", json=body).status_code == 403


def test_equipment_is_handed_out_and_comes_back_and_never_more_than_there_is(world: World, client_as: ClientAs) -> None:
    staff, unit = client_as("staff"), world.units["school_first"]
    radios = facility(unit, kind="equipment", type="radio", name="对讲机", quantity=3)
    path = f"{API}/facilities/{radios.id}/moves"

    def move(kind: str, quantity: int, **changes: Any) -> Any:
        body = {"id": str(new_id()), "kind": kind, "quantity": quantity, "holder": "李建国", **changes}
        return staff.post(path, json=body)

    id = str(new_id())
    assert move("issue", 2, id=id).status_code == move("issue", 2, id=id).status_code == 201
    assert move("issue", 2).json["code"] == "more_than_there_is"
    assert move("return", 3).json["code"] == "more_than_there_is"
    assert move("return", 2).status_code == 201
    assert move("issue", 0).status_code == 422
    shown = staff.get(f"{API}/facilities/{radios.id}/upkeep").json
    assert [(row["kind"], row["quantity"]) for row in shown["moves"]] == [("return", 2), ("issue", 2)]
    body = {"id": str(new_id()), "kind": "issue", "quantity": 1, "holder": "甲"}
    button = facility(unit)
    assert staff.post(f"{API}/facilities/{button.id}/moves", json=body).json["code"] == "not_equipment"
    assert client_as("stranger").post(path, json=body).status_code == 404


def test_the_sheet_of_a_unit_holds_what_a_phone_needs_without_signal(world: World, client_as: ClientAs) -> None:
    staff, unit = client_as("staff"), world.units["school_first"]
    post = place(unit, kind="post", name="东门岗")
    thing = facility(unit, kind="equipment", type="shield", name="盾牌", quantity=2, place_id=post.id)
    sheet = staff.get(f"{API}/units/{unit}/facility-sheet").json
    assert [(row["id"], row["check_every_days"]) for row in sheet["facilities"]] == [(str(thing.id), 30)]
    line = next(line for line in sheet["posts"][0]["lines"] if line["type"] == "shield")
    assert (line["registered"], line["minimum"], line["counted"]) == (2, 2, None)
    assert sheet["tasks"] == []
