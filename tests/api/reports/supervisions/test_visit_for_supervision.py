"""督导检查: a visit is recorded with what it asks for by when; each measure is found done, or is overdue to both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reports.supervisions.services import remind
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.records import Json
from tests.factories.supervisions import VISITS, visit_body
from tests.world import World

As = Callable[[str], Any]


@pytest.fixture
def visit(client_as: As, world: World) -> Json:
    """The government's, at the Lixia branch."""
    answer = client_as("government").post(VISITS, json=visit_body(world))
    assert answer.status_code == 201, answer.json
    made: Json = answer.json
    return made


def complete(client: Any, visit: Json, number: int = 0, **changes: Any) -> Any:
    measure = visit["measures"][number]
    body = {"done_on": clock.today().isoformat(), "note": "现场核实", **changes}
    return client.post(f"{VISITS}/{visit['id']}/measures/{measure['id']}/completions", json=body)


@pytest.mark.clause("JN-2.1e")
def test_a_visit_has_its_paper_and_its_measures_are_followed_up(
    visit: Json, client_as: As, run_jobs: Callable[[], int]
) -> None:
    government, officer = client_as("government"), client_as("officer")
    assert visit["number"]
    run_jobs()
    assert officer.get(f"{VISITS}/{visit['id']}/file").data.startswith(b"%PDF")
    assert [row["id"] for row in officer.get(f"{VISITS}?open=true").json["items"]] == [visit["id"]]
    done = complete(government, visit).json
    assert [row["done_on"] for row in done["measures"]] == [clock.today().isoformat(), None]
    complete(government, visit, 1)
    assert officer.get(f"{VISITS}?open=true").json["items"] == []


def test_a_unit_is_visited_by_who_reaches_it(client_as: As, world: World) -> None:
    body = visit_body(world, to_agency_id=None, unit_id=str(world.units["school_first"]))
    answer = client_as("officer").post(VISITS, json=body)
    assert (answer.status_code, answer.json["unit"]["id"]) == (201, str(world.units["school_first"]))
    assert client_as("stranger").post(VISITS, json={**body, "id": str(new_id())}).status_code == 404
    assert client_as("city").get(f"{VISITS}/{body['id']}").status_code == 200
    assert client_as("stranger").get(f"{VISITS}/{body['id']}").status_code == 404


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("head", 403)])
def test_others_do_not_see_it(visit: Json, client_as: As, persona: str, status: int) -> None:
    assert client_as(persona).get(f"{VISITS}/{visit['id']}").status_code == status
    assert client_as(persona).get(f"{VISITS}/{visit['id']}/file").status_code == status


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"members": []}, "members", None),
        ({"findings": ""}, "findings", None),
        ({"visited_on": "2999-01-01"}, "visited_on", "supervision_visit_day"),
        ({"to_agency_id": None}, "to_agency_id", "invalid"),
        ({"measures": [{"id": str(new_id()), "text": "早", "due_on": "2020-01-01"}]}, "measures.0.due_on", None),
    ],
)
def test_what_is_wrong_is_named(client_as: As, world: World, change: Json, field: str, code: str | None) -> None:
    answer = client_as("government").post(VISITS, json=visit_body(world, **change))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert code in (None, answer.json["code"])


def test_an_agency_elsewhere_is_not_visited(client_as: As, world: World) -> None:
    body = visit_body(world, to_agency_id=str(world.agencies["licheng"]))
    answer = client_as("officer").post(VISITS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "agency_not_supervised")
    assert client_as("inspector").post(VISITS, json=body).status_code == 403


def test_sent_twice_it_is_one_visit(client_as: As, world: World, connected: None) -> None:
    government, body = client_as("government"), visit_body(world)
    first, second = government.post(VISITS, json=body), government.post(VISITS, json=body)
    assert first.json == second.json
    assert Event.select().where((Event.kind == "supervision.visited") & (Event.subject_id == body["id"])).count() == 1
    assert government.post(VISITS, json={**body, "findings": "另一说法"}).status_code == 409


def test_a_measure_is_found_done_once_by_who_asked_for_it(visit: Json, client_as: As) -> None:
    government, officer = client_as("government"), client_as("officer")
    answer = complete(officer, visit)
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_elsewhere")
    assert complete(client_as("stranger"), visit).status_code == 404
    assert complete(client_as("inspector"), visit).status_code == 403
    assert complete(government, visit).json == complete(government, visit).json
    answer = complete(government, visit, note="又一次")
    assert (answer.status_code, answer.json["code"]) == (422, "supervision_measure_done")


def test_a_measure_is_not_done_before_it_was_asked_for(visit: Json, client_as: As) -> None:
    answer = complete(client_as("government"), visit, done_on="2020-01-01")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "done_on")
    unknown = {**visit, "measures": [{"id": str(new_id())}]}
    assert complete(client_as("government"), unknown).status_code == 404


@pytest.mark.parametrize(("days", "count"), [(5, 0), (6, 2)])
def test_a_measure_past_its_day_is_told_to_both(visit: Json, connected: None, days: int, count: int) -> None:
    noon = clock.start_of(clock.today() + timedelta(days=days)) + timedelta(hours=12)
    with time_machine.travel(noon, tick=False):
        remind(clock.today())
        remind(clock.today())
    late = (Notice.subject_id == visit["id"]) & (Notice.kind == "supervision.measure_overdue")
    assert Notice.select().where(late).count() == count


def test_a_record_is_signed_with_the_password(client_as: Callable[[str], Any], world: World) -> None:
    wrong = client_as("government").post(VISITS, json=visit_body(world, password="falsch"))
    assert (wrong.status_code, wrong.json["code"]) == (422, "password_refused")
    assert client_as("government").get(VISITS).json["items"] == []
