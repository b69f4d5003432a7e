"""A case is closed with its outcome, or withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.accountability.models import AccountabilityEnd
from tests.factories.accountability import ACCOUNTABILITY, PROPOSALS, issued, named, opened, proposal_body, reply_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
Sign = Callable[[str], Any]
DONE = {"text": "责任人员已受处分，单位整改完毕。"}


def test_an_answered_case_is_closed_with_its_outcome(client_as: Sign, world: World) -> None:
    officer = client_as("officer")
    case, id = issued(officer, client_as("leader"), world)
    address = f"{ACCOUNTABILITY}/{case['id']}/closings"
    waiting = officer.post(address, json=DONE)
    assert (waiting.status_code, waiting.json["code"]) == (422, "proposal_reply_outstanding")
    officer.post(f"{PROPOSALS}/{id}/replies", json=reply_body(officer))
    assert officer.post(address, json={"text": " "}).json["errors"][0]["field"] == "text"
    assert client_as("stranger").post(address, json=DONE).status_code == 404
    assert client_as("head").post(address, json=DONE).status_code == 403
    closed = officer.post(address, json=DONE)
    assert (closed.status_code, closed.json["state"], closed.json["end"]["text"]) == (201, "closed", DONE["text"])
    assert officer.post(address, json=DONE).json == closed.json
    assert officer.post(address, json={"text": "别的"}).json["code"] == "accountability_ended_otherwise"
    assert AccountabilityEnd.select().count() == 1


def test_nothing_more_happens_in_a_case_that_ended(client_as: Sign, world: World) -> None:
    officer = client_as("officer")
    case = opened(officer, world)
    withdrawn = client_as("leader").post(f"{ACCOUNTABILITY}/{case['id']}/withdrawals", json={"text": "事实不清"})
    assert (withdrawn.status_code, withdrawn.json["state"]) == (201, "withdrawn")
    for path, body in (("proposals", proposal_body(case)), ("people", named(world, "staff_school"))):
        answer = officer.post(f"{ACCOUNTABILITY}/{case['id']}/{path}", json=body)
        assert (answer.status_code, answer.json["code"]) == (422, "accountability_ended")


def test_a_withdrawn_case_takes_its_letter_with_it(client_as: Sign, world: World, run_jobs: Callable[[], int]) -> None:
    leader = client_as("leader")
    case, _ = issued(client_as("officer"), leader, world)
    run_jobs()
    address, body = f"{ACCOUNTABILITY}/{case['id']}/withdrawals", {"text": "认定有误，予以撤回"}
    assert client_as("officer").post(address, json=body).status_code == 403
    assert client_as("other_leader").post(address, json=body).status_code == 404
    assert leader.post(address, json={}).json["errors"][0]["field"] == "text"
    answer = leader.post(address, json=body)
    document = answer.json["proposals"][0]["document"]
    assert (document["state"], document["revocation"]["reason"]) == ("revoked", body["text"])
    assert leader.post(address, json=body).json == answer.json
