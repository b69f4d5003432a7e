"""Whom papers of an agency name as the competent body: dated, the latest holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from server.units.agencies.models import Agency
from server.units.agencies.queries import contact_on
from tests.world import World

As = Callable[[str], Any]


def body(**changes: Any) -> dict[str, Any]:
    label = "济南市公安局经济文化保卫支队"
    return {"id": str(new_id()), "label": label, "phone": "0531-85081641", "from_on": "2021-07-28", **changes}


def path(world: World, key: str = "city") -> str:
    return f"/api/v1/agencies/{world.agencies[key]}/contacts"


def test_the_latest_of_the_nearest_agency_holds_on_each_day(client_as: As, world: World, connected: None) -> None:
    admin = client_as("system_admin")
    assert admin.post(path(world), json=body()).status_code == 201
    assert admin.post(path(world), json=body(phone="0531-11111111", from_on="2026-01-01")).status_code == 201
    assert admin.post(path(world, "lixia"), json=body(label="内保大队", from_on="2026-06-01")).status_code == 201
    branch = Agency.get_by_id(world.agencies["lixia"])
    days = (date(2021, 7, 27), date(2021, 7, 28), date(2026, 1, 1), date(2026, 6, 1))
    found = [contact_on(branch, day) for day in days]
    assert [row and (row.label[-2:], row.phone[-4:]) for row in found] == [
        None, ("支队", "1641"), ("支队", "1111"), ("大队", "1641"),
    ]  # fmt: skip
    shown = client_as("officer").get(path(world)).json["items"]
    assert [row["from_on"] for row in shown] == ["2021-07-28", "2026-01-01"]


@pytest.mark.parametrize("persona", ["officer", "city_leader", "head"])
def test_others_cannot_note_one(client_as: As, world: World, persona: str) -> None:
    assert client_as(persona).post(path(world), json=body()).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"), [({"label": ""}, "label"), ({"phone": "1"}, "phone"), ({"from_on": "x"}, "from_on")]
)
def test_what_is_wrong_is_named(client_as: As, world: World, change: dict[str, str], field: str) -> None:
    answer = client_as("system_admin").post(path(world), json=body(**change))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_two_from_one_day_are_refused_and_one_sent_twice_is_one(client_as: As, world: World, connected: None) -> None:
    admin, first = client_as("system_admin"), body()
    assert admin.post(path(world), json=first).json == admin.post(path(world), json=first).json
    assert Event.select().where(Event.kind == "agency.contact_noted").count() == 1
    assert admin.post(path(world), json={**first, "phone": "0531-1"}).status_code == 409
    answer = admin.post(path(world), json=body(phone="0531-22222222"))
    assert (answer.status_code, answer.json["code"]) == (422, "contact_known")
    assert admin.post(f"/api/v1/agencies/{new_id()}/contacts", json=body()).status_code == 404
