"""Criteria of candidates and days of notice: dated versions, tried out before they are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reports.commendations.queries.terms import term_on
from server.core import clock
from server.core.ids import new_id
from tests.factories.records import Json

TERMS = "/api/v1/commendation-terms"
As = Callable[[str], Any]


def criteria(**changes: Any) -> Json:
    return {"cases_most": 0, "overdue_most": 0, "untrained_most": 0, "drills_least": 2, **changes}


def draft(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "code": "candidate_criteria",
        "value": criteria(drills_least=1),
        "basis": "济南市公安局历下区分局表彰奖励办法",
        "verified": False,
        "from_on": clock.today().isoformat(),
        **changes,
    }


def test_a_new_version_holds_from_its_day_and_the_old_one_stays(client_as: As, connected: None) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    answer = client_as("leader").post(TERMS, json=draft(from_on=tomorrow.isoformat()))
    rows = [row for row in answer.json["terms"] if row["code"] == "candidate_criteria"]
    assert (answer.status_code, [row["in_force"] for row in rows]) == (201, [False, True])
    assert [row["verified"] for row in rows] == [False, False]
    assert (term_on("candidate_criteria")["drills_least"], term_on("candidate_criteria", tomorrow)["drills_least"]) == (
        2,
        1,
    )


def test_the_form_is_described_with_the_terms(client_as: As) -> None:
    forms = {form["code"]: form for form in client_as("officer").get(TERMS).json["forms"]}
    parts = forms["candidate_criteria"]["shape"]["parts"]
    assert {part["name"] for part in parts} == set(criteria())
    assert all(part["label"] for part in parts)


def test_a_trial_counts_the_units_that_would_be_proposed(client_as: As) -> None:
    leader = client_as("leader")
    trial = {"code": "candidate_criteria", "from_on": clock.today().isoformat()}
    every = criteria(cases_most=1000, overdue_most=1000, untrained_most=1000, drills_least=0)
    wide = leader.post(f"{TERMS}/preview", json={**trial, "value": every})
    narrow = leader.post(f"{TERMS}/preview", json={**trial, "value": criteria(drills_least=1000)})
    units = leader.get("/api/v1/units?limit=100").json
    assert units["next"] is None
    assert f"改定后 {len(units['items'])} 个" in wide.json["lines"][0]
    assert "改定后 0 个" in narrow.json["lines"][0]
    assert term_on_is_untouched(leader)


def term_on_is_untouched(client: Any) -> bool:
    rows = [row for row in client.get(TERMS).json["terms"] if row["code"] == "candidate_criteria"]
    return len(rows) == 1 and rows[0]["value"] == criteria()


def test_a_trial_tells_the_last_day_of_a_notice(client_as: As) -> None:
    trial = {"code": "notice_working_days", "value": 5, "from_on": "2026-11-23"}
    told = client_as("leader").post(f"{TERMS}/preview", json=trial).json["lines"]
    assert told == ["2026年11月23日开始的公示，至2026年11月30日届满。"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": criteria(cases_most=-1)}, "value.cases_most"),
        ({"value": {"cases_most": 0}}, "value.overdue_most"),
        ({"value": 3}, "value"),
        ({"code": "notice_working_days", "value": 61}, "value"),
        ({"basis": ""}, "basis"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(client_as: As, change: Json, field: str) -> None:
    answer = client_as("leader").post(TERMS, json=draft(**change))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("persona", ["officer", "government", "head"])
def test_others_neither_set_nor_try(client_as: As, persona: str) -> None:
    client, body = client_as(persona), draft()
    trial = {name: body[name] for name in ("code", "value", "from_on")}
    assert client.post(TERMS, json=body).status_code == 403
    assert client.post(f"{TERMS}/preview", json=trial).status_code == 403


def test_sent_twice_it_is_one(client_as: As, connected: None) -> None:
    leader, body = client_as("leader"), draft()
    assert leader.post(TERMS, json=body).json == leader.post(TERMS, json=body).json
    assert leader.post(TERMS, json={**body, "verified": True}).status_code == 409
