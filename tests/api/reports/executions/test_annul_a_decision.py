"""A wrong decision is annulled: its paper is revoked for all to see, and what was paid goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.core.events import verify_chain
from server.core.ids import new_id
from tests.factories.executions import FINE, Fined, annulment, execution, lodged, outcome, payment
from tests.factories.penalties import CASES, post

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]


def test_annulled_by_the_bureau_its_paper_is_revoked(
    case: Fined, client_as: ClientAs, run_jobs: Jobs, connected: None
) -> None:
    leader, officer = client_as("leader"), client_as("officer")
    with case.after(5):
        post(officer, case.id, "payments", **payment(officer))
        made = post(leader, case.id, "annulments", **annulment())
        assert (made.status_code, made.json["state"]) == (201, "annulled"), made.json
        assert (made.json["owed"]["fine_open_fen"], made.json["owed"]["refund_fen"]) == (0, FINE)
        run_jobs()
        document = officer.get(f"/api/v1/documents/{case.document_id}").json
        assert (document["state"], document["revocation"]["reason"]) == ("revoked", "认定事实有误。")
        paper = execution(officer, case.id)["acts"][-1]["document"]
        assert (paper["kind"], paper["state"]) == ("penalty_annulment", "signed")
        again = post(leader, case.id, "annulments", **annulment())
        assert (again.json["code"], again.json["article"]["article"]) == ("decision_annulled", "第七十五条")
        assert post(officer, case.id, "payments", **payment(officer)).json["code"] == "decision_annulled"
        assert verify_chain().ok


def test_annulled_on_review_it_falls_as_well(case: Fined, client_as: ClientAs, run_jobs: Jobs) -> None:
    officer = client_as("officer")
    with case.after(5):
        post(officer, case.id, "remedies", **lodged())
        made = post(officer, case.id, "remedy-outcomes", **outcome("annulled", text="主要事实不清。"))
        assert (made.status_code, made.json["state"]) == (201, "annulled")
        run_jobs()
        assert execution(officer, case.id)["acts"][-1]["document"]["kind"] == "penalty_annulment"
        assert officer.get(f"/api/v1/documents/{case.document_id}").json["state"] == "revoked"


def test_only_a_leader_of_the_bureau_with_the_password(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        assert post(client_as("officer"), case.id, "annulments", **annulment()).status_code == 403
        assert post(client_as("other_leader"), case.id, "annulments", **annulment()).status_code == 404
        wrong = post(client_as("leader"), case.id, "annulments", **annulment(password="wrong"))
        assert wrong.status_code in (401, 403, 422)
        assert execution(client_as("officer"), case.id)["annulled_on"] is None
        blank = post(client_as("leader"), case.id, "annulments", **annulment(reason=""))
        assert (blank.status_code, blank.json["errors"][0]["field"]) == (422, "reason")


def test_sent_twice_it_is_one(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        leader, body = client_as("leader"), annulment(id=str(new_id()))
        address = f"{CASES}/{case.id}/annulments"
        assert [leader.post(address, json=body).status_code for _ in range(2)] == [201, 201]
        assert leader.post(address, json={**body, "reason": "另一理由。"}).status_code == 409
