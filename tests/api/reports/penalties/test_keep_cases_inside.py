"""What reaches a unit by its address must have reached it in law: files, papers and pages of a case that goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.database import database
from server.web.signin.models import Account
from tests.api.reports.penalties.test_see_cases import served
from tests.factories.files import delivered_pdf
from tests.factories.hazards import ordered
from tests.factories.penalties import CASES, acted, choice, decision, evidence, filed, post, receipt, statement
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]
OUTSIDE = ("head", "staff", "planner")


@pytest.fixture
def going(sender: Sender, client_as: ClientAs, world: World) -> dict[str, Any]:
    """A case with a line of evidence that has a file, and a notice that was not received."""
    found, officer = ordered(sender, client_as), client_as("officer")
    id = filed(client_as, world, hazard_ids=[found.id])
    paper = delivered_pdf(officer, "检查笔录", "evidence")
    case = acted(post(officer, id, "evidence", **evidence(files=[paper])))
    [file] = next(act["files"] for act in case["acts"] if act["kind"] == "evidence")
    acted(post(officer, id, "notices", **choice(0)))
    return {"id": id, "file": f"/api/v1/attachments/{file['id']}?size=original"}


def decided(client_as: ClientAs, id: str) -> Any:
    officer = client_as("officer")
    acted(post(officer, id, "receipts", **receipt()))
    acted(post(officer, id, "statements", **statement()))
    acted(post(client_as("legal"), id, "legal-reviews", outcome="agreed", opinion="内部意见"))
    return acted(post(client_as("leader"), id, "decisions", **decision(0)))


def kinds(client: Any) -> set[str]:
    return {row["kind"] for row in client.get("/api/v1/documents?limit=100").json["items"]}


def test_evidence_is_not_fetched_by_who_learns_its_id(going: dict[str, Any], client_as: ClientAs) -> None:
    for persona in ("officer", "legal", "leader"):
        assert client_as(persona).get(going["file"]).status_code == 200, persona
    for persona in (*OUTSIDE, "stranger"):
        assert client_as(persona).get(going["file"]).status_code == 404, persona


def test_a_statements_file_is_the_units_to_read_once_its_case_is(going: dict[str, Any], client_as: ClientAs) -> None:
    officer = client_as("officer")
    acted(post(officer, going["id"], "receipts", **receipt()))
    paper = delivered_pdf(officer, "陈述申辩书", "evidence")
    case = acted(post(officer, going["id"], "statements", **statement(True, files=[paper])))
    [file] = next(act["files"] for act in case["acts"] if act["kind"] == "statement")
    address = f"/api/v1/attachments/{file['id']}?size=original"
    assert client_as("head").get(address).status_code == 200
    assert client_as("head").get(going["file"]).status_code == 404
    assert client_as("planner").get(address).status_code == 404


def test_a_notice_and_a_decision_are_read_from_the_day_they_were_served(
    going: dict[str, Any], client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    head = client_as("head")
    assert "penalty_notice" in kinds(client_as("officer"))
    assert not kinds(head) & {"penalty_notice", "penalty_decision"}
    case = decided(client_as, going["id"])
    run_jobs()
    paper = f"/api/v1/documents/{case['decision']['document_id']}"
    assert client_as("leader").get(f"{paper}/file").status_code == 200
    assert "penalty_notice" in kinds(head)  # it was received
    for persona in OUTSIDE:
        assert client_as(persona).get(paper).status_code == 404, persona
        assert client_as(persona).get(f"{paper}/file").status_code == 404, persona
    served(world, case)
    for persona in OUTSIDE:
        assert client_as(persona).get(f"{paper}/file").status_code == 200, persona
    for persona in ("staff", "planner"):
        assert not kinds(client_as(persona)) & {"penalty_notice", "legal_review", "case_filing"}, persona


def test_neither_execution_nor_score_tells_of_a_decision_not_served(
    going: dict[str, Any], client_as: ClientAs, world: World
) -> None:
    case, head = decided(client_as, going["id"]), client_as("head")
    address = f"{CASES}/{going['id']}/execution"
    assert client_as("officer").get(address).json["decision"]["id"] == case["decision"]["id"]
    assert head.get(address).json["decision"] is None
    score = f"/api/v1/units/{world.units['school_first']}/score"
    number = client_as("officer").get(f"/api/v1/documents/{case['decision']['document_id']}").json["number"]
    assert number in client_as("officer").get(score).get_data(as_text=True)
    assert number not in head.get(score).get_data(as_text=True)
    served(world, case)
    assert head.get(address).json["decision"]["id"] == case["decision"]["id"]
    assert number in head.get(score).get_data(as_text=True)


def test_a_decision_names_no_endless_list_of_factors(going: dict[str, Any], client_as: ClientAs) -> None:
    body = choice(0, factors=["x"] * 10_000)
    answer = post(client_as("officer"), going["id"], "notices", **body)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "factors")


def test_who_reviewed_the_law_does_not_decide_whatever_roles_they_unite(
    going: dict[str, Any], client_as: ClientAs, world: World
) -> None:
    officer, both = client_as("officer"), world.people["leader"].account_id
    with database.connection_context():
        Account.update(roles=["bureau_leader", "legal_officer"]).where(Account.id == both).execute()
    acted(post(officer, going["id"], "receipts", **receipt()))
    acted(post(officer, going["id"], "statements", **statement()))
    leader = client_as("leader")
    acted(post(leader, going["id"], "legal-reviews", outcome="agreed", opinion="同意"))
    answer = post(leader, going["id"], "decisions", **decision(0))
    assert (answer.status_code, answer.json["code"]) == (422, "case_officer_may_not")
