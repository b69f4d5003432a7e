"""The filters of the list, and the terms that rule it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.hazards import (
    HAZARDS,
    act,
    classification,
    done,
    extension,
    ordered,
    recheck,
    rectification,
    report,
    watch,
)
from tests.factories.records import Json, Sender, failed_check, statements
from tests.world import World

ClientAs = Callable[[str], Any]
TERMS = "/api/v1/hazard-terms"


def ids(client: Any, query: str) -> set[str]:
    answer = client.get(f"{HAZARDS}?{query}")
    assert answer.status_code == 200, answer.json
    return {item["id"] for item in answer.json["items"]}


def test_the_list_is_filtered_by_what_a_hazard_is(sender: Sender, client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    found = failed_check(sender, "SCH-13").hazard_ids[0]
    told = done(officer.post(HAZARDS, json=report(world, title="电梯年检过期")))["id"]
    done(act(officer, told, "classifications", classification()))
    own = done(client_as("head").post(HAZARDS, json=report(world)))["id"]
    given = ordered(sender, client_as, "SCH-06", unit="school_primary")
    assert ids(officer, "source=report") == ids(officer, "kind=work_safety") == {told}
    assert ids(officer, "source=self") == {own}
    assert ids(officer, "q=电梯") == {told}
    assert ids(officer, "area_code=370102") == ids(officer, "area_code=370100") == {found, told, own, given.id}
    assert ids(officer, "area_code=370112") == set()
    assert ids(officer, f"deadline_from={given.deadline_on}&deadline_to={given.deadline_on}") == {given.id}
    assert ids(officer, f"deadline_to={given.deadline_on - timedelta(days=1)}") == set()
    assert ids(officer, f"unit_id={world.units['school_primary']}&found_before={clock.today()}") == set()
    tomorrow = clock.today() + timedelta(days=1)
    assert ids(officer, f"unit_id={world.units['school_primary']}&found_before={tomorrow}") == {given.id}
    assert ids(client_as("head"), "") == {found, told, own}


def test_the_work_list_says_what_waits_for_whom(sender: Sender, client_as: ClientAs, world: World) -> None:
    officer, head = client_as("officer"), client_as("head")
    given = ordered(sender, client_as, "SCH-13", "SCH-06", "SCH-02")
    done(act(head, given.ids[0], "rectifications", rectification()))
    done(act(head, given.ids[1], "extension-requests", extension(given.deadline_on)))
    own = done(head.post(HAZARDS, json=report(world)))["id"]
    done(act(head, own, "rectifications", rectification()))
    assert ids(officer, "waiting=recheck") == {given.ids[0]}
    assert ids(officer, "waiting=extension") == {given.ids[1]}
    assert ids(officer, "waiting=overdue") == ids(officer, "waiting=penalty") == set()
    with time_machine.travel(f"{given.deadline_on + timedelta(days=1)}T02:00:00Z", tick=False):
        watch()
        officer = client_as("officer")
        assert ids(officer, "waiting=overdue") == {given.ids[1], given.ids[2]}
        done(act(officer, given.ids[2], "rechecks", recheck(world, passed=False)))
        assert ids(officer, "waiting=penalty") == {given.ids[2]}


@pytest.mark.parametrize("query", ["waiting=lunch", "source=x", "deadline_to=soon", "area_code=x", "overdue=perhaps"])
def test_a_malformed_question_names_the_field(client_as: ClientAs, query: str) -> None:
    answer = client_as("officer").get(f"{HAZARDS}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


def test_a_long_life_and_many_candidates_cost_no_more_questions(
    sender: Sender, client_as: ClientAs, world: World, connected: None
) -> None:
    given = ordered(sender, client_as, "SCH-13", "SCH-06", "SCH-02")
    with time_machine.travel(f"{given.deadline_on + timedelta(days=1)}T02:00:00Z", tick=False):
        officer = client_as("officer")
        done(act(officer, given.ids[0], "rechecks", recheck(world, passed=False)))
        with statements() as few:
            assert len(officer.get("/api/v1/penalty-candidates").json["items"]) == 1
        done(act(officer, given.ids[1], "rechecks", recheck(world, passed=False)))
        done(act(officer, given.ids[2], "rechecks", recheck(world, passed=False)))
        with statements() as many:
            assert len(officer.get("/api/v1/penalty-candidates").json["items"]) == 3
    assert len(many) <= len(few) <= 16


def term(**changes: Any) -> Json:
    return {
        "id": str(new_id()), "code": "recheck_working_days", "value": 5, "basis": "市局内部规定",
        "from_on": clock.today().isoformat(), **changes,
    }  # fmt: skip


def test_a_term_is_superseded_from_its_day_and_the_old_one_stays_known(
    sender: Sender, client_as: ClientAs, connected: None
) -> None:
    admin = client_as("system_admin")
    before = ordered(sender, client_as, "SCH-13")
    body = term(from_on=(clock.today() + timedelta(days=1)).isoformat())
    answer = admin.post(TERMS, json=body)
    assert answer.status_code == 201, answer.json
    assert admin.post(TERMS, json=body).json == answer.json
    assert admin.post(TERMS, json={**body, "value": 6}).status_code == 409
    values = [(one["value"], one["in_force"]) for one in answer.json["terms"] if one["code"] == "recheck_working_days"]
    assert values == [(5, False), (3, True)]
    assert Event.select().where(Event.kind == "hazard_term.set").count() == 1
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        after = ordered(sender, client_as, "SCH-06", days=14)
        assert after.deadline_on == before.deadline_on
        officer = client_as("officer")
        days = [officer.get(f"{HAZARDS}/{one.id}").json["recheck_due_on"] for one in (before, after)]
    assert days[0] < days[1]


def test_who_may_set_a_term(client_as: ClientAs) -> None:
    for persona in ("officer", "head", "audit_admin"):
        assert client_as(persona).post(TERMS, json=term()).status_code == 403
    assert client_as("officer").get(TERMS).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"value": 0}, "value"), ({"code": "moon"}, "code"), ({"basis": ""}, "basis"), ({"value": None}, "value")],
)
def test_a_term_that_cannot_be_names_its_field(client_as: ClientAs, changes: Json, field: str) -> None:
    answer = client_as("system_admin").post(TERMS, json=term(**changes))
    assert answer.status_code in (400, 422)
    assert answer.json["errors"][0]["field"] == field
