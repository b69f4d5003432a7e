"""Certificates that others issue are recorded and checked here, and never issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from courses.trainees.models import SkillCertificate
from server.core.ids import new_id
from tests.factories.trainees import trainee
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
As = Callable[[str], Any]


def body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "kind": "manager_grade",
        "level": "3",
        "number": "示2026000001",
        "authority": "示范职业技能评价中心",
        "issued_on": "2026-03-01",
        "valid_to": None,
        **changes,
    }


@pytest.mark.clause("LN-19b")
def test_the_level_shows_on_the_file_of_the_guard(client_as: As, world: World) -> None:
    row = trainee(world.units["school_first"])
    url = f"/api/v1/people/{row.person_id}/skill-certificates"
    wanted = body()
    made = client_as("head").post(url, json=wanted)
    assert made.status_code == 201, made.json
    assert (made.json["level_word"], made.json["checked"]) == ("保卫管理员三级", "unchecked")
    checks = f"/api/v1/skill-certificates/{made.json['id']}/checks"
    assert client_as("head").post(checks, json={"checked": "confirmed"}).status_code == 403
    assert client_as("stranger").post(checks, json={"checked": "confirmed"}).status_code == 404
    confirmed = client_as("officer").post(checks, json={"checked": "confirmed"}).json
    assert (confirmed["checked"], confirmed["checked_by"]) == ("confirmed", "陈明理")
    on_file = client_as("officer").get(f"/api/v1/people/{row.person_id}/training").json["skills"]
    assert [(one["level_word"], one["is_valid"]) for one in on_file] == [("保卫管理员三级", True)]
    assert client_as("head").post(url, json=wanted).status_code == 201
    assert SkillCertificate.select().count() == 1
    assert client_as("stranger").get(url).status_code == 404


def test_a_level_that_the_kind_never_had_is_refused(client_as: As, world: World) -> None:
    row = trainee(world.units["school_first"])
    url = f"/api/v1/people/{row.person_id}/skill-certificates"
    head = client_as("head")
    for changes, status, code in (
        ({"level": "5"}, 422, "level_unknown"),
        ({"issued_on": "2021-11-30"}, 422, "level_unknown"),
        ({"issued_on": "2199-01-01"}, 422, "day_ahead"),
        ({"valid_to": "2026-02-01"}, 422, "end_before_start"),
        ({"kind": "badge"}, 422, "invalid"),
    ):
        answer = head.post(url, json=body(**changes))
        assert (answer.status_code, answer.json["code"]) == (status, code), changes
    assert head.post(url, json=body(kind="guard_grade", level="5")).status_code == 201
    twice = head.post(url, json=body(kind="guard_grade", level="4"))
    assert (twice.status_code, twice.json["code"]) == (409, "number_known")
    other = trainee(world.units["fuel"])
    assert head.post(f"/api/v1/people/{other.person_id}/skill-certificates", json=body()).status_code == 404


def test_an_entry_made_by_mistake_ends_with_a_reason(client_as: As, world: World) -> None:
    row = trainee(world.units["school_first"])
    head = client_as("head")
    made = head.post(f"/api/v1/people/{row.person_id}/skill-certificates", json=body(kind="guard_card", level="")).json
    url = f"/api/v1/skill-certificates/{made['id']}/endings"
    for _ in range(2):
        ended = head.post(url, json={"reason": "录入错误"})
        assert (ended.status_code, ended.json["is_valid"]) == (201, False)
    assert head.post(url, json={"reason": "别的"}).status_code == 409


def test_levels_are_dated_data_with_a_basis(client_as: As) -> None:
    rows = client_as("head").get("/api/v1/skill-grades").json["items"]
    managers = [row for row in rows if row["kind"] == "manager_grade"]
    assert [row["word"] for row in managers] == ["保卫管理员三级", "保卫管理员二级", "保卫管理员一级"]
    assert {row["basis"]["status"] for row in managers} == {"in_force"}
    assert len([row for row in rows if row["kind"] == "guard_grade"]) == 5
