"""How far recordings reach: declared with a photo, or asked of the recorder; faults become tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from device_checks.recordings.models import RecordingCheck
from device_checks.registers.models import Facility
from device_checks.sources.rules.bounds import BOUNDS
from device_checks.upkeep.models import UpkeepTask
from server.core import clock
from server.core.ids import new_id
from server.core.jobs import ask_once
from server.units.registry.models import Unit
from tests.factories import facilities
from tests.factories.camera_servers import camera
from tests.factories.files import delivered_photo
from tests.factories.onvif_server import OnvifDevice
from tests.factories.sources import allow_here, source
from tests.world import World

LIST = "/api/v1/recordings"


@pytest.fixture
def target_unit(connected: None, world: World) -> Unit:
    """The school as a target that terrorists may choose."""
    Unit.update(counter_terror_target=True).where(Unit.id == world.units["school_first"]).execute()
    return Unit.get_by_id(world.units["school_first"])


def recorder(unit_id: Any, **changes: Any) -> Facility:
    return facilities.facility(unit_id, **{"kind": "recorder", "type": "nvr", "name": "录像机", **changes})


def ordinary(world: World) -> Any:
    """A unit of the same bureau that is no such target."""
    Unit.update(counter_terror_target=False).where(Unit.id == world.units["hospital"]).execute()
    return world.units["hospital"]


def url(row: Facility, rest: str = "recordings") -> str:
    return f"/api/v1/facilities/{row.id}/{rest}"


def declaration(client: Any, days: int | None, **changes: Any) -> dict[str, Any]:
    day = None if days is None else (clock.today() - timedelta(days=days)).isoformat()
    return {"id": str(new_id()), "earliest_on": day, "files": [delivered_photo(client)], **changes}


def open_tasks(row: Facility) -> list[UpkeepTask]:
    return list(UpkeepTask.select().where((UpkeepTask.facility_id == row.id) & (UpkeepTask.state == "open")))


@pytest.mark.clause("JN-2.2.5h")
def test_sixty_days_fail_at_a_target_and_do_elsewhere(
    target_unit: Unit, world: World, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    at_target, elsewhere = recorder(target_unit.id), recorder(ordinary(world))
    short = officer.post(url(at_target), json=declaration(officer, 60))
    assert short.status_code == 201, short.json
    assert (short.json["verdict"], short.json["kept_days"], short.json["required_days"]) == ("short", 60, 90)
    assert (short.json["missing_days"], short.json["basis"]["article"]) == (30, "第三十二条")
    assert [task.reason for task in open_tasks(at_target)] == ["录像保存60/90天，缺30天"]
    met = officer.post(url(elsewhere), json=declaration(officer, 60)).json
    assert (met["verdict"], met["is_overlong"], met["required_days"]) == ("met", True, 30)
    assert met["basis"]["title"] == "公共安全视频图像信息系统管理条例"
    assert open_tasks(elsewhere) == []


@pytest.mark.clause("JN-2.2.5h")
def test_the_task_ends_with_the_next_good_check(target_unit: Unit, client_as: Callable[[str], Any]) -> None:
    head = client_as("head")
    row = recorder(target_unit.id)
    for _ in range(2):
        assert head.post(url(row), json=declaration(head, 60)).json["verdict"] == "short"
    assert len(open_tasks(row)) == 1
    assert head.post(url(row), json=declaration(head, 90)).json["verdict"] == "met"
    assert open_tasks(row) == []
    told = head.get(url(row)).json
    assert [one["verdict"] for one in told["checks"]] == ["met", "short", "short"]
    assert (told["last"]["verdict"], told["can_be_asked"], len(told["last"]["files"])) == ("met", False, 1)


def test_a_new_recorder_is_a_day_to_come_back(target_unit: Unit, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    since = clock.today() - timedelta(days=40)
    row = recorder(target_unit.id, in_use_since_on=since)
    told = officer.post(url(row), json=declaration(officer, 40)).json
    assert (told["verdict"], told["comes_on"]) == ("growing", (since + timedelta(days=90)).isoformat())
    assert open_tasks(row) == []


def test_lists_show_what_fails(target_unit: Unit, world: World, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    rows = {days: recorder(target_unit.id) for days in (10, 60, 90)}
    for days, row in rows.items():
        officer.post(url(row), json=declaration(officer, days))
    gapped, unseen = recorder(target_unit.id), recorder(target_unit.id)
    officer.post(url(gapped), json=declaration(officer, 95, longest_gap_hours=30))
    facilities.facility(target_unit.id)

    def found(query: str, client: Any = officer) -> set[str]:
        return {row["facility_id"] for row in client.get(f"{LIST}?{query}").json["items"]}

    assert found("verdict=failing") == {str(rows[10].id), str(rows[60].id), str(gapped.id)}
    assert found("verdict=gapped") == {str(gapped.id)}
    assert found("verdict=met") == {str(rows[90].id)}
    assert str(unseen.id) in found("verdict=unseen")
    assert len(found(f"unit_id={target_unit.id}")) == 5
    assert found("verdict=failing", client_as("stranger")) == set()
    first = officer.get(f"{LIST}?verdict=failing&limit=2").json
    rest = officer.get(f"{LIST}?verdict=failing&limit=2&after={first['next']}").json
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


def test_a_declaration_needs_a_photo_and_a_possible_day(target_unit: Unit, client_as: Callable[[str], Any]) -> None:
    officer, row = client_as("officer"), recorder(target_unit.id)
    assert officer.post(url(row), json=declaration(officer, 60, files=[])).json["code"] == "recording_photo_missing"
    assert officer.post(url(row), json=declaration(officer, -1)).json["code"] == "recording_day_ahead"
    for changes in ({"earliest_on": "x"}, {"more": 1}, {"longest_gap_hours": -1}, {"id": "x"}):
        assert officer.post(url(row), json=declaration(officer, 60, **changes)).status_code == 422, changes
    nothing = officer.post(url(row), json=declaration(officer, None)).json
    assert (nothing["verdict"], nothing["missing_days"]) == ("short", 90)


def test_sent_twice_it_is_one(target_unit: Unit, client_as: Callable[[str], Any]) -> None:
    officer, row = client_as("officer"), recorder(target_unit.id)
    body = declaration(officer, 60)
    assert officer.post(url(row), json=body).json == officer.post(url(row), json=body).json
    assert officer.post(url(row), json={**body, "note": "改"}).status_code == 409
    assert RecordingCheck.select().count() == 1


def test_others_neither_see_nor_declare(target_unit: Unit, client_as: Callable[[str], Any]) -> None:
    row, button = recorder(target_unit.id), facilities.facility(target_unit.id)
    stranger, officer = client_as("stranger"), client_as("officer")
    assert stranger.get(url(row)).status_code == 404
    assert stranger.post(url(row), json=declaration(stranger, 60)).status_code == 404
    assert stranger.post(url(row, "recording-searches")).status_code == 404
    assert officer.get(url(button)).status_code == 404
    assert client_as("system_admin").get(LIST).status_code == 403


@pytest.fixture
def here(connected: None, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recorders on this machine may be asked."""
    monkeypatch.setattr(BOUNDS, "loopback_allowed", True)
    allow_here(world.agencies["city"])


@pytest.mark.clause("JN-2.2.5h")
def test_a_recorder_is_asked(here: None, target_unit: Unit, client_as: Callable[[str], Any]) -> None:
    officer, row = client_as("officer"), recorder(target_unit.id)
    assert officer.post(url(row, "recording-searches")).json["code"] == "recorder_cannot_be_asked"
    since = clock.now() - timedelta(days=100)
    hole = [(since, since + timedelta(days=50)), (since + timedelta(days=53), clock.now())]
    with camera(OnvifDevice(earliest=since, spans=hole)) as port:
        source(row, f"http://127.0.0.1:{port}/", "onvif")
        told = officer.post(url(row, "recording-searches")).json
    assert (told["last"]["verdict"], told["last"]["longest_gap_hours"], told["last"]["origin"]) == (
        "gapped",
        72,
        "onvif",
    )
    assert [task.reason for task in open_tasks(row)] == ["录像保存100/90天，但中间有中断"]
    told = officer.post(url(row, "recording-searches")).json
    assert (told["failure"], told["last"]["verdict"]) == ("设备在线，但该端口未开放", "gapped")


def test_by_night_all_of_them_are_asked(
    here: None,
    target_unit: Unit,
    run_jobs: Callable[[], int],
    client_as: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("device_checks.recordings.services.asking.BATCH", 2)
    rows = [recorder(target_unit.id) for _ in range(5)]
    with camera(OnvifDevice(earliest=clock.now() - timedelta(days=91))) as port:
        for row in rows[:4]:
            source(row, f"http://127.0.0.1:{port}/", "onvif")
        source(rows[4], "http://127.0.0.1:1/", "onvif")
        ask_once("recordings.ask")
        assert run_jobs() >= 4
    told = [client_as("officer").get(url(row)).json for row in rows]
    assert [one["last"] and one["last"]["verdict"] for one in told] == ["met"] * 4 + [None]
    assert told[4]["failure"]
