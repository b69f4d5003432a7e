"""More time: asked before expiry, granted or refused by an officer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.files import delivered_pdf
from tests.factories.hazards import (
    HAZARDS,
    Ordered,
    act,
    decision,
    done,
    extension,
    ordered,
    rectification,
    refusal,
    watch,
    withdrawal,
)
from tests.factories.records import Json, Sender

ClientAs = Callable[[str], Any]


@pytest.fixture
def given(sender: Sender, client_as: ClientAs) -> Ordered:
    return ordered(sender, client_as)


def asked(given: Ordered, client_as: ClientAs, **changes: Any) -> Json:
    return done(act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on, **changes)))


def test_a_granted_request_moves_the_deadline_and_keeps_the_story(
    given: Ordered, client_as: ClientAs, connected: None
) -> None:
    paper = delivered_pdf(client_as("head"), "采购合同")
    hazard = asked(given, client_as, files=[paper])
    assert (hazard["state"], hazard["days_left"]) == ("ordered", 15)
    assert hazard["extension_asked_on"] is not None
    assert client_as("officer").get(f"{HAZARDS}?waiting=extension").json["items"][0]["id"] == given.id
    new = given.deadline_on + timedelta(days=7)
    body = decision(hazard["extensions"][0]["id"], new)
    granted = done(act(client_as("officer"), given.id, "extension-decisions", body))
    assert (granted["deadline_on"], granted["days_left"], granted["extension_asked_on"]) == (str(new), 22, None)
    (story,) = granted["extensions"]
    assert (story["deadline_on"], story["decision"]["new_deadline_on"]) == (str(given.deadline_on), str(new))
    assert [one["name"] for one in story["files"]] == ["采购合同.pdf"]
    assert granted["recheck_due_on"] > str(new)
    kinds = [event.kind for event in Event.select().where(Event.subject_id == given.id).order_by(Event.at)]
    assert kinds == ["hazard.extension_asked", "hazard.extension_decided"]
    assert any(
        one["kind"] == "hazard.extension_decided" for one in client_as("head").get("/api/v1/notices").json["items"]
    )


def test_a_refused_request_leaves_the_deadline_and_another_may_be_asked(given: Ordered, client_as: ClientAs) -> None:
    hazard = asked(given, client_as)
    body = decision(hazard["extensions"][0]["id"], None, reason="理由不充分")
    refused = done(act(client_as("officer"), given.id, "extension-decisions", body))
    assert (refused["deadline_on"], refused["extension_asked_on"]) == (str(given.deadline_on), None)
    assert refused["history"][-1]["event"] == "extension_refused"
    assert len(asked(given, client_as)["extensions"]) == 2


def test_on_the_last_day_it_may_be_asked_on_the_next_no_more(given: Ordered, client_as: ClientAs) -> None:
    with time_machine.travel(f"{given.deadline_on}T16:00:00Z", tick=False):  # midnight in Beijing
        answer = act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on))
        assert refusal(answer) == (422, "asked_too_late")
        assert "ask_extension" not in client_as("head").get(f"{HAZARDS}/{given.id}").json["allowed"]
    with time_machine.travel(f"{given.deadline_on}T15:59:59Z", tick=False):
        assert "ask_extension" in client_as("head").get(f"{HAZARDS}/{given.id}").json["allowed"]
        asked(given, client_as)


def test_one_request_at_a_time_for_a_later_day(given: Ordered, client_as: ClientAs) -> None:
    answer = act(
        client_as("head"),
        given.id,
        "extension-requests",
        extension(given.deadline_on, wished_on=str(given.deadline_on)),
    )
    assert refusal(answer) == (422, "wished_day_impossible")
    asked(given, client_as)
    answer = act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on))
    assert refusal(answer) == (422, "extension_pending")


def test_who_may_ask_and_who_decides(given: Ordered, client_as: ClientAs) -> None:
    for persona in ("staff", "officer", "inspector", "department"):
        answer = act(client_as(persona), given.id, "extension-requests", extension(given.deadline_on))
        assert answer.status_code == 403, persona
    hazard = asked(given, client_as)
    body = decision(hazard["extensions"][0]["id"], given.deadline_on + timedelta(days=3))
    for persona in ("head", "staff", "inspector", "department"):
        assert act(client_as(persona), given.id, "extension-decisions", body).status_code == 403, persona
    assert act(client_as("stranger"), given.id, "extension-decisions", body).status_code == 404


def test_a_decision_is_on_the_request_that_was_read(given: Ordered, client_as: ClientAs) -> None:
    officer, new = client_as("officer"), given.deadline_on + timedelta(days=3)
    answer = act(officer, given.id, "extension-decisions", decision(str(new_id()), new))
    assert refusal(answer) == (422, "no_extension_asked")
    request = asked(given, client_as)["extensions"][0]["id"]
    answer = act(officer, given.id, "extension-decisions", decision(str(new_id()), new))
    assert refusal(answer) == (409, "request_decided")
    for day in (given.deadline_on, None):
        body = {**decision(request, given.deadline_on), "new_deadline_on": str(day) if day else None}
        assert refusal(act(officer, given.id, "extension-decisions", body)) == (422, "new_deadline_impossible")


def test_sent_twice_asking_and_deciding_count_once(given: Ordered, client_as: ClientAs, connected: None) -> None:
    head, officer, body = client_as("head"), client_as("officer"), extension(given.deadline_on)
    first = done(act(head, given.id, "extension-requests", body))
    assert done(act(head, given.id, "extension-requests", body))["version"] == first["version"]
    assert act(head, given.id, "extension-requests", {**body, "reasons": "别的理由"}).status_code == 409
    ruling = decision(body["id"], given.deadline_on + timedelta(days=3))
    first = done(act(officer, given.id, "extension-decisions", ruling))
    assert done(act(officer, given.id, "extension-decisions", ruling))["version"] == first["version"]
    assert act(officer, given.id, "extension-decisions", {**ruling, "reason": "别的"}).status_code == 409
    assert Event.select().where(Event.kind.startswith("hazard.extension")).count() == 2


def test_asked_in_time_and_granted_late_nothing_is_overdue_any_more(given: Ordered, client_as: ClientAs) -> None:
    request = asked(given, client_as)["extensions"][0]["id"]
    with time_machine.travel(f"{given.deadline_on + timedelta(days=1)}T02:00:00Z", tick=False):
        watch()
        assert client_as("officer").get(f"{HAZARDS}/{given.id}").json["overdue_on"] is not None
        body = decision(request, given.deadline_on + timedelta(days=5))
        granted = done(act(client_as("officer"), given.id, "extension-decisions", body))
        assert (granted["overdue_on"], granted["days_left"]) == (None, 4)


def test_a_rectification_makes_the_request_fall_away(given: Ordered, client_as: ClientAs) -> None:
    request = asked(given, client_as)["extensions"][0]["id"]
    hazard = done(act(client_as("head"), given.id, "rectifications", rectification()))
    assert hazard["extension_asked_on"] is None
    body = decision(request, given.deadline_on + timedelta(days=5))
    answer = act(client_as("officer"), given.id, "extension-decisions", body)
    assert refusal(answer) == (422, "hazard_step_illegal")


@pytest.mark.parametrize("changes", [{"reasons": ""}, {"wished_on": "bald"}, {"interim_measures": None}])
def test_what_is_malformed_names_its_field(given: Ordered, client_as: ClientAs, changes: Json) -> None:
    answer = act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on, **changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == next(iter(changes))


def test_an_officer_withdraws_the_mark_of_being_overdue_with_a_new_deadline(
    given: Ordered, client_as: ClientAs, connected: None
) -> None:
    new = given.deadline_on + timedelta(days=9)
    answer = act(client_as("officer"), given.id, "overdue-withdrawals", withdrawal(new))
    assert refusal(answer) == (422, "not_overdue")
    with time_machine.travel(f"{given.deadline_on + timedelta(days=1)}T02:00:00Z", tick=False):
        watch()
        for persona, status in (("head", 403), ("inspector", 403), ("stranger", 404)):
            assert act(client_as(persona), given.id, "overdue-withdrawals", withdrawal(new)).status_code == status
        past = withdrawal(given.deadline_on)
        answer = act(client_as("officer"), given.id, "overdue-withdrawals", past)
        assert refusal(answer) == (422, "new_deadline_impossible")
        body = withdrawal(new)
        hazard = done(act(client_as("officer"), given.id, "overdue-withdrawals", body))
        assert (hazard["overdue_on"], hazard["deadline_on"]) == (None, str(new))
        again = done(act(client_as("officer"), given.id, "overdue-withdrawals", body))
        assert again["version"] == hazard["version"]
        answer = act(client_as("officer"), given.id, "overdue-withdrawals", {**body, "reason": "别的"})
        assert answer.status_code == 409
    assert Event.select().where(Event.kind == "hazard.overdue_withdrawn").count() == 1
