"""Some industries must have alarms, some of them networked with the police; a test in its period proves them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from server.core import clock
from server.core.ids import new_id
from tests.factories.facilities import facility
from tests.factories.upkeep import API, trial_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
ClientAs = Callable[[str], Any]


def gaps(client: Any, unit_id: Any) -> list[tuple[str, str]]:
    rows = client.get(f"{API}/units/{unit_id}/facility-gaps").json["gaps"]
    return [(row["code"], row["type"]) for row in rows]


def listed(client: Any, **query: Any) -> dict[str, list[tuple[str, str]]]:
    rows = client.get(f"{API}/facility-gaps", query_string=query).json["items"]
    return {row["unit"]["id"]: [(gap["code"], gap["type"]) for gap in row["gaps"]] for row in rows}


@pytest.mark.clause("LN-11a")
def test_a_parcel_unit_without_intrusion_alarm_is_a_finding_and_a_test_in_its_period_proves_it(
    world: World, client_as: ClientAs
) -> None:
    officer, unit = client_as("stranger"), world.units["express"]  # it lies in the other branch
    assert gaps(officer, unit) == [("missing_system", "perimeter"), ("missing_system", "intrusion")]
    assert listed(officer, industry="express")[str(unit)] == gaps(officer, unit)
    alarm = facility(unit, type="intrusion", name="入侵报警主机")
    assert gaps(officer, unit)[1] == ("untested_system", "intrusion")
    path = f"{API}/facilities/{alarm.id}/tests"
    assert officer.post(path, json=trial_body(passed=False)).status_code == 201
    assert gaps(officer, unit)[1] == ("untested_system", "intrusion")
    body = trial_body()
    assert officer.post(path, json=body).status_code == officer.post(path, json=body).status_code == 201
    assert gaps(officer, unit) == [("missing_system", "perimeter")]
    start = clock.now()
    with time_machine.travel(start + timedelta(days=90), tick=False):
        assert listed(client_as("stranger"))[str(unit)] == [("missing_system", "perimeter")]
    with time_machine.travel(start + timedelta(days=91), tick=False):
        late = client_as("stranger")
        assert ("untested_system", "intrusion") in listed(late)[str(unit)]
        assert listed(late, code="untested_system")[str(unit)] == [("untested_system", "intrusion")]


@pytest.mark.clause("LN-11b")
def test_a_school_needs_a_button_that_is_networked_with_the_police(world: World, client_as: ClientAs) -> None:
    officer, unit = client_as("officer"), world.units["school_first"]
    assert gaps(officer, unit) == [("missing_system", "one_button")]
    facility(unit)
    assert gaps(officer, unit) == [("unnetworked_system", "one_button")]
    button = facility(unit, is_networked=True)
    assert gaps(officer, unit) == [("untested_system", "one_button")]
    officer.post(f"{API}/facilities/{button.id}/tests", json=trial_body())
    assert gaps(officer, unit) == []
    assert str(unit) not in listed(officer)


def test_a_person_makes_a_hazard_of_a_gap_once_while_it_is_open(world: World, client_as: ClientAs) -> None:
    officer, unit = client_as("officer"), world.units["school_first"]
    path = f"{API}/units/{unit}/facility-gaps/hazards"
    body = {"id": str(new_id()), "grade": "general", "code": "missing_system", "type": "one_button"}
    made = officer.post(path, json=body)
    assert made.status_code == 201, made.json
    assert officer.post(path, json=body).json == made.json
    assert officer.post(path, json={**body, "id": str(new_id())}).json["code"] == "hazard_already_made"
    hazard = officer.get(f"{API}/hazards/{made.json['hazard_id']}").json
    assert (hazard["title"], hazard["source"]) == ("未安装一键式报警", "device")
    (gap,) = officer.get(f"{API}/units/{unit}/facility-gaps").json["gaps"]
    assert gap["hazard_id"] == made.json["hazard_id"]
    none = {**body, "id": str(new_id()), "type": "perimeter"}
    assert officer.post(path, json=none).json["code"] == "gap_closed"
    assert officer.post(path, json={**none, "grade": "tiny"}).status_code == 422
    assert client_as("stranger").post(path, json=none).status_code == 404


def test_gaps_are_shown_page_by_page_to_whom_they_concern(world: World, client_as: ClientAs) -> None:
    city = client_as("city")
    whole = city.get(f"{API}/facility-gaps").json["items"]
    first = city.get(f"{API}/facility-gaps?limit=2").json
    second = city.get(f"{API}/facility-gaps", query_string={"limit": 200, "after": first["next"]}).json
    assert first["items"] + second["items"] == whole
    assert str(world.units["express"]) not in listed(client_as("officer"))
    assert client_as("system_admin").get(f"{API}/facility-gaps").status_code == 403
