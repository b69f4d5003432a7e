"""A fine is paid at a bank or electronically within fifteen days; what is late grows, up to the fine itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from server.core.ids import new_id
from tests.factories.executions import FINE, Fined, execution, fined, payment
from tests.factories.penalties import CASES, post
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]


def test_from_the_day_of_service_the_term_runs_and_the_to_do_says_so(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(1):
        found = execution(officer, case.id)
        assert (found["state"], found["owed"]["fine_open_fen"]) == ("running", FINE)
        served = date.fromisoformat(found["delivered_on"])
        assert date.fromisoformat(found["owed"]["due_on"]) >= served + timedelta(days=15)
        waiting = officer.get("/api/v1/penalty-deadlines").json["items"]
        assert [row["due_on"] for row in waiting if row["code"] == "payment"] == [found["owed"]["due_on"]]


def test_paid_in_time_nothing_is_left(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(3):
        first = post(officer, case.id, "payments", **payment(officer, FINE // 2))
        assert (first.status_code, first.json["owed"]["fine_open_fen"]) == (201, FINE // 2)
        second = post(officer, case.id, "payments", **payment(officer, FINE // 2))
        assert (second.json["state"], second.json["owed"]["due_on"]) == ("settled", None)
        assert [row["code"] for row in officer.get("/api/v1/penalty-deadlines").json["items"]] == []
        again = post(officer, case.id, "payments", **payment(officer, 1))
        assert (again.status_code, again.json["code"]) == (422, "fine_paid")


def test_late_three_percent_a_day_up_to_the_fine(case: Fined, client_as: ClientAs) -> None:
    """Source: 行政处罚法 art. 72."""
    officer = client_as("officer")
    due = date.fromisoformat(execution(officer, case.id)["owed"]["due_on"])
    late = (due - case.at.date()).days
    with case.after(late):
        assert execution(officer, case.id)["owed"]["surcharge_fen"] == 0
    with case.after(late + 2):
        assert execution(officer, case.id)["owed"]["surcharge_fen"] == FINE * 3 * 2 // 100
    with case.after(late + 100):
        owed = execution(officer, case.id)["owed"]
        assert (owed["surcharge_fen"], owed["overdue_fen"]) == (FINE, FINE)
        made = post(officer, case.id, "payments", **payment(officer, FINE, FINE))
        assert (made.status_code, made.json["state"]) == (201, "settled")


def test_a_payment_needs_its_receipt_and_no_more_than_is_owed(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(3):
        bare = post(officer, case.id, "payments", **payment(officer, files=[]))
        assert (bare.status_code, bare.json["errors"][0]["field"]) == (422, "files")
        much = post(officer, case.id, "payments", **payment(officer, FINE + 1))
        assert (much.json["code"], much.json["errors"][0]["field"]) == ("payment_too_much", "fine_fen")
        assert much.json["article"]["article"] == "第七十二条"
        early = post(officer, case.id, "payments", **payment(officer, paid_on="2026-01-01"))
        assert (early.status_code, early.json["errors"][0]["field"]) == (422, "paid_on")


def test_before_the_service_no_term_runs(world: World, client_as: ClientAs, run_jobs: Callable[[], int]) -> None:
    unserved = fined(Sender(world, client_as), client_as, world, run_jobs, served=False)
    officer = client_as("officer")
    with unserved.after(20):
        assert execution(officer, unserved.id)["state"] == "unserved"
        refused = post(officer, unserved.id, "payments", **payment(officer))
        assert (refused.status_code, refused.json["code"]) == (422, "decision_unserved")


def test_sent_twice_it_is_one(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(3):
        body = {"id": str(new_id()), **payment(officer, 1000)}
        answers = [officer.post(f"{CASES}/{case.id}/payments", json=body) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert execution(officer, case.id)["owed"]["fine_paid_fen"] == 1000
        other = officer.post(f"{CASES}/{case.id}/payments", json={**body, "fine_fen": 2000})
        assert other.status_code == 409


def test_strangers_and_colleagues_record_nothing(case: Fined, client_as: ClientAs) -> None:
    with case.after(3):
        stranger, head = client_as("stranger"), client_as("head")
        assert post(stranger, case.id, "payments", **payment(stranger)).status_code == 404
        assert stranger.get(f"{CASES}/{case.id}/execution").status_code == 404
        assert post(head, case.id, "payments").status_code == 403
        third = client_as("third_officer")
        refused = post(third, case.id, "payments", **payment(third))
        assert (refused.status_code, refused.json["code"]) == (422, "not_case_officer")


def test_the_unit_sees_what_it_owes_and_no_more(case: Fined, client_as: ClientAs) -> None:
    found = execution(client_as("head"), case.id)
    assert (found["owed"]["fine_fen"], found["next_acts"], found["unserved"]) == (FINE, [], 0)
