"""The letter to the competent body, its answer, and the reminders between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from reports.accountability.models import DisciplineProposal, ProposalReply
from reports.accountability.queries.papers import proposal_by_id, proposal_facts
from reports.accountability.services import remind_of_replies
from reports.documents.rules import Paragraph, Table, Verification
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.clock import BEIJING
from server.core.database import database
from server.core.ids import new_id
from server.units.calendar.queries import add_working_days
from tests.factories.accountability import (
    ACCOUNTABILITY,
    PROPOSALS,
    issued,
    named,
    opened,
    proposal_body,
    proposed,
    reply_body,
)
from tests.factories.accounts import make_one_human
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("connected")
Sign = Callable[[str], Any]


@pytest.mark.clause("JN-3.6a")
def test_the_letter_goes_out_as_a_signed_paper(client_as: Sign, world: World, run_jobs: Callable[[], int]) -> None:
    case, _ = issued(client_as("officer"), client_as("leader"), world)
    [proposal] = case["proposals"]
    assert case["state"] == "proposed"
    assert date.fromisoformat(proposal["due_on"]) == add_working_days(clock.today(), 30)
    run_jobs()
    [proposal] = client_as("leader").get(f"{ACCOUNTABILITY}/{case['id']}").json["proposals"]
    assert (proposal["document"]["state"], proposal["document"]["kind"]) == ("signed", "discipline_proposal")
    pdf = client_as("leader").get(proposal["document"]["pdf_url"])
    assert pdf.data.startswith(b"%PDF")
    # It names people: the unit's own account, which sees the unit's papers, does not find it.
    documents = client_as("head").get("/api/v1/documents").json["items"]
    assert proposal["document"]["id"] not in {row["id"] for row in documents}
    assert client_as("head").get(proposal["document"]["pdf_url"]).status_code == 404


@pytest.mark.clause("JN-3.6a")
def test_the_letter_rests_on_article_nineteen_and_names_what_is_proposed(client_as: Sign, world: World) -> None:
    people = [named(world), named(world, "inspector_pearl", duty="辖区内保监管", fault="未检查")]
    case = opened(client_as("officer"), world, people=people)
    body = proposal_body(case, measures=[{"person_id": row["id"], "measure": "discipline"} for row in case["people"]])
    client_as("officer").post(f"{ACCOUNTABILITY}/{case['id']}/proposals", json=body)
    said = _said(body["id"])
    assert "工作不落实" in said
    assert "治安秩序严重混乱" in said
    assert "第十九条" in said
    assert "第二十一条" in said  # of those who should have supervised
    assert "孙珺" in said
    assert "30个工作日" in said
    assert "本市" not in said  # the city's opinion has lapsed
    with time_machine.travel(datetime(2026, 7, 31, 12, tzinfo=BEIJING)):
        assert "本市" in _said(body["id"])
    with time_machine.travel(datetime(2026, 8, 1, 12, tzinfo=BEIJING)):
        assert "本市" not in _said(body["id"])


def _said(id: str) -> str:
    proposal, case = proposal_by_id(id)  # type: ignore[arg-type]
    facts = proposal_facts(proposal, case, "", Verification(new_id(), "", ""), draft=True)
    paragraphs = [block.text for block in facts.blocks if isinstance(block, Paragraph)]
    cells = [cell for block in facts.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    return "\n".join([*paragraphs, *cells])


def test_a_draft_is_seen_before_it_goes_out(client_as: Sign, world: World) -> None:
    _, id = proposed(client_as("officer"), world)
    assert client_as("leader").get(f"{PROPOSALS}/{id}/preview").data.startswith(b"%PDF")
    assert client_as("stranger").get(f"{PROPOSALS}/{id}/preview").status_code == 404
    assert client_as("head").get(f"{PROPOSALS}/{id}/preview").status_code == 403


def test_only_people_of_the_case_are_proposed_for(client_as: Sign, world: World) -> None:
    officer = client_as("officer")
    case, other = opened(officer, world), opened(officer, world)
    address = f"{ACCOUNTABILITY}/{case['id']}/proposals"
    answer = officer.post(address, json=proposal_body(other))
    assert (answer.status_code, answer.json["code"]) == (422, "accountability_without_person")
    assert officer.post(address, json=proposal_body(case, measures=[])).status_code == 422
    assert officer.post(address, json=proposal_body(case, addressee=" ")).json["errors"][0]["field"] == "addressee"
    assert client_as("stranger").post(address, json=proposal_body(case)).status_code == 404
    assert client_as("leader").post(address, json=proposal_body(case)).status_code == 403
    body = proposal_body(case)
    assert officer.post(address, json=body).json == officer.post(address, json=body).json
    assert officer.post(address, json={**body, "addressee": "别的机关"}).status_code == 409
    assert DisciplineProposal.select().count() == 1


def test_who_issues_holds_the_power_and_the_password(client_as: Sign, world: World) -> None:
    _, id = proposed(client_as("officer"), world)
    address = f"{PROPOSALS}/{id}/issues"
    assert client_as("officer").post(address, json={"password": PASSWORD}).status_code == 403
    assert client_as("other_leader").post(address, json={"password": PASSWORD}).status_code == 404
    assert client_as("leader").post(address, json={"password": "falsch"}).status_code == 422
    assert client_as("leader").post(address, json={}).json["errors"][0]["field"] == "password"
    first = client_as("leader").post(address, json={"password": PASSWORD})
    assert first.json == client_as("leader").post(address, json={"password": PASSWORD}).json
    assert DisciplineProposal.select().where(DisciplineProposal.issued_on.is_null(False)).count() == 1


def test_what_was_answered_is_recorded_once(client_as: Sign, world: World) -> None:
    officer = client_as("officer")
    _, draft = proposed(officer, world)
    early = officer.post(f"{PROPOSALS}/{draft}/replies", json=reply_body(officer))
    assert (early.status_code, early.json["code"]) == (422, "proposal_not_issued")
    case, id = issued(officer, client_as("leader"), world)
    address, body = f"{PROPOSALS}/{id}/replies", reply_body(officer)
    before = officer.post(address, json={**body, "received_on": "2026-01-01"})
    assert (before.status_code, before.json["code"]) == (422, "reply_day_impossible")
    assert officer.post(address, json={**body, "outcome": "perhaps"}).json["errors"][0]["field"] == "outcome"
    assert client_as("stranger").post(address, json=body).status_code == 404
    assert client_as("leader").post(address, json=body).status_code == 403
    answer = officer.post(address, json=body)
    assert (answer.status_code, answer.json["state"]) == (201, "replied")
    assert answer.json["proposals"][0]["replies"][0]["files"][0]["name"] == "处理结果复函.pdf"
    assert officer.post(address, json=body).json == answer.json
    assert officer.post(address, json={**body, "text": "别的"}).status_code == 409
    assert ProposalReply.select().count() == 1
    assert case["id"] == answer.json["id"]


def test_the_agency_is_reminded_once_before_the_day_and_once_after(client_as: Sign, world: World) -> None:
    case, id = issued(client_as("officer"), client_as("leader"), world)
    due_on = date.fromisoformat(case["proposals"][0]["due_on"])
    told = {}
    for days in (-20, -1, 0, 1, 2):
        with time_machine.travel(datetime.combine(due_on + timedelta(days=days), time(9), BEIJING)):
            told[days] = [remind_of_replies(), remind_of_replies()]
    assert told == {-20: [0, 0], -1: [1, 0], 0: [0, 0], 1: [1, 0], 2: [0, 0]}
    kinds = [row.kind for row in Notice.select().where(Notice.subject_id == case["id"]).order_by(Notice.id)]
    assert kinds == ["accountability.due", "accountability.overdue"]
    assert {row.permission for row in Notice.select().where(Notice.subject_id == case["id"])} == {
        "accountability.handle"
    }
    with database.atomic():
        DisciplineProposal.update(overdue_on=None, replied_on=due_on).where(DisciplineProposal.id == id).execute()
    with time_machine.travel(datetime.combine(due_on + timedelta(days=9), time(9), BEIJING)):
        assert remind_of_replies() == 0  # who has answered is left alone


def test_a_second_account_of_who_prepared_it_does_not_issue_it(client_as: Sign, world: World) -> None:
    """Somebody else is another human being, not another sign-in."""
    _, id = proposed(client_as("officer"), world)
    make_one_human(world, "officer", "leader")
    answer = client_as("leader").post(f"{PROPOSALS}/{id}/issues", json={"password": PASSWORD})
    assert (answer.status_code, answer.json["code"]) == (422, "proposal_prepared_by_oneself")
