"""A building project has three gates, each with its day and its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.duties import duty_of
from tests.factories.files import delivered_pdf
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def school(world: World, connected: None) -> UUID:
    from checklists.duties.models import Project, ProjectGate

    id = world.units["school_first"]
    for table in (ProjectGate, Project):
        table.delete().where(table.unit_id == id).execute()
    return id


def project_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "title": "新建实验楼",
        "kind": "new",
        "planning_due_on": "2026-03-31",
        "construction_due_on": "2026-08-31",
        "acceptance_due_on": "2026-12-31",
        **changes,
    }


def open_project(client: Any, unit_id: UUID, **changes: Any) -> dict[str, Any]:
    answer = client.post(f"/api/v1/units/{unit_id}/projects", json=project_body(**changes))
    assert answer.status_code == 201, answer.json
    project: dict[str, Any] = answer.json
    return project


def passing(client: Any, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()), "done_on": "2026-03-30", "note": "会审通过", "files": [delivered_pdf(client, "图纸")], **changes,
    }  # fmt: skip


def pass_gate(client: Any, project: dict[str, Any], gate: str, **changes: Any) -> Any:
    return client.post(f"/api/v1/projects/{project['id']}/gates/{gate}/passings", json=passing(client, **changes))


@pytest.mark.clause("LN-6b")
def test_it_cannot_be_closed_with_a_gate_empty(client_as: ClientAs, school: UUID) -> None:
    staff = client_as("staff")
    project = open_project(staff, school)
    path = f"/api/v1/projects/{project['id']}/closings"
    for passed, gate in enumerate(("planning", "construction", "acceptance")):
        refused = staff.post(path)
        assert (refused.status_code, refused.json["code"]) == (422, "gates_empty")
        assert len(refused.json["errors"]) == 3 - passed
        assert pass_gate(staff, project, gate).status_code == 201
    closed = [staff.post(path) for _ in range(2)]
    assert [answer.status_code for answer in closed] == [201, 201]
    assert closed[0].json["closed_on"] is not None
    assert closed[0].json == closed[1].json
    assert Event.select().where(Event.kind == "project.closed", Event.subject_id == project["id"]).count() == 1


@pytest.mark.clause("LN-6b")
@pytest.mark.parametrize(("day", "late", "state"), [("2026-03-31", False, "ok"), ("2026-04-01", True, "overdue")])
def test_a_late_gate_is_shown(client_as: ClientAs, school: UUID, day: str, late: bool, state: str) -> None:
    with time_machine.travel(f"{day}T04:00:00Z", tick=False):
        project = open_project(client_as("staff"), school)
        officer = client_as("officer")
        gates = officer.get(f"/api/v1/projects/{project['id']}").json["gates"]
        assert [(gate["gate"], gate["is_late"]) for gate in gates] == [
            ("planning", late), ("construction", False), ("acceptance", False),
        ]  # fmt: skip
        duty = duty_of(officer, school, "project", "gates")
        assert duty is None or duty["state"] in {state, "lapsed"}
        listed = officer.get("/api/v1/duty-gaps?duty=project&limit=200").json["items"]
        assert (str(school) in {row["unit"]["id"] for row in listed}) is late


@pytest.mark.clause("LN-6b")
def test_a_gate_passed_after_its_day_stays_late(client_as: ClientAs, school: UUID) -> None:
    staff = client_as("staff")
    project = open_project(staff, school)
    gates = pass_gate(staff, project, "planning", done_on="2026-04-02").json["gates"]
    assert (gates[0]["done_on"], gates[0]["is_late"], gates[0]["files"][0]["name"]) == (
        "2026-04-02", True, "图纸.pdf",
    )  # fmt: skip


def test_sent_twice_it_is_one_project_and_one_passing(client_as: ClientAs, school: UUID) -> None:
    staff, body = client_as("staff"), project_body()
    path = f"/api/v1/units/{school}/projects"
    assert [staff.post(path, json=body).status_code for _ in range(2)] == [201, 201]
    assert staff.post(path, json={**body, "title": "别的"}).status_code == 409
    gate = passing(staff)
    where = f"/api/v1/projects/{body['id']}/gates/planning/passings"
    answers = [staff.post(where, json=gate) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(answers[1].json["gates"][0]["files"]) == 1
    other = staff.post(where, json=passing(staff, done_on="2026-03-01"))
    assert (other.status_code, other.json["code"]) == (409, "gate_already_passed")


@pytest.mark.parametrize(
    ("gate", "changes", "code"),
    [
        ("roof", {}, "gate_unknown"),
        ("planning", {"files": []}, "paper_missing"),
        ("planning", {"done_on": "2126-01-01"}, "day_in_future"),
        ("planning", {"done_on": "x"}, "invalid"),
    ],
)
def test_what_is_no_passing_is_refused(
    client_as: ClientAs, school: UUID, gate: str, changes: dict[str, Any], code: str
) -> None:
    staff = client_as("staff")
    answer = pass_gate(staff, open_project(staff, school), gate, **changes)
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_strangers_build_nothing_here(client_as: ClientAs, world: World, school: UUID) -> None:
    project = open_project(client_as("staff"), school)
    assert client_as("stranger").get(f"/api/v1/projects/{project['id']}").status_code == 404
    assert client_as("officer").post(f"/api/v1/projects/{project['id']}/closings").status_code == 403
    answer = client_as("staff").post(f"/api/v1/units/{world.units['bank']}/projects", json=project_body())
    assert answer.status_code == 404


def test_a_wrong_field_is_named(client_as: ClientAs, school: UUID) -> None:
    answer = client_as("staff").post(f"/api/v1/units/{school}/projects", json=project_body(kind="castle"))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "kind")
