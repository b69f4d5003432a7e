"""A unit records what it did; the record stands in its annual file with photos and head count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from courses.activities.models import Activity
from server.core import clock
from server.core.database import database
from server.core.events import Event
from tests.factories.activities import activity_body
from tests.factories.files import delivered_pdf, delivered_photo
from tests.world import World

Clients = Callable[[str], Any]


def record(client: Any, world: World, body: dict[str, Any], unit: str = "school_first") -> Any:
    return client.post(f"/api/v1/units/{world.units[unit]}/activities", json=body)


def year_of(client: Any, world: World, year: int | None = None, unit: str = "school_first") -> Any:
    asked = f"?year={year}" if year else ""
    return client.get(f"/api/v1/units/{world.units[unit]}/training-year{asked}")


@pytest.mark.clause("JN-2.2.4c")
def test_an_activity_with_photo_and_head_count_appears_in_the_annual_file(client_as: Clients, world: World) -> None:
    staff = client_as("staff")
    body = activity_body(staff, photos=[delivered_photo(staff, 1), delivered_photo(staff, 2)])
    answer = record(staff, world, body)
    assert answer.status_code == 201, answer.json
    assert len(answer.json["photos"]) == 2
    assert record(staff, world, activity_body(staff, kind="poster", head_count=80)).status_code == 201
    for persona in ("staff", "head", "officer", "inspector"):
        file = year_of(client_as(persona), world).json
        assert (file["activity_count"], file["head_count"], file["photo_count"]) == (2, 400, 3)
        assert {row["id"]: len(row["photos"]) for row in file["activities"]}[body["id"]] == 2
        assert file["by_kind"] == [{"kind": "lecture", "count": 1}, {"kind": "poster", "count": 1}]
    assert year_of(staff, world, 2020).json["activities"] == []
    photo = answer.json["photos"][0]["id"]
    assert client_as("officer").get(f"/api/v1/attachments/{photo}").mimetype == "image/jpeg"
    rows = client_as("officer").get("/api/v1/activity-years").json["items"]
    mine = next(row for row in rows if row["unit"]["id"] == str(world.units["school_first"]))
    assert (mine["activity_count"], mine["head_count"]) == (2, 400)


def test_sent_twice_it_is_recorded_once(client_as: Clients, world: World) -> None:
    staff = client_as("staff")
    body = activity_body(staff)
    first, again = record(staff, world, body), record(staff, world, body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert record(staff, world, {**body, "head_count": 7}).status_code == 409
    with database.connection_context():
        assert Activity.select().count() == 1
        assert Event.select().where(Event.kind == "activity.recorded").count() == 1


def test_another_s_unit_looks_as_if_it_were_not_there(client_as: Clients, world: World) -> None:
    staff, fuel = client_as("staff"), client_as("fuel_head")
    body = activity_body(staff)
    assert record(fuel, world, activity_body(fuel)).status_code == 404
    assert record(staff, world, body).status_code == 201
    for stranger in (fuel, client_as("stranger")):
        assert stranger.get(f"/api/v1/activities/{body['id']}").status_code == 404
        assert year_of(stranger, world).status_code == 404
        assert stranger.get("/api/v1/activities").json["items"] == []
    assert fuel.post(f"/api/v1/activities/{body['id']}/withdrawals", json={"reason": "x"}).status_code == 404
    assert client_as("guard").get("/api/v1/activities").status_code == 403
    assert record(client_as("officer"), world, activity_body(client_as("officer"))).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"head_count": 0}, "head_count"),
        ({"kind": "party"}, "kind"),
        ({"title": " "}, "title"),
        ({"on_day": "2026-02-30"}, "on_day"),
        ({"place": "x" * 121}, "place"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_malformed_is_refused_by_field(
    client_as: Clients, world: World, changes: dict[str, Any], field: str
) -> None:
    staff = client_as("staff")
    answer = record(staff, world, activity_body(staff, **changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


def test_no_photo_a_paper_for_a_photo_or_a_day_ahead_are_refused(client_as: Clients, world: World) -> None:
    staff = client_as("staff")
    assert record(staff, world, activity_body(staff, photos=[])).json["code"] == "photos_missing"
    paper = delivered_pdf(staff, purpose="photo")
    assert record(staff, world, activity_body(staff, photos=[paper])).status_code == 422
    strange = {"sha256": "0" * 64, "purpose": "photo", "name": "照片.jpg"}
    assert record(staff, world, activity_body(staff, photos=[strange])).status_code == 422
    ahead = (clock.today() + timedelta(days=1)).isoformat()
    assert record(staff, world, activity_body(staff, on_day=ahead)).json["code"] == "day_in_future"
    with database.connection_context():
        assert Activity.select().count() == 0


def test_a_record_is_withdrawn_with_its_reason_and_stays_to_be_seen(client_as: Clients, world: World) -> None:
    staff = client_as("staff")
    body = activity_body(staff)
    record(staff, world, body)
    path = f"/api/v1/activities/{body['id']}/withdrawals"
    gone = staff.post(path, json={"reason": "人数填错"})
    assert gone.status_code == 201, gone.json
    assert (gone.json["is_counted"], gone.json["withdrawn_reason"]) == (False, "人数填错")
    assert staff.post(path, json={"reason": "人数填错"}).json == gone.json
    assert staff.post(path, json={"reason": "别的"}).json["code"] == "withdrawn_already"
    assert staff.post(path, json={"reason": ""}).status_code == 422
    assert year_of(staff, world).json["activity_count"] == 0
    assert [row["id"] for row in staff.get("/api/v1/activities").json["items"]] == [body["id"]]


def test_activities_are_found_by_year_kind_and_unit(client_as: Clients, world: World) -> None:
    staff = client_as("staff")
    record(staff, world, activity_body(staff, on_day="2025-12-31"))
    record(staff, world, activity_body(staff, kind="visit", on_day="2026-01-01"))
    officer = client_as("officer")

    def found(query: str) -> int:
        return len(officer.get(f"/api/v1/activities?{query}").json["items"])

    assert [found(query) for query in ("", "year=2025", "year=2026", "kind=visit", "kind=poster")] == [2, 1, 1, 1, 0]
    assert found(f"unit_id={world.units['school_first']}") == 2
    first = officer.get("/api/v1/activities?limit=1").json
    assert found(f"limit=1&after={first['next']}") == 1
