"""Three bars of a unit with the items and things behind; what counts to which is dated data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from server.core import clock
from server.core.ids import new_id
from tests.factories.facilities import camera, facility, place
from tests.factories.unit_files import address, protected
from tests.factories.upkeep import report as reported
from tests.factories.upkeep import trial_body
from tests.world import World

ClientAs = Callable[[str], Any]
ITEMS = "/api/v1/defence-items"


def bars(client: Any, world: World, unit: str = "school_first") -> dict[str, dict[str, Any]]:
    answer = client.get(address(world, "defences", unit))
    assert answer.status_code == 200, answer.json
    return {bar["code"]: bar for bar in answer.json["defences"]}


def item(bar: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in bar["items"] if one["code"] == code)


def item_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "code": "equipment_sound",
        "defence": "barrier",
        "position": 40,
        "title": "防护器材完好",
        "measure": "facilities",
        "settings": {"kinds": ["equipment"]},
        "bases": [{"basis": "liaoning-2021", "article": "二（二）8"}],
        "from_on": clock.today().isoformat(),
        **changes,
    }


@pytest.mark.clause("LN-aims-2")
def test_a_unit_shows_three_bars_with_the_things_behind(client_as: ClientAs, world: World, connected: None) -> None:
    protected(world.units["school_first"])
    officer = client_as("officer")
    shown = bars(officer, world)
    assert [bar["title"] for bar in shown.values()] == ["人防", "物防", "技防"]
    for bar in shown.values():
        assert bar["met"] == sum(one["met"] for one in bar["items"])
        assert bar["required"] == sum(one["required"] for one in bar["items"])
        for one in bar["items"]:
            rows = officer.get(address(world, f"defences/{one['code']}")).json
            assert (rows["met"], rows["required"]) == (one["met"], one["required"])
            assert len(rows["rows"]) == one["required"]
            assert sum(row["is_met"] for row in rows["rows"]) == one["met"]
    walls = officer.get(address(world, "defences/barriers")).json["rows"]
    assert [(row["title"], row["is_met"], row["subject"]) for row in walls] == [("东侧围墙", False, "facility")]
    assert item(shown["technology"], "recordings")["met"] == 0
    assert item(shown["people"], "rotation")["required"] >= 1


def test_where_nothing_is_asked_there_is_no_share(client_as: ClientAs, world: World) -> None:
    technology = bars(client_as("officer"), world)["technology"]
    assert (technology["required"], technology["percent"]) == (0, None)


def test_what_is_mended_is_met(client_as: ClientAs, world: World, connected: None) -> None:
    wall = facility(world.units["school_first"], kind="barrier", type="wall", name="围墙", number="W1")
    officer = client_as("officer")
    assert item(bars(officer, world)["barrier"], "barriers")["met"] == 0
    answer = reported(officer, wall.id)
    assert answer.status_code == 201, answer.json
    barriers = item(bars(officer, world)["barrier"], "barriers")
    assert (barriers["met"], barriers["percent"]) == (1, 100)


def test_an_alarm_counts_while_its_last_good_test_is_young(client_as: ClientAs, world: World, connected: None) -> None:
    button = facility(world.units["school_first"])
    officer = client_as("officer")
    answer = officer.post(f"/api/v1/facilities/{button.id}/tests", json=trial_body())
    assert answer.status_code == 201, answer.json
    for days, met in ((0, 1), (30, 1), (31, 0)):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            assert item(bars(client_as("officer"), world)["technology"], "alarms_tested")["met"] == met


def test_a_place_is_covered_as_the_coverage_says(client_as: ClientAs, world: World, connected: None) -> None:
    spot = place(world.units["school_first"], kind="key_part", name="配电室")
    place(world.units["school_first"], kind="key_part", name="财务室")
    camera(world.units["school_first"], {"place_ids": (spot.id,), "is_onboarded": True})
    officer = client_as("officer")
    shown = item(bars(officer, world)["technology"], "camera_coverage")
    coverage = officer.get(f"/api/v1/facility-coverage/units/{world.units['school_first']}").json
    assert (shown["required"], shown["required"] - shown["met"]) == (coverage["places"], coverage["failing"])


def test_strangers_see_nothing(client_as: ClientAs, world: World) -> None:
    assert client_as("stranger").get(address(world, "defences")).status_code == 404
    assert client_as("stranger").get(address(world, "defences/barriers")).status_code == 404
    assert client_as("officer").get(address(world, "defences/none")).status_code == 404
    assert client_as("head").get(address(world, "defences")).status_code == 200
    assert client_as("staff").get(address(world, "defences")).status_code == 403


def test_an_item_counts_from_its_day_on_and_may_be_dropped(client_as: ClientAs, world: World, connected: None) -> None:
    facility(world.units["school_first"], kind="equipment", type="baton", name="防暴棍", number="E1")
    officer, tomorrow = client_as("officer"), clock.today() + timedelta(days=1)
    body = item_body(from_on=tomorrow.isoformat())
    for _ in range(2):
        answer = officer.post(ITEMS, json=body)
        assert answer.status_code == 201, answer.json
    assert sum(row["code"] == "equipment_sound" for row in officer.get(ITEMS).json["items"]) == 1
    assert "equipment_sound" not in {one["code"] for one in bars(officer, world)["barrier"]["items"]}
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        officer = client_as("officer")
        assert item(bars(officer, world)["barrier"], "equipment_sound")["required"] == 1
        dropped = item_body(is_counted=False, from_on=tomorrow.isoformat())
        assert officer.post(ITEMS, json=dropped).status_code == 201
        assert "equipment_sound" not in {one["code"] for one in bars(officer, world)["barrier"]["items"]}
    other = officer.post(ITEMS, json={**body, "title": "别的"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_an_item_that_nobody_could_count_is_refused(client_as: ClientAs) -> None:
    officer = client_as("officer")
    for settings in ({}, {"kinds": ["tank"]}, {"kinds": "camera"}, {"duties": ["drill"]}):
        answer = officer.post(ITEMS, json=item_body(settings=settings))
        assert (answer.status_code, answer.json["code"]) == (422, "defence_item_invalid")
    assert officer.post(ITEMS, json=item_body(measure="magic")).json["errors"][0]["field"] == "measure"
    assert officer.post(ITEMS, json=item_body(bases=[{"basis": "none", "article": ""}])).status_code == 404
    assert client_as("inspector").post(ITEMS, json=item_body()).status_code == 403


def test_a_trial_shows_how_units_would_stand_and_keeps_nothing(
    client_as: ClientAs, world: World, connected: None
) -> None:
    facility(world.units["school_first"], kind="equipment", type="baton", name="防暴棍", number="E1")
    officer, body = client_as("officer"), item_body()
    told = officer.post(f"{ITEMS}/preview", json=body)
    assert (told.status_code, told.json["lines"][1:]) == (
        200,
        ["现行：不计入", "改定后：1 个单位有要求，其中 0 个全部达标；达标 0/1（0%）"],
    )
    dropped = officer.post(f"{ITEMS}/preview", json=item_body(code="barriers", is_counted=False)).json["lines"]
    assert dropped[2] == "改定后：不计入"
    assert dropped[1] != "现行：不计入"
    assert "equipment_sound" not in {row["code"] for row in officer.get(ITEMS).json["items"]}
    wrong = officer.post(f"{ITEMS}/preview", json=item_body(settings={"kinds": ["tank"]}))
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "settings.kinds")
    assert client_as("leader").post(f"{ITEMS}/preview", json=body).status_code == 403


def test_each_way_of_counting_says_which_settings_it_reads(client_as: ClientAs) -> None:
    measures = {one["code"]: one["shape"] for one in client_as("leader").get(ITEMS).json["measures"]}
    assert [part["name"] for part in measures["duties"]["parts"]] == ["duties"]
    assert measures["rotation"]["parts"] == []
