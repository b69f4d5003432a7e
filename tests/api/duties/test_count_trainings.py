"""A unit's own classes and its activities are the trainings of its year, counted beside its drills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine

from checklists.duties.models import DutyCover
from checklists.duties.services import remind_of_counts
from server.core import clock
from server.core.ids import new_id
from tests.api.duties.test_remind_of_drills import told
from tests.api.duties.test_revise_a_requirement import revised
from tests.factories.activities import activity_body
from tests.factories.duties import duty_of, hold_drill
from tests.factories.lessons import MEETINGS, called, code_at, sign_in_body
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def school(world: World, connected: None) -> UUID:
    """A key unit of the second level, which owes two trainings a year and has held none."""
    id = world.units["school_first"]
    DutyCover.delete().where(DutyCover.unit_id == id).execute()
    return id


def counter(client: Any, unit_id: UUID, on: str | None = None) -> tuple[str, str]:
    duty = duty_of(client, unit_id, "training", "any", on)
    assert duty is not None
    return f"{duty['counted']}/{duty['required']}", duty["state"]


def year_counters(client: Any, unit_id: UUID, year: int) -> list[tuple[str, str, str]]:
    rows = client.get(f"/api/v1/counter-years?year={year}&unit_id={unit_id}").json["items"]
    return [
        (one["duty"], f"{one['counted']}/{one['required']}", one["state"]) for row in rows for one in row["counters"]
    ]


def record(client: Any, unit_id: UUID, **changes: Any) -> dict[str, Any]:
    answer = client.post(f"/api/v1/units/{unit_id}/activities", json=activity_body(client, **changes))
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def hold_class(client_as: ClientAs, world: World) -> dict[str, Any]:
    """A class that the unit's own head calls, with one guard entered by hand."""
    head = client_as("head")
    meeting = called(head, clock.now())
    entry = {"id": str(new_id()), "person_id": str(world.people["guard"].person_id), "note": ""}
    answer = head.post(f"{MEETINGS}/{meeting['id']}/attendances", json=entry)
    assert answer.status_code == 201, answer.json
    return meeting


@pytest.mark.clause("JN-2.2.5c")
@pytest.mark.parametrize(
    ("day", "held", "expected"),
    [
        ("2026-09-30", 0, ("0/2", "open")),
        ("2026-10-01", 1, ("1/2", "due")),
        ("2026-12-31", 1, ("1/2", "failed")),
        ("2026-12-31", 2, ("2/2", "ok")),
        ("2027-01-01", 2, ("0/2", "open")),
    ],
)
def test_classes_and_activities_of_a_year_count_against_the_requirement(
    client_as: ClientAs, world: World, school: UUID, day: str, held: int, expected: tuple[str, str]
) -> None:
    with time_machine.travel("2026-09-20T04:00:00Z", tick=False):
        if held > 0:
            hold_class(client_as, world)
        if held > 1:
            record(client_as("staff"), school)
    with time_machine.travel(f"{day}T04:00:00Z", tick=False):
        assert counter(client_as("officer"), school) == expected
        duty = duty_of(client_as("officer"), school, "training", "any")
        assert duty is not None
        assert (duty["is_product_default"], duty["due_on"]) == (True, f"{day[:4]}-12-31")
        assert ("state-council-421", "第九条") in {(row["basis_id"], row["article"]) for row in duty["bases"]}


@pytest.mark.clause("JN-2.2.5c")
def test_a_missing_training_is_told_to_the_unit_and_at_the_year_s_end_to_its_bureau(
    client_as: ClientAs, school: UUID
) -> None:
    with time_machine.travel("2026-10-01T08:00:00+08:00", tick=False):
        record(client_as("staff"), school)
        for _ in range(2):
            remind_of_counts()
        assert told(client_as("staff"), "training.due") == [
            "2026年治安保卫和反恐防范培训已完成 1/2 次，请在12月31日前完成并上报。"
        ]
        gaps = client_as("officer").get("/api/v1/duty-gaps?duty=training&limit=200").json["items"]
        assert str(school) in {row["unit"]["id"] for row in gaps}
    with time_machine.travel("2026-12-31T08:00:00+08:00", tick=False):
        for _ in range(2):
            remind_of_counts()
        text = "2026年治安保卫和反恐防范培训不合格：1/2。"
        assert told(client_as("staff"), "training.failed") == [text]
        assert told(client_as("officer"), "training.failed").count(f"泉城示范第一中学：{text}") == 1


def test_who_has_trained_enough_is_told_nothing(client_as: ClientAs, world: World, school: UUID) -> None:
    with time_machine.travel("2026-12-31T08:00:00+08:00", tick=False):
        hold_class(client_as, world)
        record(client_as("staff"), school, kind="poster")
        remind_of_counts()
        assert told(client_as("staff"), "training.failed") == []


@pytest.mark.clause("JN-2.2.5c")
def test_drills_and_trainings_of_each_year_stand_beside_each_other(
    client_as: ClientAs, world: World, school: UUID
) -> None:
    with time_machine.travel("2025-05-20T04:00:00Z", tick=False):
        hold_drill(client_as("staff"), school)
        record(client_as("staff"), school)
        hold_class(client_as, world)
    with time_machine.travel("2026-02-01T04:00:00Z", tick=False):
        for persona in ("staff", "officer"):
            shown = client_as(persona)
            assert sorted(year_counters(shown, school, 2025)) == [("drill", "1/2", "failed"), ("training", "2/2", "ok")]
            assert sorted(year_counters(shown, school, 2026)) == [("drill", "0/2", "open"), ("training", "0/2", "open")]
        assert year_counters(client_as("fuel_head"), school, 2025) == []
        assert year_counters(client_as("stranger"), school, 2025) == []
    assert client_as("guard").get("/api/v1/counter-years").status_code == 403
    assert client_as("officer").get("/api/v1/counter-years?unit_id=x").status_code == 422


def test_a_class_counts_once_however_many_come_and_not_while_nobody_has(
    client_as: ClientAs, world: World, school: UUID
) -> None:
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False) as at:
        head = client_as("head")
        meeting = called(head, clock.now())
        at.shift(60)
        assert counter(head, school)[0] == "0/2"
        sign_in = sign_in_body(code_at(head, meeting["id"], clock.now()), clock.now())
        for _ in range(2):
            assert client_as("guard").post("/api/v1/my/attendances", json=sign_in).status_code == 201
        entry = {"id": str(new_id()), "person_id": str(world.people["staff"].person_id), "note": ""}
        assert head.post(f"{MEETINGS}/{meeting['id']}/attendances", json=entry).status_code == 201
        assert counter(head, school)[0] == "1/2"


def test_a_class_of_the_bureau_is_no_training_of_the_unit_s_own(
    client_as: ClientAs, world: World, school: UUID
) -> None:
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False) as at:
        officer = client_as("officer")
        meeting = called(officer, clock.now())
        at.shift(60)
        sign_in = sign_in_body(code_at(officer, meeting["id"], clock.now()), clock.now())
        assert client_as("guard").post("/api/v1/my/attendances", json=sign_in).status_code == 201
        assert counter(officer, school)[0] == "0/2"


def test_an_activity_sent_twice_counts_once_and_withdrawn_not_at_all(client_as: ClientAs, school: UUID) -> None:
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False):
        staff = client_as("staff")
        body = activity_body(staff)
        for _ in range(2):
            assert staff.post(f"/api/v1/units/{school}/activities", json=body).status_code == 201
        assert counter(staff, school)[0] == "1/2"
        for _ in range(2):
            answer = staff.post(f"/api/v1/activities/{body['id']}/withdrawals", json={"reason": "重复登记"})
            assert answer.status_code == 201
        assert counter(staff, school)[0] == "0/2"


@pytest.mark.clause("JN-2.2.5c")
def test_the_number_asked_for_is_data(client_as: ClientAs, school: UUID) -> None:
    answer = revised(client_as("system_admin"), "/api/v1/duty-rules/trainings-key-high", count=4)
    assert answer.status_code == 200
    assert counter(client_as("officer"), school)[0] == "0/4"
