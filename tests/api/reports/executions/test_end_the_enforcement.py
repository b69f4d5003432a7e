"""What cannot be collected any more is ended with its ground, and the case can be closed."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.ids import new_id
from tests.factories.executions import FINE, Fined, court, demanded, execution, hand_over, payment
from tests.factories.files import delivered_photo
from tests.factories.penalties import CASES, post, refused
from tests.factories.records import Json
from tests.world import PASSWORD, World

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]
CLOSING = {"opinion": "已终结执行，同意结案。"}


def ending(ground: str = "court_refused", **changes: Any) -> Json:
    return {"ground": ground, "reason": "法院认为程序有瑕疵，裁定不予执行。", "password": PASSWORD, **changes}


def refused_by_court(case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs) -> None:
    demanded(case, client_as, world, run_jobs)
    officer = client_as("officer")
    with case.after(200):
        assert post(officer, case.id, "court-applications", **court()).status_code == 201
        result = {"result": "refused", "decided_on": clock.today().isoformat(), "text": "裁定不予执行。"}
        made = post(officer, case.id, "court-results", **result, files=payment(officer)["files"])
        assert made.status_code == 201, made.json


def paper_of(client: Any, case_id: str) -> Json:
    found: Json = execution(client, case_id)["acts"][-1]["document"]
    return found


def words_of(client: Any, paper: Json) -> str:
    """What the signed paper says, without its line breaks."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(client.get(paper["pdf_url"]).data)
        file.flush()
        shown = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True, timeout=60)
    return "".join(shown.stdout.decode().split())


def test_refused_by_the_court_it_is_ended_served_and_closed(
    case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    """Source: 行政强制法 arts. 40, 58."""
    refused_by_court(case, client_as, world, run_jobs)
    officer, leader, head = client_as("officer"), client_as("leader"), client_as("head")
    with case.after(201):
        refused(post(leader, case.id, "closings", **CLOSING), "decision_not_executed", "第六十六条")
        made = post(leader, case.id, "enforcement-endings", **ending())
        assert (made.status_code, made.json["state"]) == (201, "ended"), made.json
        assert made.json["acts"][-1]["details"]["fine_fen"] == FINE
        run_jobs()
        paper = paper_of(officer, case.id)
        assert (paper["kind"], paper["state"]) == ("enforcement_end", "signed")
        assert head.get(paper["pdf_url"]).status_code == 404, "nobody is bound before the service"
        refused(post(leader, case.id, "closings", **CLOSING), "papers_unserved", "第六十一条")
        hand_over(client_as, world, paper["id"])
        assert head.get(paper["pdf_url"]).status_code == 200
        words = words_of(officer, paper)
        assert "不予执行" in words
        assert "20,000.00元" in words
        codes = {row["code"] for row in officer.get("/api/v1/penalty-deadlines").json["items"]}
        assert not codes & {"payment", "court_application"}
        refused(post(officer, case.id, "payments", **payment(officer)), "enforcement_ended", "第四十条")
        refused(post(leader, case.id, "enforcement-endings", **ending()), "enforcement_ended", "第四十条")
        closed = post(leader, case.id, "closings", **CLOSING)
        assert (closed.status_code, closed.json["state"]) == (201, "closed"), closed.json
        run_jobs()
        report = next(row for row in execution(officer, case.id)["acts"] if row["kind"] == "closing")["document"]
        assert "终结执行，予以结案" in words_of(officer, report)


def test_a_missed_window_is_a_ground_only_once_it_is_missed(case: Fined, client_as: ClientAs, run_jobs: Jobs) -> None:
    with case.after(200):
        early = post(client_as("leader"), case.id, "enforcement-endings", **ending("court_window_over"))
        refused(early, "ending_unfounded", "第四十条", "ground")
    with case.after(330):
        made = post(client_as("leader"), case.id, "enforcement-endings", **ending("court_window_over"))
        assert (made.status_code, made.json["state"]) == (201, "ended"), made.json


def test_who_is_gone_is_proved_and_needs_no_service(served_not: Fined, client_as: ClientAs, run_jobs: Jobs) -> None:
    """The decision reached nobody, and nobody is left: no paper holds the case open."""
    with served_not.after(5):
        leader = client_as("leader")
        gone = ending("respondent_gone", reason="单位已注销，无财产，无义务承受人。")
        bare = post(leader, served_not.id, "enforcement-endings", **gone)
        assert (bare.status_code, bare.json["errors"][0]["field"]) == (422, "files")
        gone["files"] = [delivered_photo(leader, 8)]
        assert post(leader, served_not.id, "enforcement-endings", **gone).status_code == 201
        run_jobs()
        paper = paper_of(client_as("officer"), served_not.id)
        due = client_as("officer").get("/api/v1/due-deliveries").json["items"]
        assert paper["id"] not in [row["document"]["id"] for row in due], "there is nobody to serve it on"
        closed = post(leader, served_not.id, "closings", **CLOSING)
        assert (closed.status_code, closed.json["state"]) == (201, "closed"), closed.json


@pytest.mark.parametrize("ground", ["court_refused", "court_window_over"])
def test_what_is_paid_is_not_ended(case: Fined, client_as: ClientAs, ground: str) -> None:
    with case.after(5):
        officer = client_as("officer")
        post(officer, case.id, "payments", **payment(officer))
        made = post(client_as("leader"), case.id, "enforcement-endings", **ending(ground))
        refused(made, "ending_unfounded", "第四十条", "ground")


def test_while_a_court_is_at_work_it_is_the_courts(
    case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    demanded(case, client_as, world, run_jobs)
    with case.after(200):
        post(client_as("officer"), case.id, "court-applications", **court())
        made = post(client_as("leader"), case.id, "enforcement-endings", **ending())
        refused(made, "already_at_court", "第五十三条")


def test_who_may_not_end_it_and_what_is_sent_twice(case: Fined, client_as: ClientAs) -> None:
    with case.after(330):
        body = {"id": str(new_id()), **ending("court_window_over")}
        address = f"{CASES}/{case.id}/enforcement-endings"
        for persona, code in (("stranger", 403), ("head", 403), ("officer", 403)):
            assert client_as(persona).post(address, json=body).status_code == code, persona
        leader = client_as("leader")
        wrong = leader.post(address, json={**body, "password": "another"})
        assert (wrong.status_code, wrong.json["code"]) == (422, "password_refused"), wrong.json
        unknown = leader.post(address, json={**body, "ground": "too_poor"})
        assert (unknown.status_code, unknown.json["errors"][0]["field"]) == (422, "ground")
        assert [leader.post(address, json=body).status_code for _ in range(2)] == [201, 201]
        assert leader.post(address, json={**body, "reason": "另一理由"}).status_code == 409


def test_a_demand_says_the_days_that_are_reckoned(
    case: Fined, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    """Ten working days: what the paper says is what bars the court. Source: 行政强制法 arts. 54, 69."""
    demanded(case, client_as, world, run_jobs)
    officer = client_as("officer")
    with case.after(40):
        one = execution(officer, case.id)
        assert "次日起10个工作日内" in words_of(officer, one["acts"][-1]["document"])
        until = one["windows"]["demand_until"]
        assert until > (clock.today() + timedelta(days=13)).isoformat()
