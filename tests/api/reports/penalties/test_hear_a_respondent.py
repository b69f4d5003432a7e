"""Statement and hearing: whoever is to be fined is heard first, in the time the law gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from server.core import clock
from server.core.clock import BEIJING
from server.core.database import database
from server.core.ids import new_id
from server.units.calendar.queries import add_working_days
from tests.backends import Backend
from tests.factories.penalties import (
    CASES,
    acted,
    filed,
    hearing_on,
    hearing_record,
    overdue,
    post,
    refused,
    serve_hearing_notice,
    statement,
    told,
)
from tests.factories.records import Json, Sender
from tests.world import World

ClientAs = Callable[[str], Any]
Jobs = Callable[[], int]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)


@pytest.fixture
def notified(backend: Backend, sender: Sender, client_as: ClientAs, world: World) -> Any:
    """A fine of 20 000 yuan was notified and received just now."""

    def make() -> tuple[Json, datetime]:
        found, later = overdue(sender, client_as, world)
        with time_machine.travel(later, tick=False):
            return told(client_as, filed(client_as, world, hazard_ids=[found.id])), later

    case, later = backend.keep("a notified fine", make)
    with time_machine.travel(later, tick=False):
        yield case


@pytest.mark.clause("JN-2.3.3b")
def test_the_window_of_five_working_days_runs_over_national_day(
    sender: Sender, client_as: ClientAs, world: World
) -> None:
    """Received on Monday 28 September 2026: 29 and 30 count, 1 to 7 October rest, so do weekends not worked."""
    with time_machine.travel("2026-09-01T02:00:00Z", tick=False):
        found, _ = overdue(sender, client_as, world, days=10)
    with time_machine.travel("2026-09-28T02:00:00Z", tick=False):
        case = told(client_as, filed(client_as, world, hazard_ids=[found.id]))
        with database.connection_context():
            expected = add_working_days(date(2026, 9, 28), 5)
    assert case["notice"]["hearing_until"] == expected.isoformat()
    assert expected > date(2026, 10, 8)
    waits = {row["code"]: row["due_on"] for row in case["deadlines"]}
    assert waits["hearing_window"] == expected.isoformat()


def test_asked_for_on_the_last_day_and_not_the_day_after(notified: Json, client_as: ClientAs) -> None:
    id, last = notified["id"], date.fromisoformat(notified["notice"]["hearing_until"])
    with time_machine.travel(noon(last + timedelta(days=1)), tick=False):
        officer = client_as("officer")
        late = post(officer, id, "hearing-requests", asked_on=(last + timedelta(days=1)).isoformat())
        refused(late, "hearing_asked_too_late", "第六十四条", "asked_on")
        # what came in on the last day may be entered later
        assert post(officer, id, "hearing-requests", asked_on=last.isoformat()).status_code == 201


def test_after_the_window_the_case_goes_on(notified: Json, client_as: ClientAs) -> None:
    id, last = notified["id"], date.fromisoformat(notified["notice"]["hearing_until"])
    acted(post(client_as("officer"), id, "statements", **statement()))
    body = {"outcome": "agreed", "opinion": "同意。"}
    with time_machine.travel(noon(last), tick=False):
        refused(post(client_as("legal"), id, "legal-reviews", **body), "hearing_window_runs", "第六十四条")
    with time_machine.travel(noon(last + timedelta(days=1)), tick=False):
        assert post(client_as("legal"), id, "legal-reviews", **body).status_code == 201


def test_the_hearing_is_told_seven_working_days_before(notified: Json, client_as: ClientAs) -> None:
    id, today = notified["id"], clock.today()
    acted(post(client_as("officer"), id, "hearing-requests", asked_on=today.isoformat()))
    with database.connection_context():
        first = add_working_days(today, 7)
    early = post(client_as("legal"), id, "hearings", **hearing_on(first - timedelta(days=1)))
    refused(early, "hearing_too_soon", "第六十四条", "held_at")
    assert early.json["earliest_on"] == first.isoformat()
    case = acted(post(client_as("legal"), id, "hearings", **hearing_on(first)))
    assert case["state"] == "hearing"
    assert [row["due_on"] for row in case["deadlines"] if row["code"] == "hearing_day"] == [first.isoformat()]
    told_of = client_as("head").get("/api/v1/notices").json["items"]
    assert any(row["kind"] == "penalty.hearing" for row in told_of)


def test_only_who_called_the_hearing_hands_in_its_record_and_not_before_it_was_held(
    notified: Json, client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    id, legal = notified["id"], client_as("legal")
    acted(post(client_as("officer"), id, "hearing-requests", asked_on=clock.today().isoformat()))
    with database.connection_context():
        body = hearing_on(add_working_days(clock.today(), 7))
    acted(post(legal, id, "hearings", **body))
    serve_hearing_notice(client_as, world, run_jobs, id)
    refused(
        post(legal, id, "hearing-records", **hearing_record(body["held_at"])), "hearing_of_another_day", "第六十四条"
    )
    held = datetime.fromisoformat(body["held_at"]) + timedelta(hours=3)
    with time_machine.travel(held, tick=False):
        assert post(client_as("officer"), id, "hearing-records", **hearing_record(body["held_at"])).status_code == 403
        case = acted(post(client_as("legal"), id, "hearing-records", **hearing_record(body["held_at"])))
    assert case["needs_review"] is True


@pytest.fixture
def called(notified: Json, client_as: ClientAs) -> tuple[str, date]:
    """A hearing was called today for the first day that could be lawful."""
    id = notified["id"]
    acted(post(client_as("officer"), id, "hearing-requests", asked_on=clock.today().isoformat()))
    with database.connection_context():
        day = add_working_days(clock.today(), 7)
    acted(post(client_as("legal"), id, "hearings", **hearing_on(day)))
    return id, day


def standing_of_record(client: Any, case_id: str) -> Json:
    rows = client.get(f"{CASES}/{case_id}").json["next_acts"]
    return next(row for row in rows if row["act"] == "hearing_record")


def test_without_service_of_its_notice_no_hearing_is_held(
    called: tuple[str, date], client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    """Source: 行政处罚法 art. 64."""
    id, day = called
    held_at = hearing_on(day)["held_at"]
    run_jobs()
    with time_machine.travel(noon(day), tick=False):
        legal = client_as("legal")
        refused(post(legal, id, "hearing-records", **hearing_record(held_at)), "hearing_notice_unserved", "第六十四条")
        why = standing_of_record(legal, id)
        assert (why["allowed"], why["article"]["article"]) == (False, "第六十四条")
        assert "送达" in why["reason"]


def test_served_a_day_too_late_the_hearing_is_called_anew(
    called: tuple[str, date], client_as: ClientAs, world: World, run_jobs: Jobs
) -> None:
    """The days run from the service, not from the day on which somebody fixed the time."""
    id, day = called
    with database.connection_context():
        served_on = add_working_days(clock.today(), 1)
    with time_machine.travel(noon(served_on), tick=False):
        serve_hearing_notice(client_as, world, run_jobs, id)
        assert standing_of_record(client_as("legal"), id)["code"] == "hearing_told_too_late"
    with time_machine.travel(noon(day), tick=False):
        legal, held_at = client_as("legal"), hearing_on(day)["held_at"]
        refused(post(legal, id, "hearing-records", **hearing_record(held_at)), "hearing_told_too_late", "第六十四条")
        with database.connection_context():
            again = add_working_days(clock.today(), 7)
        acted(post(legal, id, "hearings", **hearing_on(again)))
        assert standing_of_record(legal, id)["code"] == "hearing_notice_unserved", "of the new notice"
        serve_hearing_notice(client_as, world, run_jobs, id)
    with time_machine.travel(noon(again), tick=False):
        record = hearing_record(hearing_on(again)["held_at"])
        assert acted(post(client_as("legal"), id, "hearing-records", **record))["needs_review"] is True


def test_officers_are_told_until_when_the_notice_must_be_served(called: tuple[str, date], client_as: ClientAs) -> None:
    texts = [row["text"] for row in client_as("officer").get("/api/v1/notices").json["items"]]
    assert any(f"须在{clock.today().isoformat()}前（含当日）送达" in text for text in texts), texts


def test_a_hearing_given_up_is_none(notified: Json, client_as: ClientAs) -> None:
    id, officer = notified["id"], client_as("officer")
    acted(post(officer, id, "hearing-requests", asked_on=clock.today().isoformat()))
    acted(post(officer, id, "hearing-withdrawals", text="书面撤回听证申请"))
    acted(post(officer, id, "statements", **statement()))
    assert post(client_as("legal"), id, "legal-reviews", outcome="agreed", opinion="同意。").status_code == 201


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("statements", {"is_made": "yes", "text": "申辩"}, "is_made"),
        ("hearing-requests", {"asked_on": "soon"}, "asked_on"),
        ("statement-reviews", {"is_accepted": True, "reasons": ""}, "reasons"),
        ("evidence", {"evidence_kind": "rumour", "title": "听说", "obtained_on": "2026-11-01"}, "evidence_kind"),
        ("preservations", {"items": "主机", "place": "", "reason": "可能灭失"}, "place"),
    ],
)
def test_what_is_malformed_names_its_field(
    notified: Json, client_as: ClientAs, path: str, body: Json, field: str
) -> None:
    answer = post(client_as("officer"), notified["id"], path, **body)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(("persona", "code"), [("stranger", 404), ("head", 403), ("leader", 403), ("legal", 403)])
def test_only_officers_record_what_was_said(notified: Json, client_as: ClientAs, persona: str, code: int) -> None:
    assert post(client_as(persona), notified["id"], "statements", **statement()).status_code == code


def test_sent_twice_a_statement_is_one(notified: Json, client_as: ClientAs) -> None:
    officer, body = client_as("officer"), {**statement(is_made=True), "id": str(new_id())}
    first, second = (post(officer, notified["id"], "statements", **body) for _ in range(2))
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert [act["kind"] for act in second.json["acts"]].count("statement") == 1
    other = post(officer, notified["id"], "statements", **{**body, "text": "另一说法"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_preserved_evidence_is_decided_within_seven_working_days(notified: Json, client_as: ClientAs) -> None:
    id, officer = notified["id"], client_as("officer")
    kept = {"items": "录像主机一台", "place": "分局物证室", "reason": "可能被替换"}
    case = acted(post(officer, id, "preservations", **kept))
    with database.connection_context():
        due = add_working_days(clock.today(), 7).isoformat()
    act = case["acts"][-1]
    assert [(row["act_id"], row["due_on"]) for row in case["deadlines"] if row["code"] == "preservation"] == [
        (act["id"], due)
    ]
    unknown = {"preservation_id": str(new_id()), "outcome": "returned", "reason": "已取证"}
    refused(post(officer, id, "preservation-decisions", **unknown), "nothing_preserved", "第五十六条")
    done = acted(post(officer, id, "preservation-decisions", **{**unknown, "preservation_id": act["id"]}))
    assert not any(row["code"] == "preservation" for row in done["deadlines"])
    assert client_as("officer").get(f"{CASES}/{id}").json["acts"][-1]["kind"] == "preservation_decision"
