"""Who sees what of a case: the bureau its timeline and what waits, the unit only what reached it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reports.deliveries.models import PaperDelivery
from reports.penalties.jobs import JOBS
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from tests.factories.hazards import ordered
from tests.factories.penalties import (
    CASES,
    acted,
    choice,
    decision,
    evidence,
    filed,
    post,
    receipt,
    statement,
)
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]
DEADLINES = "/api/v1/penalty-deadlines"


@pytest.fixture
def noticed(sender: Sender, client_as: ClientAs, world: World) -> str:
    """A warning was notified and not received yet."""
    found, officer = ordered(sender, client_as), client_as("officer")
    id = filed(client_as, world, hazard_ids=[found.id])
    acted(post(officer, id, "evidence", **evidence()))
    acted(post(officer, id, "notices", **choice(0)))
    return id


def served(world: World, case: Any) -> None:
    """The decision's service is on record."""
    with database.connection_context():
        PaperDelivery.create(
            id=new_id(), document_id=case["decision"]["document_id"], unit_id=case["unit"]["id"],
            agency_id=case["agency"]["id"], way="direct", at=clock.now(), effective_on=clock.today(), officers=[],
            place="", receiver="", receiver_kind="", refusal="", witness="", tracking_no="", channel="", address="",
            cause="", note="", live=True, draft_hash="0" * 64, by_account_id=world.people["officer"].account_id,
            by_name="", recorded_at=clock.now(),
        )  # fmt: skip


def test_a_unit_sees_its_case_from_its_papers_on(noticed: str, client_as: ClientAs, world: World) -> None:
    head, officer = client_as("head"), client_as("officer")
    assert head.get(f"{CASES}/{noticed}").status_code == 404
    assert head.get(CASES).json["items"] == []
    acted(post(officer, noticed, "receipts", **receipt()))
    acted(post(officer, noticed, "statements", **statement()))
    acted(post(client_as("legal"), noticed, "legal-reviews", outcome="agreed", opinion="内部意见"))
    case = acted(post(client_as("leader"), noticed, "decisions", **decision(0)))
    seen = head.get(f"{CASES}/{noticed}").json
    assert [act["kind"] for act in seen["acts"]] == ["notice", "receipt", "statement"]
    assert (seen["decision"], seen["deadlines"], seen["next_acts"], seen["number"], seen["summary"]) == (
        None,
        [],
        [],
        "",
        "",
    )
    assert seen["state"] == "deciding"
    served(world, case)
    seen = head.get(f"{CASES}/{noticed}").json
    assert ([act["kind"] for act in seen["acts"]][-1], seen["state"]) == ("decision", "decided")
    assert "内部意见" not in head.get(f"{CASES}/{noticed}").get_data(as_text=True)
    assert client_as("fuel_head").get(f"{CASES}/{noticed}").status_code == 404


def test_a_unit_reads_its_decision_from_its_service_on(
    noticed: str, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    """The list, the paper and its file alike; the bureau reads it at once."""
    head, officer = client_as("head"), client_as("officer")
    acted(post(officer, noticed, "receipts", **receipt()))
    acted(post(officer, noticed, "statements", **statement()))
    case = acted(post(client_as("leader"), noticed, "decisions", **decision(0)))
    run_jobs()
    paper = f"/api/v1/documents/{case['decision']['document_id']}"

    def listed(client: Any) -> bool:
        rows = client.get("/api/v1/documents?kind=penalty_decision").json["items"]
        return [row["id"] for row in rows] == [case["decision"]["document_id"]]

    assert (listed(officer), officer.get(f"{paper}/file").status_code) == (True, 200)
    assert (listed(head), head.get(paper).status_code, head.get(f"{paper}/file").status_code) == (False, 404, 404)
    served(world, case)
    assert (listed(head), head.get(f"{paper}/file").status_code) == (True, 200)
    assert not listed(client_as("fuel_head"))


def test_papers_of_the_inside_are_not_the_units_to_read(
    noticed: str, client_as: ClientAs, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    kinds = {row["kind"] for row in client_as("head").get("/api/v1/documents?limit=100").json["items"]}
    assert "case_filing" not in kinds
    assert any(
        row["kind"] == "case_filing" for row in client_as("officer").get("/api/v1/documents?limit=100").json["items"]
    )


def test_a_filter_finds_cases_by_how_they_ended(noticed: str, client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    ended = filed(client_as, world)
    acted(post(client_as("leader"), ended, "withdrawals", reason="当事人已注销"))
    for query, ids in (
        ("state=open", [noticed]),
        ("state=withdrawn", [ended]),
        ("state=decided", []),
        ("procedure=spot", []),
        (f"unit_id={world.units['school_first']}", [ended, noticed]),
        ("offence=regulation_19&limit=1", [ended]),
    ):
        assert [row["id"] for row in officer.get(f"{CASES}?{query}").json["items"]] == ids, query
    first = officer.get(f"{CASES}?limit=1").json
    assert [row["id"] for row in officer.get(f"{CASES}?limit=1&after={first['next']}").json["items"]] == [noticed]
    assert client_as("stranger").get(CASES).json["items"] == []
    assert client_as("stranger").get(f"{CASES}/{noticed}").status_code == 404


def test_what_waits_stands_in_one_list_across_cases(noticed: str, client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    kept = {"items": "录像主机一台", "place": "分局物证室", "reason": "可能被替换"}
    acted(post(officer, noticed, "preservations", **kept))
    other = filed(client_as, world, respondent={"kind": "person", "name": "赵校长"})
    rows = officer.get(DEADLINES).json["items"]
    assert [(row["code"], row["case_id"]) for row in rows] == [
        ("preservation", noticed),
        ("decision", noticed),
        ("decision", other),
    ]
    assert rows[0]["days_left"] < rows[1]["days_left"] <= 92
    assert [row["code"] for row in officer.get(f"{DEADLINES}?due_within_days=30").json["items"]] == ["preservation"]
    first = officer.get(f"{DEADLINES}?limit=1").json
    assert len(officer.get(f"{DEADLINES}?after={first['next']}").json["items"]) == 2
    assert client_as("stranger").get(DEADLINES).json["items"] == []
    assert client_as("head").get(DEADLINES).status_code == 403


def test_officers_are_told_what_comes_near_and_what_has_gone_by(noticed: str, client_as: ClientAs) -> None:
    due = client_as("officer").get(f"{CASES}/{noticed}").json["decision_due_on"]
    watch = next(job for job in JOBS if job.name == "penalties.watch")

    def lines(days: int) -> int:
        moment = clock.start_of(clock.today().fromisoformat(due) + timedelta(days=days)) + timedelta(hours=8)
        with time_machine.travel(moment, tick=False):
            for _ in range(2):  # run twice, told once
                with database.connection_context():
                    watch.run({})
            items = client_as("officer").get("/api/v1/notices?limit=100").json["items"]
        return sum(row["kind"] == "penalty.deadline" for row in items)

    assert [lines(days) for days in (-10, -7, -6, -3, -1, 0, 1, 5)] == [0, 1, 1, 2, 3, 4, 5, 5]


def test_a_notice_served_by_post_is_received_on_the_day_of_its_service(
    noticed: str, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    case = client_as("officer").get(f"{CASES}/{noticed}").json
    paper = next(act["document"] for act in case["acts"] if act["kind"] == "notice")
    served(world, {**case, "decision": {"document_id": paper["id"]}})
    watch = next(job for job in JOBS if job.name == "penalties.watch")
    for _ in range(2):
        with database.connection_context():
            watch.run({})
    case = client_as("officer").get(f"{CASES}/{noticed}").json
    assert case["notice"]["received_on"] == clock.today().isoformat()
    assert [act["kind"] for act in case["acts"]].count("receipt") == 1


def test_a_notice_is_the_units_to_read_from_its_own_receipt_on(
    noticed: str, client_as: ClientAs, run_jobs: Callable[[], int], anonymous: Any
) -> None:
    """In the register, as a file, and on the case's page alike; whoever holds the paper verifies it at any time."""
    officer, head = client_as("officer"), client_as("head")

    def paper_of_last_notice() -> Any:
        run_jobs()
        return [act for act in officer.get(f"{CASES}/{noticed}").json["acts"] if act["kind"] == "notice"][-1][
            "document"
        ]

    def is_shown(paper: Any) -> set[bool]:
        address = f"/api/v1/documents/{paper['id']}"
        rows = head.get("/api/v1/documents", query_string={"kind": "penalty_notice"}).json["items"]
        return {
            paper["id"] in [row["id"] for row in rows],
            head.get(address).status_code == 200,
            head.get(f"{address}/file").status_code == 200,
        }

    first = paper_of_last_notice()
    assert is_shown(first) == {False}
    found = officer.get(f"/api/v1/documents/{first['id']}").json["verify_url"]
    assert anonymous.get(f"/verify/{found.rsplit('/', 1)[1]}").status_code == 200
    acted(post(officer, noticed, "receipts", **receipt()))
    assert is_shown(first) == {True}
    acted(post(officer, noticed, "notices", **choice(0)))
    second = paper_of_last_notice()
    assert second["id"] != first["id"]
    assert (is_shown(first), is_shown(second)) == ({True}, {False}), "the second is received by itself"
    shown = [act["document"]["id"] for act in head.get(f"{CASES}/{noticed}").json["acts"] if act["kind"] == "notice"]
    assert shown == [first["id"]]
    acted(post(officer, noticed, "receipts", **receipt()))
    assert is_shown(second) == {True}
