"""Terms, thresholds, discretion and articles are dated data: a later row goes before, from its day to its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reports.penalties.queries import terms_on
from reports.penalties.services import seed_penalty_terms
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.penalties import CASES, acted, filing
from tests.factories.records import Json
from tests.world import World

TERMS = "/api/v1/penalty-terms"
ClientAs = Callable[[str], Any]


def term(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "code": "decision",
        "value": {"days": 60, "kind": "calendar"},
        "basis": "中华人民共和国行政处罚法",
        "article": "第六十条",
        "verified": False,
        "from_on": clock.today().isoformat(),
        "to_on": (clock.today() + timedelta(days=9)).isoformat(),
        **changes,
    }


def grade_line(**changes: Any) -> Json:
    """An ordinary fine of a unit, within the range of the regulation."""
    line = {"offence": "regulation_19", "respondent": "unit", "grade": "ordinary"}
    return {**line, "least_fen": 2_000_000, "most_fen": 5_000_000, **changes}


def offence(**changes: Any) -> Json:
    return {
        "title": "存在治安隐患，逾期不整改",
        "basis": "state-council-421",
        "article": "第十九条",
        "text": "逾期不整改的，处以罚款。",
        "warning_needs": ["order_issued"],
        "fine_needs": ["order_issued", "deadline_passed"],
        "with_warning": True,
        "spot_warning": True,
        "unit_fen": [1_000_000, 10_000_000],
        "person_fen": [50_000, 500_000],
        **changes,
    }


def test_a_term_holds_from_its_first_day_to_its_last(client_as: ClientAs, world: World) -> None:
    today = clock.today()
    made = client_as("system_admin").post(TERMS, json=term())
    assert (made.status_code, made.json["in_force"]) == (201, True)

    def due_after(days: int) -> int:
        with time_machine.travel(clock.start_of(today + timedelta(days=days)) + timedelta(hours=9), tick=False):
            case = acted(client_as("officer").post(CASES, json=filing(world)))
            return (clock.today().fromisoformat(case["decision_due_on"]) - clock.today()).days

    assert 60 <= due_after(0) < 75
    assert 60 <= due_after(9) < 75
    assert due_after(10) >= 90


def test_the_articles_words_are_data_too(client_as: ClientAs, world: World) -> None:
    words = term(
        code="article.case_officers_too_few", value="执法人员应当为两人以上", article="第四十二条第一款", to_on=None
    )
    assert client_as("system_admin").post(TERMS, json=words).status_code == 201
    one = filing(world, officer_ids=[str(world.persons["officer_chen"])])
    answer = client_as("officer").post(CASES, json=one)
    assert "第四十二条第一款：执法人员应当为两人以上" in answer.json["detail"]


@pytest.mark.parametrize(
    ("code", "value", "fields"),
    [
        ("decision", {"days": 0, "kind": "calendar"}, ["value.days"]),
        ("decision", {"days": 5, "kind": "lunar"}, ["value.kind"]),
        ("decision", {"days": 5, "kind": "working", "more": 1}, ["value.more"]),
        ("decision", 90, ["value"]),
        ("hearing_threshold", {"unit_fen": 1}, ["value.person_fen"]),
        (
            "discretion",
            [{"offence": "x"}],
            [f"value.0.{name}" for name in ("respondent", "grade", "least_fen", "most_fen")],
        ),
        ("discretion", [grade_line(least_fen=2, most_fen=1)], ["value.0.most_fen"]),
        ("offence.regulation_19", offence(unit_fen=[2, 1], title=""), ["value.title", "value.unit_fen.1"]),
        ("offence.regulation_19", offence(fine_needs=["luck"]), ["value.fine_needs"]),
        ("article.case_ended", "", ["value"]),
        ("reminder_days", [3, -1], ["value.1"]),
        ("credit_columns", {"current": [{"code": "a", "heading": "", "field": "number"}]}, ["value.current.0.heading"]),
        ("credit_kinds", {"spot": 1, "warning": True, "fine": True}, ["value.spot"]),
        ("no_such_code", 1, ["code"]),
    ],
)
def test_each_fault_of_a_value_is_named_by_its_place(
    client_as: ClientAs, code: str, value: Any, fields: list[str]
) -> None:
    answer = client_as("system_admin").post(TERMS, json=term(code=code, value=value))
    assert (answer.status_code, answer.json["code"]) == (422, "penalty_term_invalid")
    assert [error["field"] for error in answer.json["errors"]] == fields


def test_every_term_in_force_fits_the_form_it_is_edited_with(client_as: ClientAs) -> None:
    """Sent back as it stands, each is taken: what the forms describe is what there is."""
    admin = client_as("system_admin")
    forms = {form["code"]: form for form in admin.get("/api/v1/penalty-term-forms").json["forms"]}
    rows, after = [], ""
    while after is not None:
        page = admin.get(f"{TERMS}?limit=100{after and f'&after={after}'}").json
        rows, after = rows + page["items"], page["next"]
    assert len(rows) > 100
    for row in rows:
        prefix = row["code"].split(".")[0] + "."
        assert (row["code"] in forms) != (prefix in forms), row["code"]
    by_code = {row["code"]: row["value"] for row in rows}
    for code in ("discretion", "factors", "credit_columns", "offence.regulation_19", "review_when", "reminder_days"):
        answer = admin.post(TERMS, json=term(code=code, value=by_code[code]))
        assert answer.status_code == 201, answer.json


def test_a_form_offers_the_offences_there_are(client_as: ClientAs) -> None:
    forms = {form["code"]: form for form in client_as("head").get("/api/v1/penalty-term-forms").json["forms"]}
    [offered] = [part for part in forms["discretion"]["shape"]["row"]["parts"] if part["name"] == "offence"]
    assert "regulation_19" in {option["value"] for option in offered["shape"]["options"]}
    assert forms["decision"]["title"] == "办案期限"


def test_a_trial_tells_last_days_and_keeps_nothing(client_as: ClientAs) -> None:
    admin = client_as("system_admin")
    trial = {"code": "decision", "value": {"days": 30, "kind": "calendar"}, "from_on": "2026-11-23"}
    told = admin.post(f"{TERMS}/preview", json=trial)
    assert (told.status_code, len(told.json["lines"])) == (200, 2)
    assert "2026年12月23日届满" in told.json["lines"][0]
    assert "2027年2月22日届满" in told.json["lines"][1]  # ninety days end on a Sunday
    assert terms_on().values["decision"]["days"] == 90
    assert client_as("officer").post(f"{TERMS}/preview", json=trial).status_code == 403
    wrong = admin.post(f"{TERMS}/preview", json={**trial, "value": {"days": 0, "kind": "calendar"}})
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "value.days")


def test_a_trial_names_lines_of_discretion_that_the_law_does_not_hold(client_as: ClientAs) -> None:
    lines = [grade_line(), grade_line(grade="heavy", most_fen=99_000_000), grade_line(offence="unheard_of")]
    trial = {"code": "discretion", "value": lines, "from_on": clock.today().isoformat()}
    told = client_as("system_admin").post(f"{TERMS}/preview", json=trial).json["lines"]
    assert [line[:6] for line in told] == ["第 2 行（", "第 3 行的"]


def test_a_window_turned_round_is_refused(client_as: ClientAs) -> None:
    answer = client_as("system_admin").post(TERMS, json=term(to_on="2020-01-01"))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "to_on")


@pytest.mark.parametrize("persona", ["officer", "leader", "head", "security_admin"])
def test_only_the_system_administrator_sets_terms(client_as: ClientAs, persona: str) -> None:
    assert client_as(persona).post(TERMS, json=term()).status_code == 403


def test_everybody_who_sees_bases_sees_them_by_page(client_as: ClientAs, connected: None) -> None:
    first = client_as("head").get(f"{TERMS}?limit=40").json
    rest = client_as("head").get(f"{TERMS}?limit=100&after={first['next']}").json
    codes = [row["code"] for row in (*first["items"], *rest["items"])]
    assert len(set(codes)) == len(codes) == len(terms_on().values) + len(terms_on().articles)
    assert rest["next"] is None
    assert all(row["basis"] for row in first["items"])


def test_seeded_twice_they_are_there_once_and_a_setting_sent_twice_is_one(client_as: ClientAs, connected: None) -> None:
    assert seed_penalty_terms(SYSTEM) == 0
    admin, body = client_as("system_admin"), term()
    first, second = admin.post(TERMS, json=body), admin.post(TERMS, json=body)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    other = admin.post(TERMS, json={**body, "article": "第六十一条"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
