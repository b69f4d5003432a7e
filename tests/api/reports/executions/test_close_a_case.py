"""A case is closed when its decision is fulfilled and every paper served; its papers make one file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pikepdf

from server.core.ids import new_id
from tests.factories.executions import Fined, annulment, execution, hand_over, payment
from tests.factories.penalties import CASES, filed, post
from tests.world import World

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]
CLOSING = {"opinion": "罚款已缴清，同意结案。"}


def test_paid_and_served_it_is_closed_with_its_report(case: Fined, client_as: ClientAs, run_jobs: Jobs) -> None:
    officer, leader = client_as("officer"), client_as("leader")
    with case.after(5):
        early = post(leader, case.id, "closings", **CLOSING)
        assert (early.json["code"], early.json["article"]["article"]) == ("decision_not_executed", "第六十六条")
        post(officer, case.id, "payments", **payment(officer))
        made = post(leader, case.id, "closings", **CLOSING)
        assert (made.status_code, made.json["state"]) == (201, "closed"), made.json
        run_jobs()
        paper = execution(officer, case.id)["acts"][-1]["document"]
        assert (paper["kind"], paper["state"]) == ("case_closing", "signed")
        again = post(leader, case.id, "closings", **CLOSING)
        assert again.json["code"] == "case_closed"


def test_annulled_it_is_closed_once_the_paper_is_served_and_the_money_back(
    case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    officer, leader = client_as("officer"), client_as("leader")
    with case.after(5):
        post(officer, case.id, "payments", **payment(officer))
        post(leader, case.id, "annulments", **annulment())
        run_jobs()
        assert post(leader, case.id, "closings", **CLOSING).json["code"] == "papers_unserved"
        hand_over(client_as, world, execution(officer, case.id)["acts"][-1]["document"]["id"])
        assert post(leader, case.id, "closings", **CLOSING).json["code"] == "refund_due"
        fen = execution(officer, case.id)["owed"]["refund_fen"]
        refund = {"refunded_on": case.at.date().isoformat(), "fen": fen, "receipt_no": "T1"}
        post(officer, case.id, "refunds", **refund, files=payment(officer)["files"])
        closed = post(leader, case.id, "closings", **CLOSING)
        assert (closed.status_code, closed.json["state"]) == (201, "closed"), closed.json


def test_a_running_case_is_not_closed(client_as: ClientAs, world: World) -> None:
    id = filed(client_as, world, summary="尚在调查。", hazard_ids=[], order_ids=[])
    refused = post(client_as("leader"), id, "closings", **CLOSING)
    assert (refused.status_code, refused.json["code"]) == (422, "case_not_decided")


def test_the_file_holds_every_paper_in_time_order(case: Fined, client_as: ClientAs, run_jobs: Jobs) -> None:
    officer = client_as("officer")
    with case.after(5):
        post(officer, case.id, "payments", **payment(officer))
        asked = post(officer, case.id, "case-files")
        assert asked.status_code == 201, asked.json
        run_jobs()
        paper = execution(officer, case.id)["acts"][-1]["document"]
        assert (paper["kind"], paper["state"]) == ("case_file", "signed")
        content = officer.get(paper["pdf_url"])
        with pikepdf.open(io.BytesIO(content.data)) as pdf:
            names = sorted(pdf.attachments)
            first, decision = names[0], next(name for name in names if "行政处罚决定书" in name)
            assert ("立案登记表" in first, len(names) >= 6) == (True, True), names
            signed = officer.get(f"/api/v1/documents/{case.document_id}").json["sha256"]
            attached = pdf.attachments[decision].get_file().read_bytes()
            assert hashlib.sha256(attached).hexdigest() == signed
        assert client_as("head").get(paper["pdf_url"]).status_code == 404
        assert client_as("stranger").get(paper["pdf_url"]).status_code == 404


def test_who_may_not_ask_and_close(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        assert post(client_as("head"), case.id, "case-files").status_code == 403
        assert post(client_as("stranger"), case.id, "case-files").status_code == 404
        assert post(client_as("officer"), case.id, "closings", **CLOSING).status_code == 403
        blank = post(client_as("leader"), case.id, "closings", opinion="")
        assert (blank.status_code, blank.json["errors"][0]["field"]) == (422, "opinion")


def test_closed_twice_by_the_same_hand_it_is_one(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        officer, leader = client_as("officer"), client_as("leader")
        post(officer, case.id, "payments", **payment(officer))
        body, address = {"id": str(new_id()), **CLOSING}, f"{CASES}/{case.id}/closings"
        assert [leader.post(address, json=body).status_code for _ in range(2)] == [201, 201]
        assert leader.post(address, json={**body, "opinion": "另一意见。"}).status_code == 409
