"""A fine that is not paid is demanded, and then a court is asked, within its three months."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.core import clock
from server.core.ids import new_id
from tests.factories.executions import DEMAND, FINE, Fined, court, demanded, execution, lodged, payment
from tests.factories.penalties import CASES, post
from tests.world import World

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]


def test_a_demand_waits_until_the_term_has_run(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(5):
        early = post(officer, case.id, "payment-demands", **DEMAND)
        assert (early.json["code"], early.json["article"]["article"]) == ("payment_not_overdue", "第六十七条")
    with case.after(40):
        post(officer, case.id, "remedies", **lodged())
        assert post(officer, case.id, "payment-demands", **DEMAND).json["code"] == "remedy_runs"


def test_no_court_without_demand_its_ten_days_and_the_end_of_remedies(
    case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    """Source: 行政强制法 arts. 53, 54."""
    officer = client_as("officer")
    with case.after(200):
        assert post(officer, case.id, "court-applications", **court()).json["code"] == "demand_missing"
    demanded(case, client_as, world, run_jobs)
    with case.after(41):
        assert post(officer, case.id, "court-applications", **court()).json["code"] == "demand_runs"
    with case.after(100):
        refused = post(officer, case.id, "court-applications", **court())
        assert (refused.json["code"], refused.json["article"]["article"]) == ("remedy_window_open", "第五十三条")
        waiting = {row["code"]: row["due_on"] for row in officer.get("/api/v1/penalty-deadlines").json["items"]}
        assert waiting["court_application"] == execution(officer, case.id)["windows"]["court_until"]
    with case.after(200):
        made = post(officer, case.id, "court-applications", **court())
        assert (made.status_code, made.json["state"]) == (201, "at_court")
        assert post(officer, case.id, "court-applications", **court()).json["code"] == "already_at_court"


def test_after_three_months_it_is_too_late(case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs) -> None:
    demanded(case, client_as, world, run_jobs)
    with case.after(330):
        refused = post(client_as("officer"), case.id, "court-applications", **court())
        assert refused.json["code"] == "court_window_over"


def test_the_court_ends_it(case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs) -> None:
    officer = client_as("officer")
    demanded(case, client_as, world, run_jobs)
    with case.after(200):
        result = {"result": "executed", "decided_on": clock.today().isoformat(), "text": "全部执行到位。"}
        early = post(officer, case.id, "court-results", **result, files=payment(officer)["files"])
        assert early.json["code"] == "not_at_court"
        post(officer, case.id, "court-applications", **court())
        bare = post(officer, case.id, "court-results", **result)
        assert (bare.status_code, bare.json["errors"][0]["field"]) == (422, "files")
        done = post(officer, case.id, "court-results", **result, files=payment(officer)["files"])
        assert (done.status_code, done.json["state"]) == (201, "settled")


def test_who_may_not_and_what_is_sent_twice(case: Fined, client_as: ClientAs) -> None:
    with case.after(40):
        assert post(client_as("stranger"), case.id, "payment-demands", **DEMAND).status_code == 404
        assert post(client_as("leader"), case.id, "payment-demands", **DEMAND).status_code == 403
        officer, body = client_as("officer"), {"id": str(new_id()), **DEMAND}
        address = f"{CASES}/{case.id}/payment-demands"
        answers = [officer.post(address, json=body) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert len(answers[1].json["acts"]) == 1
        assert answers[0].json["acts"][0]["details"]["fine_fen"] == FINE
        assert officer.post(address, json={**body, "text": "再次催告。"}).status_code == 409
        blank = post(officer, case.id, "payment-demands", text="")
        assert (blank.status_code, blank.json["errors"][0]["field"]) == (422, "text")
