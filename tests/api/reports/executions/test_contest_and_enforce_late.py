"""After payment, after closing, after a court's refusal and during a public notice: what the law still allows, and not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import time_machine

from server.core import clock
from tests.factories.deliveries import delivery_body, serve
from tests.factories.executions import (
    FINE,
    Fined,
    annulment,
    court,
    demanded,
    execution,
    fined,
    lodged,
    outcome,
    payment,
    plan,
)
from tests.factories.penalties import post
from tests.factories.records import Sender
from tests.world import World

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]


def test_a_closed_case_is_still_contested_and_open_again(case: Fined, client_as: ClientAs) -> None:
    """Source: 行政复议法 art. 20."""
    officer, leader = client_as("officer"), client_as("leader")
    with case.after(5):
        post(officer, case.id, "payments", **payment(officer))
        assert post(leader, case.id, "closings", opinion="已缴清。").json["state"] == "closed"
    with case.after(30):
        made = post(officer, case.id, "remedies", **lodged())
        assert (made.status_code, made.json["state"], made.json["closed_on"]) == (201, "disputed", None), made.json
        changed = post(officer, case.id, "remedy-outcomes", **outcome("changed", fine_fen=FINE - 500_000))
        assert changed.json["owed"]["refund_fen"] == 500_000
        assert post(leader, case.id, "closings", opinion="维持。").json["code"] == "refund_due"


def test_after_instalments_the_courts_months_run_from_the_last(
    case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    """Source: 行政处罚法 art. 72."""
    officer = client_as("officer")
    with case.after(5):
        post(officer, case.id, "postponement-requests", asked_on=clock.today().isoformat(), text="资金困难。")
        granted = post(client_as("leader"), case.id, "postponement-replies", **plan((100, FINE // 2), (300, FINE // 2)))
        assert granted.status_code == 201, granted.json
        last = date.fromisoformat(granted.json["acts"][-1]["details"]["instalments"][-1]["due_on"])
        assert granted.json["windows"]["court_from"] == (last + timedelta(days=1)).isoformat()
    demanded(case, client_as, world, run_jobs, day=240)
    with case.after(270):
        assert post(officer, case.id, "court-applications", **court()).json["code"] == "remedy_window_open"
    with case.after(380):
        assert post(officer, case.id, "court-applications", **court()).status_code == 201


def test_a_court_that_refused_may_be_asked_again(
    case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    officer = client_as("officer")
    demanded(case, client_as, world, run_jobs)
    with case.after(200):
        post(officer, case.id, "court-applications", **court())
        result = {"result": "refused", "decided_on": clock.today().isoformat(), "text": "材料不全，不予受理。"}
        assert post(officer, case.id, "court-results", **result, files=payment(officer)["files"]).status_code == 201
        again = post(officer, case.id, "court-applications", **court())
        assert (again.status_code, again.json["state"]) == (201, "at_court")


def test_what_the_bureau_took_back_a_review_annuls_no_second_time(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(5):
        post(officer, case.id, "remedies", **lodged())
        assert post(client_as("leader"), case.id, "annulments", **annulment()).status_code == 201
        ended = post(officer, case.id, "remedy-outcomes", **outcome("annulled"))
        assert ended.status_code == 201, ended.json
        assert ended.json["acts"][-1]["document"] is None


def test_while_a_public_notice_runs_the_decision_is_not_served(
    client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    found = fined(Sender(world, client_as), client_as, world, run_jobs, served=False)
    with found.after(1):
        officer, today = client_as("officer"), clock.today()
        posted = {"way": "public_notice", "notice_from_on": today.isoformat(), "receiver": "", "cause": "下落不明"}
        assert serve(officer, found.document_id, delivery_body(officer, world, **posted)).status_code == 201
        run_jobs()
        early = post(officer, found.id, "remedies", **lodged())
        assert early.json["code"] == "decision_unserved", early.json
        assert execution(client_as("leader"), found.id)["unserved"] == 1
    with time_machine.travel(found.at + timedelta(days=62), tick=False):
        made = post(officer, found.id, "payments", **payment(officer))
        assert (made.status_code, made.json["unserved"]) == (201, 0), made.json
