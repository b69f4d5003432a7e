"""Two officers look again: passed is closed, failed goes on with its failure dated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.files import delivered_photo
from tests.factories.hazards import (
    HAZARDS,
    Ordered,
    act,
    closure,
    done,
    extension,
    ordered,
    recheck,
    rectification,
    refusal,
    visit,
    watch,
)
from tests.factories.records import Sender, failed_check
from tests.world import World

ClientAs = Callable[[str], Any]
RECHECKS = "/api/v1/rechecks"


def rectified(sender: Sender, client_as: ClientAs, *items: str, **options: Any) -> Ordered:
    given = ordered(sender, client_as, *items, **options)
    for id in given.ids:
        done(act(client_as("head"), id, "rectifications", rectification()))
    return given


@pytest.mark.clause("JN-2.2.6a")
def test_what_passed_is_closed_with_officers_and_photos(
    sender: Sender, client_as: ClientAs, world: World, connected: None
) -> None:
    given, officer = rectified(sender, client_as), client_as("officer")
    photo = delivered_photo(officer, 3)
    hazard = done(act(officer, given.id, "rechecks", recheck(world, photos=[photo])))
    assert (hazard["state"], hazard["closed_on"], hazard["allowed"]) == ("closed", clock.today().isoformat(), [])
    (found,) = hazard["rechecks"]
    assert {one["name"] for one in found["officers"]} == {"陈明理", "林守义"}
    assert [one["sha256"] for one in found["photos"]] == [photo["sha256"]]
    assert [step["event"] for step in hazard["history"]] == ["found", "ordered", "rectified", "recheck_passed"]
    assert Event.select().where(Event.kind == "hazard.rechecked").count() == 1
    assert any(one["kind"] == "hazard.rechecked" for one in client_as("head").get("/api/v1/notices").json["items"])


def test_what_failed_before_the_deadline_is_ordered_still(sender: Sender, client_as: ClientAs, world: World) -> None:
    given, officer = rectified(sender, client_as), client_as("officer")
    hazard = done(act(officer, given.id, "rechecks", recheck(world, passed=False)))
    assert (hazard["state"], hazard["failed_on"], hazard["deadline_on"]) == ("ordered", None, str(given.deadline_on))


def test_what_failed_after_the_deadline_is_dated_and_may_get_a_new_deadline(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    given, officer = rectified(sender, client_as, "SCH-13", "SCH-06"), client_as("officer")
    with time_machine.travel(f"{given.deadline_on + timedelta(days=1)}T02:00:00Z", tick=False):
        officer = client_as("officer")
        late = done(act(officer, given.ids[0], "rechecks", recheck(world, passed=False)))
        new = (given.deadline_on + timedelta(days=8)).isoformat()
        again = done(act(officer, given.ids[1], "rechecks", recheck(world, passed=False, new_deadline_on=new)))
    failed_on = (given.deadline_on + timedelta(days=1)).isoformat()
    assert (late["state"], late["failed_on"], late["deadline_on"]) == ("ordered", failed_on, str(given.deadline_on))
    assert (again["state"], again["failed_on"], again["deadline_on"]) == ("ordered", failed_on, new)
    assert again["rechecks"][0]["new_deadline_on"] == new


def test_without_a_report_it_may_pass_at_once_but_fail_only_after_the_deadline(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    given = ordered(sender, client_as, "SCH-13", "SCH-06")
    answer = act(client_as("officer"), given.ids[0], "rechecks", recheck(world, passed=False))
    assert refusal(answer) == (422, "deadline_still_runs")
    assert done(act(client_as("officer"), given.ids[1], "rechecks", recheck(world)))["state"] == "closed"
    with time_machine.travel(f"{given.deadline_on}T15:59:00Z", tick=False):  # the deadline's own last minute
        answer = act(client_as("officer"), given.ids[0], "rechecks", recheck(world, passed=False))
        assert refusal(answer) == (422, "deadline_still_runs")
    with time_machine.travel(f"{given.deadline_on}T16:01:00Z", tick=False):  # the day after, in Beijing
        hazard = done(act(client_as("officer"), given.ids[0], "rechecks", recheck(world, passed=False)))
    assert hazard["failed_on"] == (given.deadline_on + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    "officers",
    [
        ("officer_chen",),
        ("officer_chen", "officer_chen"),
        ("inspector_lin", "inspector_zhou"),
        ("officer_chen", "inspector_expired"),
        ("officer_chen", "inspector_education"),
        ("officer_chen", "head_school"),
    ],
    ids=["one", "the same twice", "not the recorder", "certificate ended", "not police", "of the unit"],
)
def test_two_distinct_qualified_police_officers_one_of_them_the_recorder(
    sender: Sender, client_as: ClientAs, world: World, officers: tuple[str, ...]
) -> None:
    given = rectified(sender, client_as)
    body = recheck(world, officer_ids=[str(world.persons[key]) for key in officers])
    assert refusal(act(client_as("officer"), given.id, "rechecks", body)) == (422, "officers_unfit")


def test_the_password_is_asked_for_again(sender: Sender, client_as: ClientAs, world: World) -> None:
    given = rectified(sender, client_as)
    answer = act(client_as("officer"), given.id, "rechecks", recheck(world, password="falsch-2026"))
    assert refusal(answer) == (422, "password_refused")
    assert client_as("officer").get(f"{HAZARDS}/{given.id}").json["state"] == "rectified"


def test_who_may_not_look_again(sender: Sender, client_as: ClientAs, world: World) -> None:
    given = rectified(sender, client_as)
    for persona in ("head", "staff", "department", "system_admin"):
        assert act(client_as(persona), given.id, "rechecks", recheck(world)).status_code == 403, persona
    stranger = recheck(world, officer_ids=[str(world.persons[key]) for key in ("officer_licheng", "inspector_lin")])
    assert act(client_as("stranger"), given.id, "rechecks", stranger).status_code == 404


def test_a_visit_to_come_or_before_the_order_and_a_failure_without_a_word_are_refused(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    given, officer = rectified(sender, client_as), client_as("officer")
    for shift in (timedelta(minutes=5), timedelta(days=-2)):
        body = recheck(world, checked_at=clock.to_text(clock.now() + shift))
        assert refusal(act(officer, given.id, "rechecks", body)) == (422, "checked_at_impossible")
    assert refusal(act(officer, given.id, "rechecks", recheck(world, passed=False, note=" "))) == (
        422,
        "reason_missing",
    )
    old = given.deadline_on.isoformat()
    answer = act(officer, given.id, "rechecks", recheck(world, passed=False, new_deadline_on=old))
    assert refusal(answer) == (422, "new_deadline_impossible")


@pytest.mark.parametrize(
    "changes", [{"passed": "yes"}, {"passed": None}, {"checked_at": "gestern"}, {"officer_ids": []}]
)
def test_what_is_malformed_names_its_field(
    sender: Sender, client_as: ClientAs, world: World, changes: dict[str, Any]
) -> None:
    given = rectified(sender, client_as)
    answer = act(client_as("officer"), given.id, "rechecks", recheck(world, **changes))
    assert answer.status_code == 422
    assert next(iter(changes)) in answer.json["errors"][0]["field"]


def test_sent_twice_it_counts_once(sender: Sender, client_as: ClientAs, world: World, connected: None) -> None:
    given, officer, body = rectified(sender, client_as), client_as("officer"), recheck(world)
    body["officer_ids"].reverse()
    assert done(act(officer, given.id, "rechecks", body)) == done(act(officer, given.id, "rechecks", body))
    assert Event.select().where(Event.kind == "hazard.rechecked").count() == 1
    assert act(officer, given.id, "rechecks", {**body, "note": "别的"}).status_code == 409


def test_several_hazards_of_a_unit_are_one_act_all_or_none(
    sender: Sender, client_as: ClientAs, world: World, connected: None
) -> None:
    given, officer = rectified(sender, client_as, "SCH-13", "SCH-06", "SCH-02"), client_as("officer")
    findings = [{"hazard_id": id, "passed": place != 1, "note": "看过"} for place, id in enumerate(given.ids)]
    body = {**visit(world), "findings": findings}
    unknown = {**body, "findings": [*findings, {"hazard_id": str(new_id()), "passed": True}]}
    assert officer.post(RECHECKS, json=unknown).status_code == 404
    answer = officer.post(RECHECKS, json=body)
    assert answer.status_code == 201, answer.json
    assert [one["state"] for one in answer.json["hazards"]] == ["closed", "ordered", "closed"]
    assert {one["rechecks"][0]["id"] for one in answer.json["hazards"]} == {body["id"]}
    assert officer.get(f"{RECHECKS}/{body['id']}").json == answer.json == officer.post(RECHECKS, json=body).json
    assert client_as("stranger").get(f"{RECHECKS}/{body['id']}").status_code == 404
    assert Event.select().where(Event.kind == "hazard.rechecked").count() == 1
    half = {
        **visit(world),
        "findings": [{"hazard_id": given.ids[1], "passed": True}, {"hazard_id": given.ids[0], "passed": True}],
    }
    assert refusal(officer.post(RECHECKS, json=half)) == (422, "hazard_step_illegal")
    assert officer.get(f"{HAZARDS}/{given.ids[1]}").json["state"] == "ordered"


def test_hazards_of_two_units_are_two_visits(sender: Sender, client_as: ClientAs, world: World) -> None:
    here, there = ordered(sender, client_as), ordered(sender, client_as, "SCH-13", unit="school_primary")
    findings = [{"hazard_id": id, "passed": True} for id in (here.id, there.id)]
    answer = client_as("officer").post(RECHECKS, json={**visit(world), "findings": findings})
    assert refusal(answer) == (422, "hazards_of_several_units")


def self_found(sender: Sender, client_as: ClientAs) -> str:
    check = failed_check(sender, "SCH-13", by="head", kind="self", officers=("head_school",))
    return check.hazard_ids[0]


def test_the_bureau_may_look_again_at_what_a_unit_closed_itself(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    id, head, officer = self_found(sender, client_as), client_as("head"), client_as("officer")
    done(act(head, id, "rectifications", rectification()))
    closed = done(act(head, id, "closures", closure()))
    assert (closed["state"], closed["source"]) == ("closed", "self")
    assert "recheck" in officer.get(f"{HAZARDS}/{id}").json["allowed"]
    assert done(act(officer, id, "rechecks", recheck(world)))["state"] == "closed"
    opened = done(act(officer, id, "rechecks", recheck(world, passed=False)))
    assert (opened["state"], opened["closed_on"]) == ("found", None)


def test_what_police_closed_is_closed(sender: Sender, client_as: ClientAs, world: World) -> None:
    given = rectified(sender, client_as)
    done(act(client_as("officer"), given.id, "rechecks", recheck(world)))
    answer = act(client_as("officer"), given.id, "rechecks", recheck(world, passed=False))
    assert refusal(answer) == (422, "hazard_step_illegal")


def test_a_failure_after_the_deadline_offers_the_hazard_to_the_penalty_procedure(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    given = ordered(sender, client_as)
    assert client_as("officer").get("/api/v1/penalty-candidates").json["items"] == []
    with time_machine.travel(f"{given.deadline_on + timedelta(days=2)}T02:00:00Z", tick=False):
        watch()
        assert client_as("officer").get("/api/v1/penalty-candidates").json["items"] == []  # not looked at again yet
        done(act(client_as("officer"), given.id, "rechecks", recheck(world, passed=False)))
        (candidate,) = client_as("officer").get("/api/v1/penalty-candidates").json["items"]
        assert client_as("head").get("/api/v1/penalty-candidates").status_code == 403
        assert client_as("stranger").get("/api/v1/penalty-candidates").json["items"] == []
        met = {one["code"]: one["met"] for one in candidate["conditions"]}
        assert met == {
            "order_issued": True, "deadline_passed": True, "recheck_failed": True, "consequence_recorded": None,
        }  # fmt: skip
        assert candidate["hazard"]["id"] == given.id
        done(act(client_as("officer"), given.id, "rechecks", recheck(world)))
        assert client_as("officer").get("/api/v1/penalty-candidates").json["items"] == []


def test_a_request_for_more_time_falls_away_with_the_visit(sender: Sender, client_as: ClientAs, world: World) -> None:
    given = ordered(sender, client_as)
    done(act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on)))
    hazard = done(act(client_as("officer"), given.id, "rechecks", recheck(world)))
    assert (hazard["state"], hazard["extension_asked_on"]) == ("closed", None)
