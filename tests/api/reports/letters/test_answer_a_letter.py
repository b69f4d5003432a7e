"""来文办理: a government or department answers what the police sent it, with papers, and is reminded in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from reports.letters.services import remind
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.accountability import ACCOUNTABILITY, issued_to
from tests.factories.files import delivered_pdf
from tests.factories.hazards import HAZARDS, act, classification, done, handover, report
from tests.factories.records import Json
from tests.world import World

LETTERS = "/api/v1/received-letters"
As = Callable[[str], Any]


@pytest.fixture
def case(client_as: As, world: World) -> Json:
    """With a proposal that the leader issued to the city's government."""
    made: Json = issued_to(client_as, world, "government", "济南市人民政府")
    return made


@pytest.fixture
def transfer(client_as: As, world: World) -> Json:
    """A hazard of work safety that was handed over to the government."""
    officer = client_as("officer")
    hazard = officer.post(HAZARDS, json=report(world)).json
    done(act(officer, hazard["id"], "classifications", classification()))
    return done(act(officer, hazard["id"], "handovers", handover(world, "government")))


def letter_of(client: Any) -> Json:
    [letter] = client.get(LETTERS).json["items"]
    shown: Json = letter
    return shown


def answer_body(client: Any, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "outcome": "followed",
        "text": "已责成区政府约谈有关负责人。",
        "files": [delivered_pdf(client, "答复函", "reply")],
        **changes,
    }


def answer(client: Any, letter: Json, **changes: Any) -> Any:
    return client.post(f"{LETTERS}/{letter['id']}/answers", json=answer_body(client, **changes))


@pytest.mark.clause("JN-3.6a")
def test_a_government_reads_a_proposal_and_answers_it_with_papers(
    case: Json, client_as: As, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    government, officer = client_as("government"), client_as("officer")
    letter = letter_of(government)
    assert (letter["kind"], letter["state"], letter["may_answer"]) == ("discipline_proposal", "waiting", True)
    assert letter["due_on"] == case["proposals"][0]["due_on"]
    assert government.get(f"{LETTERS}/{letter['id']}/file").data.startswith(b"%PDF")
    answered = answer(government, letter)
    assert (answered.status_code, answered.json["state"]) == (201, "answered"), answered.json
    [file] = answered.json["answers"][0]["files"]
    assert government.get(file["url"]).data.startswith(b"%PDF")
    seen = officer.get(f"{ACCOUNTABILITY}/{case['id']}").json
    [reply] = seen["proposals"][0]["replies"]
    assert (seen["state"], reply["outcome"], reply["received_on"]) == ("replied", "followed", clock.today().isoformat())
    assert officer.get(f"/api/v1/attachments/{reply['files'][0]['id']}?size=original").data.startswith(b"%PDF")
    assert "accountability.answered" in kinds(officer, case["id"])


@pytest.mark.clause("LN-29")
def test_a_government_answers_a_transfer_and_the_police_read_it_with_the_hazard(
    transfer: Json, client_as: As, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    government, officer = client_as("government"), client_as("officer")
    letter = letter_of(government)
    assert (letter["kind"], letter["title"], letter["state"]) == ("transfer_letter", transfer["title"], "waiting")
    assert letter["due_on"] > clock.today().isoformat()
    assert government.get(f"{LETTERS}/{letter['id']}/file").data.startswith(b"%PDF")
    assert answer(government, letter, outcome="followed_in_part").json["state"] == "answered"
    seen = officer.get(f"{HAZARDS}/{transfer['id']}/handover-letter").json
    assert (seen["answers"][0]["outcome"], seen["may_answer"]) == ("followed_in_part", False)
    assert officer.get(seen["answers"][0]["files"][0]["url"]).data.startswith(b"%PDF")
    assert "letter.answered" in kinds(officer, transfer["id"])
    assert client_as("stranger").get(f"{HAZARDS}/{transfer['id']}/handover-letter").status_code == 404


def kinds(client: Any, subject_id: str) -> set[str]:
    return {row["kind"] for row in client.get(f"/api/v1/notices?subject_id={subject_id}").json["items"]}


def test_a_later_answer_is_one_more_and_the_same_one_counts_once(
    case: Json, transfer: Json, client_as: As, connected: None
) -> None:
    government = client_as("government")
    for letter in government.get(LETTERS).json["items"]:
        body = answer_body(government)
        address = f"{LETTERS}/{letter['id']}/answers"
        first, second = government.post(address, json=body), government.post(address, json=body)
        assert (first.status_code, first.json) == (201, second.json)
        assert government.post(address, json={**body, "text": "改口"}).status_code == 409
        assert len(answer(government, letter, text="补充答复").json["answers"]) == 2
    assert Event.select().where(Event.kind.in_(["letter.answered", "accountability.replied"])).count() == 4


@pytest.mark.parametrize(
    ("persona", "status"), [("department", 403), ("head", 403), ("planner", 404), ("officer", 404)]
)
def test_others_neither_see_nor_answer(case: Json, transfer: Json, client_as: As, persona: str, status: int) -> None:
    other = client_as(persona)
    for letter in client_as("government").get(LETTERS).json["items"]:
        assert other.get(f"{LETTERS}/{letter['id']}").status_code == status
        assert other.get(f"{LETTERS}/{letter['id']}/file").status_code == status
        body = {"id": str(new_id()), "outcome": "followed", "text": "冒名", "files": []}
        assert other.post(f"{LETTERS}/{letter['id']}/answers", json=body).status_code == status
    if status == 404:
        assert other.get(LETTERS).json["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"files": [{"sha256": "0" * 64, "purpose": "reply", "name": "没有.pdf"}]}, "files.0.sha256"),
    ],
)
def test_what_is_wrong_is_named(case: Json, client_as: As, change: Json, field: str) -> None:
    government = client_as("government")
    refused = answer(government, letter_of(government), **change)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, field)


def test_nobody_waits_once_the_case_was_withdrawn(case: Json, client_as: As, run_jobs: Callable[[], int]) -> None:
    run_jobs()
    ended = client_as("leader").post(f"{ACCOUNTABILITY}/{case['id']}/withdrawals", json={"text": "对象有误"})
    assert ended.status_code == 201, ended.json
    government = client_as("government")
    letter = letter_of(government)
    assert (letter["state"], letter["may_answer"]) == ("ended", False)
    refused = answer(government, letter)
    assert (refused.status_code, refused.json["code"]) == (422, "letter_not_open")
    assert government.get(f"{LETTERS}?waiting=true").json["items"] == []


def test_waiting_ones_are_listed_by_pages(case: Json, transfer: Json, client_as: As) -> None:
    government = client_as("government")
    first = government.get(f"{LETTERS}?limit=1&waiting=true").json
    second = government.get(f"{LETTERS}?limit=1&waiting=true&after={first['next']}").json
    assert {row["kind"] for row in (*first["items"], *second["items"])} == {"discipline_proposal", "transfer_letter"}
    assert second["next"] is None
    answer(government, first["items"][0])
    assert [row["id"] for row in government.get(f"{LETTERS}?waiting=true").json["items"]] == [second["items"][0]["id"]]


def told(letter: Json, kind: str) -> int:
    return Notice.select().where((Notice.subject_id == letter["id"]) & (Notice.kind == f"letter.{kind}")).count()


@pytest.mark.parametrize("which", ["case", "transfer"])
def test_the_addressee_is_reminded_near_its_day_and_past_it_once_each(
    which: str, client_as: As, connected: None, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(which)
    letter = letter_of(client_as("government"))
    due = date.fromisoformat(letter["due_on"])
    for days, soon, overdue in ((-30, 0, 0), (-1, 1, 0), (0, 1, 0), (1, 1, 1)):
        with time_machine.travel(clock.start_of(due + timedelta(days=days)) + timedelta(hours=9), tick=False):
            remind(clock.today())
            remind(clock.today())
        assert (told(letter, "soon"), told(letter, "overdue")) == (soon, overdue), days
    with time_machine.travel(clock.start_of(due + timedelta(days=1)) + timedelta(hours=9), tick=False):
        assert letter_of(client_as("government"))["is_overdue"] is True


def test_what_was_answered_raises_nothing_later(case: Json, transfer: Json, client_as: As, connected: None) -> None:
    government = client_as("government")
    for letter in government.get(LETTERS).json["items"]:
        assert answer(government, letter).status_code == 201
    assert remind(clock.today() + timedelta(days=200)) == 0
