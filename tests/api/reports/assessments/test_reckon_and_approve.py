"""A run: same data, same score; every point traceable to a row; frozen when approved."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from checklists.hazards.models import Hazard
from reports.assessments.models import AssessmentRow
from reports.assessments.services import count_run
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.backends import Backend
from tests.factories.alerts import CASES
from tests.factories.assessments import (
    RUNS,
    approve,
    indicator,
    item_of,
    published,
    reckoned,
    result_of,
    rows_of,
    run_body,
)
from tests.factories.records import Json, Sender, failed_check
from tests.world import PASSWORD, World

As = Callable[[str], Any]


def case(client: Any, unit_id: Any) -> None:
    body = {
        "id": str(new_id()),
        "unit_id": str(unit_id),
        "kind": "theft",
        "happened_at": clock.to_text(clock.now() - timedelta(hours=1)),
        "summary": "自行车被盗",
        "source_no": "A1",
    }
    answer = client.post(CASES, json=body)
    assert answer.status_code == 201, answer.json


def due_yesterday(unit_id: Any, how_many: int) -> None:
    """The first hazards of a unit were due the day before."""
    day = clock.today() - timedelta(days=1)
    ids = [row.id for row in Hazard.select(Hazard.id).where(Hazard.unit_id == unit_id).order_by(Hazard.id)][:how_many]
    assert len(ids) == how_many
    Hazard.update(deadline_on=day, state="ordered").where(Hazard.id.in_(ids)).execute()


@pytest.mark.clause("JN-2.1e")
def test_same_data_gives_the_same_score_and_each_point_leads_to_its_rows(
    sender: Sender, client_as: As, world: World, scheme: Json, run_jobs: Callable[[], int], connected: None
) -> None:
    failed_check(sender, "SCH-13", "SCH-02")
    school, bank = world.units["school_first"], world.units["bank"]
    due_yesterday(school, 2)
    officer = client_as("officer")
    case(officer, school)
    first, second = (reckoned(officer, scheme, run_jobs) for _ in range(2))
    assert first["results"] == second["results"]
    assert first["inputs_hash"] == second["inputs_hash"]
    late = rows_of(officer, first, school, "late")
    assert item_of(first, school, "late")["points_x100"] == 2000 - 500 * len(late)
    found = {row["id"] for row in officer.get(f"/api/v1/hazards?unit_id={school}&limit=200").json["items"]}
    assert len(late) == 2
    for row in late:
        assert row["id"] in found
        assert row["link"] == f"/hazards/{row['id']}"
        assert row["unit"]["id"] == str(school)
    assert [row["kind"] for row in rows_of(officer, first, school, "cases")] == ["case"]
    for result in first["results"]:
        for item in result["items"]:
            rows = rows_of(officer, first, result["subject_key"], item["code"])
            assert (len(rows), sum(row["is_met"] for row in rows)) == (item["whole"], item["met"])
        assert result["points_x100"] == sum(item["points_x100"] for item in result["items"])
    assert result_of(first, bank)["rank"] == 1
    assert result_of(first, school)["points_x100"] < result_of(first, bank)["points_x100"]


def test_other_data_gives_another_hash(run: Json, client_as: As, world: World, run_jobs: Callable[[], int]) -> None:
    officer = client_as("officer")
    case(officer, world.units["bank"])
    assert officer.post(f"{RUNS}/{run['id']}/countings").status_code == 202
    run_jobs()
    again = officer.get(f"{RUNS}/{run['id']}").json
    assert again["inputs_hash"] != run["inputs_hash"]
    assert item_of(again, world.units["bank"], "cases")["points_x100"] == 800
    assert result_of(again, world.units["school_first"]) == result_of(run, world.units["school_first"]) | {"rank": 1}


def test_run_twice_a_job_leaves_the_same_and_a_finished_run_alone(run: Json, client_as: As, connected: None) -> None:
    rows = AssessmentRow.select().count()
    count_run(run["id"], 1)
    assert AssessmentRow.select().count() == rows
    assert client_as("officer").get(f"{RUNS}/{run['id']}").json == run


@pytest.fixture
def sheet(client_as: As, world: World, run_jobs: Callable[[], int], backend: Backend) -> Json:
    """Approved, its paper made."""

    def make() -> Json:
        officer, leader = client_as("officer"), client_as("leader")
        run = reckoned(officer, published(officer, world), run_jobs)
        assert approve(leader, run).status_code == 202
        run_jobs()
        made: Json = leader.get(f"{RUNS}/{run['id']}").json
        assert made["document"]["state"] == "signed"
        return made

    return backend.keep("an approved run", make)


@pytest.mark.clause("JN-3.5b")
def test_an_approved_run_has_its_sheet_and_workbook(sheet: Json, client_as: As, read: Callable[[bytes], str]) -> None:
    paper = read(client_as("city").get(f"{RUNS}/{sheet['id']}/file").data)
    for words in (
        sheet["number"],
        "考核结果",
        sheet["inputs_hash"],
        *(row["subject_name"] for row in sheet["results"]),
    ):
        assert words in paper
    own = openpyxl.load_workbook(io.BytesIO(client_as("officer").get(f"{RUNS}/{sheet['id']}/workbook").data))
    assert own.sheetnames == ["总表", "指标", "依据"]
    best = min(sheet["results"], key=lambda row: row["rank"])
    assert own["总表"]["C2"].value == best["points_x100"] / 100
    above = openpyxl.load_workbook(io.BytesIO(client_as("city").get(f"{RUNS}/{sheet['id']}/workbook").data))
    assert above.sheetnames == ["总表", "指标"]


@pytest.mark.clause("JN-2.1e")
def test_what_was_approved_is_frozen(sheet: Json, client_as: As, world: World, run_jobs: Callable[[], int]) -> None:
    officer = client_as("officer")
    case(officer, world.units["bank"])
    answer = officer.post(f"{RUNS}/{sheet['id']}/countings")
    assert (answer.status_code, answer.json["code"]) == (422, "assessment_frozen")
    run_jobs()
    after = client_as("leader").get(f"{RUNS}/{sheet['id']}").json
    assert after == sheet


def test_it_is_approved_once_by_the_agencys_leader_with_the_password(run: Json, client_as: As, connected: None) -> None:
    assert approve(client_as("officer"), run).status_code == 403
    assert approve(client_as("other_leader"), run).status_code == 404
    assert approve(client_as("city_leader"), run).status_code == 404  # not finished, so not theirs to see
    leader = client_as("leader")
    assert approve(leader, run, password="Wrong-password-1").json["code"] == "password_refused"
    assert approve(leader, run).json["number"] == approve(leader, run).json["number"]
    assert Event.select().where(Event.kind == "assessment.approved").count() == 1


def test_a_run_that_is_being_reckoned_is_neither_approved_nor_marked(scheme: Json, client_as: As) -> None:
    body = run_body(scheme)
    officer = client_as("officer")
    assert officer.post(RUNS, json=body).json["state"] == "counting"
    assert approve(client_as("leader"), body).json["code"] == "assessment_counting"
    assert officer.post(f"{RUNS}/{body['id']}/countings").status_code == 409


@pytest.mark.parametrize("as_of", ["2025-12-31", "2999-01-01", "tomorrow"])
def test_the_day_lies_in_the_year_and_not_to_come(scheme: Json, client_as: As, as_of: str) -> None:
    answer = client_as("officer").post(RUNS, json=run_body(scheme, as_of=as_of))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "as_of")


def test_asked_twice_it_is_one_run(scheme: Json, client_as: As) -> None:
    officer, body = client_as("officer"), run_body(scheme)
    assert officer.post(RUNS, json=body).json == officer.post(RUNS, json=body).json
    day = (clock.today() - timedelta(days=1)).isoformat()
    assert officer.post(RUNS, json={**body, "as_of": day}).status_code == 409
    assert client_as("city").post(RUNS, json=run_body(scheme)).json["code"] == "assessment_elsewhere"
    assert client_as("stranger").post(RUNS, json=run_body(scheme)).status_code == 404
    assert client_as("leader").post(RUNS, json=run_body(scheme)).status_code == 403


def revoke(client: Any, run: Json, reason: str = "数据口径有误") -> Any:
    return client.post(f"{RUNS}/{run['id']}/revocations", json={"reason": reason, "password": PASSWORD})


def test_an_approved_run_is_taken_back_for_everybody(sheet: Json, client_as: As, anonymous: Any) -> None:
    leader = client_as("leader")
    assert revoke(client_as("officer"), sheet).status_code == 403
    assert revoke(client_as("other_leader"), sheet).status_code == 404
    assert revoke(client_as("city_leader"), sheet).json["code"] == "assessment_elsewhere"
    first = revoke(leader, sheet)
    assert (first.status_code, first.json["state"]) == (201, "revoked")
    assert revoke(leader, sheet).json == first.json
    assert revoke(leader, sheet, "别的").status_code == 409
    public = anonymous.get(f"/api/v1/verifications/by-hash/{sheet['document']['sha256']}").json
    assert public["verdict"] == "revoked"
    assert approve(leader, sheet).json["code"] == "assessment_frozen"


def test_rows_are_for_those_who_reach_the_units(
    sender: Sender, client_as: As, world: World, scheme: Json, run_jobs: Callable[[], int], connected: None
) -> None:
    failed_check(sender, "SCH-13")
    school = world.units["school_first"]
    due_yesterday(school, 1)
    run = reckoned(client_as("officer"), scheme, run_jobs)
    assert client_as("stranger").get(f"{RUNS}/{run['id']}/rows?subject_key={school}&code=late").status_code == 404
    approve(client_as("leader"), run)
    assert len(rows_of(client_as("city"), run, school, "late")) == 1
    assert len(rows_of(client_as("government"), run, school, "late")) == 1  # over the department of schools
    assert rows_of(client_as("expired"), run, school, "late") == []  # a station that the school is not under
    assert rows_of(client_as("officer"), run, school, "late", met="true") == []
    missing = f"{RUNS}/{run['id']}/rows?subject_key={school}&code=nothing"
    assert client_as("officer").get(missing).status_code == 404


def test_areas_and_agencies_are_assessed_by_all_their_units(
    sender: Sender, client_as: As, world: World, run_jobs: Callable[[], int], connected: None
) -> None:
    failed_check(sender, "SCH-13", "SCH-02")
    due_yesterday(world.units["school_first"], 2)
    city, late = client_as("city"), [indicator("late", "deduction", "hazards_overdue", 2000, each_x100=500)]
    areas = published(city, world, target="area", subjects=["370102", "370112"], indicators=late)
    run = reckoned(city, areas, run_jobs)
    assert [row["points_x100"] for row in run["results"]] == [1000, 2000]
    keys = [str(world.agencies[key]) for key in ("lixia", "licheng")]
    indicators = [*late, indicator("letters", "ratio", "letters_in_time")]
    agencies = published(city, world, target="agency", subjects=keys, indicators=indicators)
    run = reckoned(city, agencies, run_jobs)
    assert [row["points_x100"] for row in run["results"]] == [2000, 3000]
