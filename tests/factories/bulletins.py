"""Bulletins and briefs as the console sends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from reports.bulletins.models import BriefSchedule
from reports.bulletins.rules import Span, period_of
from reports.bulletins.services import make_brief, raise_overdue
from server.core import clock
from server.core.ids import new_id
from tests.factories.records import Json
from tests.world import PASSWORD, World

BULLETINS = "/api/v1/bulletins"
SCHEDULES = "/api/v1/brief-schedules"
TASKS = "/api/v1/brief-tasks"
NOON = timedelta(hours=12)


def bulletin_body(world: World, **changes: Any) -> Json:
    """Of this year, to two stations, a copy to the government; then the changes."""
    return {
        "id": str(new_id()),
        "span": "year",
        "year": clock.today().year,
        "part": 1,
        "addressees": ["各派出所", "各治安保卫重点单位"],
        "copied_to": ["济南市人民政府办公厅"],
        "reader_ids": [str(world.agencies["government"])],
        **changes,
    }


def drafted(client: Any, world: World, **changes: Any) -> Json:
    answer = client.post(BULLETINS, json=bulletin_body(world, **changes))
    assert answer.status_code == 201, answer.json
    made: Json = answer.json
    return made


def issue(client: Any, bulletin: Json, password: str = PASSWORD) -> Any:
    return client.post(f"{BULLETINS}/{bulletin['id']}/issues", json={"password": password})


def schedule_body(world: World, **changes: Any) -> Json:
    """Monthly of the Lixia branch to the city's government: due the fifth day, heard within ten."""
    return {
        "id": str(new_id()),
        "scope_id": str(world.agencies["lixia"]),
        "to_agency_id": str(world.agencies["government"]),
        "span": "month",
        "due_days": 5,
        "hear_days": 10,
        "from_on": clock.today().isoformat(),
        **changes,
    }


def grow_bulletins(client_as: Callable[[str], Any], world: World) -> None:
    """Five bulletins, five schedules, five briefs overdue, for those of the city."""
    leader = client_as("city_leader")
    last = period_of(clock.today(), Span.MONTH).before
    for _ in range(5):
        drafted(client_as("city"), world)
        body = schedule_body(world)
        assert leader.post(SCHEDULES, json=body).status_code == 201
        raise_overdue(make_brief(BriefSchedule.get_by_id(body["id"]), last))
