"""Whoever cannot pay at once asks, and a leader grants instalments or refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.core import clock
from server.core.ids import new_id
from tests.factories.executions import FINE, Fined, execution, payment, plan
from tests.factories.penalties import CASES, post

ClientAs = Callable[[str], Any]
ASK = {"text": "资金周转困难，申请分两期缴纳。"}


def ask(client_as: ClientAs, case: Fined) -> Any:
    asked = {"asked_on": clock.today().isoformat(), **ASK}
    return post(client_as("officer"), case.id, "postponement-requests", **asked)


def test_granted_the_parts_are_due_one_by_one(case: Fined, client_as: ClientAs, run_jobs: Callable[[], int]) -> None:
    officer, leader = client_as("officer"), client_as("leader")
    with case.after(5):
        assert ask(client_as, case).status_code == 201
        granted = post(leader, case.id, "postponement-replies", **plan((30, FINE // 2), (60, FINE // 2)))
        assert granted.status_code == 201, granted.json
        run_jobs()
        paper = execution(officer, case.id)["acts"][-1]["document"]
        assert (paper["kind"], paper["state"]) == ("payment_reply", "signed")
    with case.after(34):
        assert execution(officer, case.id)["owed"]["surcharge_fen"] == 0
        assert post(officer, case.id, "payments", **payment(officer, FINE // 2)).status_code == 201
    with case.after(66):
        owed = execution(officer, case.id)["owed"]
        assert (owed["overdue_fen"], owed["surcharge_fen"]) == (FINE // 2, FINE // 2 * 3 // 100)


def test_parts_must_make_up_what_is_open(case: Fined, client_as: ClientAs) -> None:
    leader = client_as("leader")
    with case.after(5):
        ask(client_as, case)
        for wrong in (plan((30, FINE - 1)), plan((30, FINE // 2), (30, FINE // 2)), plan((0, FINE)), plan()):
            refused = post(leader, case.id, "postponement-replies", **wrong)
            assert (refused.json["code"], refused.json["errors"][0]["field"]) == ("instalments_wrong", "instalments")
            assert refused.json["article"]["article"] == "第六十六条"


def test_refused_the_first_term_stands(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        before = execution(client_as("officer"), case.id)["owed"]["due_on"]
        ask(client_as, case)
        no = plan(is_granted=False, reasons="不属于经济困难。")
        assert post(client_as("leader"), case.id, "postponement-replies", **no).status_code == 201
        assert execution(client_as("officer"), case.id)["owed"]["due_on"] == before


def test_nothing_is_answered_that_nobody_asked_and_nothing_asked_twice(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        unasked = post(client_as("leader"), case.id, "postponement-replies", **plan((30, FINE)))
        assert (unasked.status_code, unasked.json["code"]) == (422, "no_postponement_pending")
        ask(client_as, case)
        assert ask(client_as, case).json["code"] == "postponement_pending"


def test_who_handles_the_case_does_not_answer(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        ask(client_as, case)
        body = plan((30, FINE))
        assert post(client_as("officer"), case.id, "postponement-replies", **body).status_code == 403
        assert post(client_as("other_leader"), case.id, "postponement-replies", **body).status_code == 404


def test_sent_twice_it_is_one(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        ask(client_as, case)
        body = {"id": str(new_id()), **plan((30, FINE))}
        leader, address = client_as("leader"), f"{CASES}/{case.id}/postponement-replies"
        assert [leader.post(address, json=body).status_code for _ in range(2)] == [201, 201]
        assert leader.post(address, json={**body, "reasons": "另一理由。"}).status_code == 409
