"""A unit plans a drill and reports it; it counts with sign-in sheet, photos and evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine

from server.core.events import Event
from server.core.ids import new_id
from server.units.registry.models import Unit
from tests.factories.duties import (
    drill_body,
    duty_of,
    evidence,
    file_paper,
    hold_drill,
    move_to_liaoning,
    plan_drill,
    report_body,
)
from tests.factories.files import delivered_pdf, delivered_photo
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def school(world: World, connected: None) -> UUID:
    """A key unit that has held no drill; the demo's are taken away."""
    from checklists.duties.models import Drill, DrillReport, DutyCover, DutyPaper

    id = world.units["school_first"]
    for table in (DutyCover, DrillReport, Drill, DutyPaper):
        table.delete().where(table.unit_id == id).execute()
    return id


def counter(client: Any, unit_id: UUID, on: str | None = None) -> tuple[str, str]:
    duty = duty_of(client, unit_id, "drill", "any", on)
    assert duty is not None
    return f"{duty['counted']}/{duty['required']}", duty["state"]


@pytest.mark.clause("LN-4")
@pytest.mark.parametrize(
    ("day", "held", "expected"),
    [
        ("2026-09-30", 1, ("1/2", "open")),
        ("2026-10-01", 1, ("1/2", "due")),
        ("2026-12-30", 1, ("1/2", "due")),
        ("2026-12-31", 1, ("1/2", "failed")),
        ("2026-12-31", 2, ("2/2", "ok")),
        ("2027-01-01", 2, ("0/2", "open")),
    ],
)
def test_a_key_unit_in_liaoning_owes_two_drills_a_year(
    client_as: ClientAs, world: World, school: UUID, day: str, held: int, expected: tuple[str, str]
) -> None:
    move_to_liaoning(school, key_unit_level=3)  # elsewhere the third level owes one
    with time_machine.travel("2026-09-20T04:00:00Z", tick=False):
        for _ in range(held):
            hold_drill(client_as("staff"), school)
    with time_machine.travel(f"{day}T04:00:00Z", tick=False):
        officer = client_as("officer")
        assert counter(officer, school) == expected
        duty = duty_of(officer, school, "drill", "any")
        assert duty is not None
        assert ("liaoning-2021", "二（一）4") in {(row["basis_id"], row["article"]) for row in duty["bases"]}
        assert duty["is_product_default"] is False


@pytest.mark.clause("LN-4")
def test_a_year_s_list_shows_who_failed(client_as: ClientAs, school: UUID) -> None:
    move_to_liaoning(school)
    with time_machine.travel("2026-03-20T04:00:00Z", tick=False):
        hold_drill(client_as("staff"), school)
    with time_machine.travel("2027-02-01T04:00:00Z", tick=False):
        rows = client_as("officer").get("/api/v1/counter-years?year=2026&limit=200").json["items"]
        counters = next(row["counters"] for row in rows if row["unit"]["id"] == str(school))
        shown = next(row for row in counters if row["item"] == "any")
        assert (shown["counted"], shown["required"], shown["state"]) == (1, 2, "failed")


@pytest.mark.clause("LN-4")
@pytest.mark.clause("JN-2.2.5c")
@pytest.mark.parametrize(
    ("purposes", "evaluation", "lacking"),
    [
        (("photo",), "到位", ["sign_in"]),
        (("sign_in",), "到位", ["photo"]),
        ((), "到位", ["sign_in", "photo"]),
        (("sign_in", "photo"), " ", ["evaluation"]),
    ],
)
def test_a_drill_without_its_evidence_is_kept_and_not_counted(
    client_as: ClientAs, school: UUID, purposes: tuple[str, ...], evaluation: str, lacking: list[str]
) -> None:
    staff = client_as("staff")
    files = [file for file in evidence(staff) if file["purpose"] in purposes]
    drill = hold_drill(staff, school, files=files, evaluation=evaluation)
    assert (drill["is_counted"], drill["report"]["lacking"]) == (False, lacking)
    assert counter(staff, school)[0] == "0/2"
    answer = staff.post(f"/api/v1/drills/{drill['id']}/reports", json=report_body(staff))
    assert (answer.json["is_counted"], answer.json["report"]["lacking"]) == (True, [])
    assert counter(staff, school)[0] == "1/2"


@pytest.mark.clause("JN-2.2.5c")
def test_planned_and_actual_stand_beside_each_other(client_as: ClientAs, school: UUID) -> None:
    with time_machine.travel("2026-05-20T04:00:00Z", tick=False):
        staff = client_as("staff")
        drill = plan_drill(staff, school, planned_on="2026-05-18", place="操场")
        assert (drill["is_counted"], drill["report"]) == (False, None)
        answer = staff.post(f"/api/v1/drills/{drill['id']}/reports", json=report_body(staff, held_on="2026-05-19"))
        assert answer.status_code == 201
        seen = client_as("officer").get(f"/api/v1/drills/{drill['id']}").json
    assert (seen["planned_on"], seen["place"]) == ("2026-05-18", "操场")
    assert (seen["report"]["held_on"], seen["report"]["place"], seen["report"]["people_count"]) == (
        "2026-05-19", "学校北门", 36,
    )  # fmt: skip
    assert sorted(file["purpose"] for file in seen["report"]["files"]) == ["photo", "sign_in"]


@pytest.mark.clause("JN-2.2.5c")
def test_a_counter_terror_target_owes_a_drill_of_that_kind(client_as: ClientAs, school: UUID) -> None:
    Unit.update(counter_terror_target=True).where(Unit.id == school).execute()
    staff = client_as("staff")
    hold_drill(staff, school)
    duty = duty_of(staff, school, "drill", "counter_terror")
    assert duty is not None
    assert (duty["counted"], duty["required"]) == (0, 1)
    drill = plan_drill(staff, school, kind="counter_terror")
    staff.post(f"/api/v1/drills/{drill['id']}/reports", json=report_body(staff))
    duty = duty_of(staff, school, "drill", "counter_terror")
    assert duty is not None
    assert duty["state"] == "ok"
    assert counter(staff, school)[0] == "2/2"  # it is a drill of the year as well


@pytest.mark.clause("JN-2.2.6c")
def test_a_plan_for_incidents_is_owed_guided_and_drilled(client_as: ClientAs, school: UUID) -> None:
    staff, officer = client_as("staff"), client_as("officer")
    duty = duty_of(officer, school, "plan", "incident")
    assert duty is not None
    assert (duty["state"], duty["title"]) == ("missing", "治安突发事件处置预案")
    plan = file_paper(staff, school, duty="plan", item="incident", title="突发事件处置预案", edition="第3版")
    remark = {"id": str(new_id()), "text": "请补充校门口交通疏导分工。"}
    assert officer.post(f"/api/v1/papers/{plan['id']}/remarks", json=remark).status_code == 201
    duty = duty_of(officer, school, "plan", "incident")
    assert duty is not None
    assert (duty["state"], duty["paper"]["edition"]) == ("ok", "第3版")
    assert plan_drill(staff, school, plan_id=plan["id"])["plan_id"] == plan["id"]


@pytest.mark.clause("LN-4")
def test_the_police_remark_on_a_drill_and_may_take_it_out_of_the_count(client_as: ClientAs, school: UUID) -> None:
    staff, officer = client_as("staff"), client_as("inspector")
    drill = hold_drill(staff, school)
    path = f"/api/v1/drills/{drill['id']}/remarks"
    noted = officer.post(path, json={"id": str(new_id()), "text": "组织有序。", "accepted": True}).json
    assert (noted["is_counted"], noted["remarks"][0]["name"]) == (True, "林守义")
    refused = officer.post(path, json={"id": str(new_id()), "text": "照片为往年照片。", "accepted": False}).json
    assert refused["is_counted"] is False
    assert counter(staff, school)[0] == "0/2"
    assert staff.post(path, json={"id": str(new_id()), "text": "同意"}).status_code == 403
    assert client_as("department").post(path, json={"id": str(new_id()), "text": "好"}).status_code == 403


def test_sent_twice_it_is_planned_and_reported_once(client_as: ClientAs, school: UUID) -> None:
    staff, body = client_as("staff"), drill_body()
    path = f"/api/v1/units/{school}/drills"
    assert [staff.post(path, json=body).status_code for _ in range(2)] == [201, 201]
    report = report_body(staff)
    answers = [staff.post(f"/api/v1/drills/{body['id']}/reports", json=report) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert Event.select().where(Event.kind == "drill.reported", Event.subject_id == body["id"]).count() == 1
    assert counter(staff, school)[0] == "1/2"
    other = staff.post(f"/api/v1/drills/{body['id']}/reports", json={**report, "people_count": 99})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
    assert staff.post(path, json={**body, "place": "别处"}).status_code == 409


def test_strangers_plan_and_report_nothing(client_as: ClientAs, world: World, school: UUID) -> None:
    staff = client_as("staff")
    drill = plan_drill(staff, school)
    assert client_as("officer").post(f"/api/v1/units/{school}/drills", json=drill_body()).status_code == 403
    assert staff.post(f"/api/v1/units/{world.units['bank']}/drills", json=drill_body()).status_code == 404
    assert client_as("stranger").get(f"/api/v1/drills/{drill['id']}").status_code == 404
    assert client_as("commerce").get(f"/api/v1/drills?unit_id={school}").json["items"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "party"}, "kind"), ({"planned_on": "x"}, "planned_on"), ({"place": ""}, "place")],
)
def test_a_wrong_field_of_a_plan_is_named(
    client_as: ClientAs, school: UUID, changes: dict[str, Any], field: str
) -> None:
    answer = client_as("staff").post(f"/api/v1/units/{school}/drills", json=drill_body(**changes))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_on": "2126-01-01"}, "day_in_future"),
        ({"people_count": 0}, "invalid"),
        ({"people_count": True}, "invalid"),
    ],
)
def test_an_impossible_report_is_refused(client_as: ClientAs, school: UUID, changes: dict[str, Any], code: str) -> None:
    staff = client_as("staff")
    drill = plan_drill(staff, school)
    answer = staff.post(f"/api/v1/drills/{drill['id']}/reports", json=report_body(staff, **changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert counter(staff, school)[0] == "0/2"


def test_a_pdf_is_no_photo_of_a_drill_but_may_be_its_sign_in_sheet(client_as: ClientAs, school: UUID) -> None:
    staff = client_as("staff")
    drill = plan_drill(staff, school)
    path = f"/api/v1/drills/{drill['id']}/reports"
    wrong = report_body(staff, files=[delivered_pdf(staff, purpose="photo"), delivered_photo(staff, 1, "sign_in")])
    assert staff.post(path, json=wrong).json["code"] == "file_of_wrong_kind"
    right = report_body(staff, files=[delivered_pdf(staff, purpose="sign_in"), delivered_photo(staff, 1)])
    assert staff.post(path, json=right).json["is_counted"] is True


def test_another_unit_s_plan_is_not_found(client_as: ClientAs, school: UUID) -> None:
    answer = client_as("staff").post(f"/api/v1/units/{school}/drills", json=drill_body(plan_id=str(new_id())))
    assert answer.status_code == 404
