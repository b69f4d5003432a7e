"""A case stands beside the hazards that were known before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from server.alerts.cases.models import SecurityCase
from server.core.clock import BEIJING
from server.core.ids import new_id
from tests.factories.alerts import CASES, case_body
from tests.factories.phone import jpeg
from tests.factories.records import Sender, failed_check
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)


@pytest.mark.clause("LN-aims-3a")
def test_a_case_shows_the_hazards_found_before_it_and_no_later_ones(
    sender: Sender, client_as: Callable[[str], Any], world: World
) -> None:
    check = failed_check(sender, "SCH-02", photos=(jpeg(1),))
    found_on = date.fromisoformat(client_as("officer").get(f"/api/v1/hazards/{check.hazard_ids[0]}").json["found_on"])
    for days, prior in ((0, []), (1, check.hazard_ids)):
        happened_at = datetime.combine(found_on + timedelta(days=days), time(9), BEIJING)
        with time_machine.travel(happened_at + timedelta(hours=1)):
            officer = client_as("officer")
            case = officer.post(CASES, json=case_body(world, happened_at=happened_at.isoformat())).json
            query = {"unit_id": case["unit"]["id"], "found_before": case["happened_on"]}
            rows = officer.get("/api/v1/hazards", query_string=query).json["items"]
            assert [row["id"] for row in rows] == prior


def test_a_case_says_what_when_where_and_under_which_number(client_as: Callable[[str], Any], world: World) -> None:
    officer, body = client_as("officer"), case_body(world, happened_at="2026-11-20T17:30:00+00:00")
    case = officer.post(CASES, json=body)
    assert case.status_code == 201
    assert (case.json["unit"]["name"], case.json["kind"], case.json["source_no"]) == (
        "泉城示范第一中学",
        "theft",
        "A3701022026110001",
    )
    assert case.json["happened_on"] == "2026-11-21"  # half past one in the night, in Beijing
    assert officer.get(f"{CASES}/{body['id']}").json == case.json
    assert officer.get(f"{CASES}?kind=theft&unit_id={body['unit_id']}").json["items"] == [case.json]
    assert officer.get(f"{CASES}?kind=fraud").json["items"] == []


def test_others_neither_record_nor_see(client_as: Callable[[str], Any], world: World) -> None:
    body = case_body(world)
    assert client_as("stranger").post(CASES, json=body).status_code == 404
    for persona in ("head", "department", "system_admin"):
        assert client_as(persona).post(CASES, json=body).status_code == 403
        assert client_as(persona).get(CASES).status_code == 403
    assert client_as("inspector").post(CASES, json=body).status_code == 201
    assert client_as("stranger").get(f"{CASES}/{body['id']}").status_code == 404
    assert client_as("stranger").get(CASES).json["items"] == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened_at": "2099-01-01T00:00:00+08:00"}, "case_in_the_future"),
        ({"happened_at": "2026-01-01T00:00:00"}, "invalid"),
        ({"kind": "murder"}, "invalid"),
        ({"summary": " "}, "invalid"),
        ({"unit_id": "x"}, "invalid"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    client_as: Callable[[str], Any], world: World, changes: dict[str, Any], code: str
) -> None:
    answer = client_as("officer").post(CASES, json=case_body(world, **changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_sent_twice_it_is_one(client_as: Callable[[str], Any], world: World) -> None:
    officer, body = client_as("officer"), case_body(world)
    assert officer.post(CASES, json=body).json == officer.post(CASES, json=body).json
    assert officer.post(CASES, json={**body, "kind": "fraud"}).status_code == 409
    assert officer.post(CASES, json=case_body(world, unit_id=str(new_id()))).status_code == 404
    assert SecurityCase.select().count() == 1
