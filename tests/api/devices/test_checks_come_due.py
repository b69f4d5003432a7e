"""What nobody has looked at in its period, and what has outlived its life, becomes a task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from device_checks.registers.models import Facility
from device_checks.upkeep.models import UpkeepTask
from device_checks.upkeep.rules.due import Standing, is_ending, needs_check, needs_replacement
from device_checks.upkeep.services import look_after_facilities, nightly
from server.core import clock
from server.core.ids import new_id
from server.core.jobs import JobRow
from tests.factories.facilities import facility
from tests.factories.notices import texts_of
from tests.factories.upkeep import API, report
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
ClientAs = Callable[[str], Any]
DAY = date(2026, 5, 31)


def open_tasks(thing: Facility) -> list[tuple[str, str]]:
    rows = UpkeepTask.select().where((UpkeepTask.facility_id == thing.id) & (UpkeepTask.state == "open"))
    return [(row.kind, row.origin) for row in rows]


@pytest.mark.clause("JN-2.2.2d")
def test_a_device_with_no_check_in_its_period_becomes_a_task_and_a_look_ends_it(
    world: World, client_as: ClientAs
) -> None:
    thing, other = facility(world.units["school_first"]), facility(world.units["school_first"], check_every_days=60)
    start = clock.now()
    with time_machine.travel(start + timedelta(days=30), tick=False):
        look_after_facilities()
        assert open_tasks(thing) == []  # the last day of the period still counts
    with time_machine.travel(start + timedelta(days=31), tick=False):
        look_after_facilities()
        look_after_facilities()
        assert (open_tasks(thing), open_tasks(other)) == ([("check", "period")], [])
        staff = client_as("staff")
        assert texts_of(staff, kind="upkeep.due") == ["有防范设施到期需查看或更换，请在“设施任务”中办理"]
        (task,) = staff.get(f"{API}/upkeep-tasks?state=open").json["items"]
        body = {"id": str(new_id()), "outcome": "done", "note": "看过了"}
        refused = staff.post(f"{API}/upkeep-tasks/{task['id']}/ends", json=body)
        assert refused.json["code"] == "check_needs_report"
        report(staff, thing.id)
        look_after_facilities()
        assert open_tasks(thing) == []


@pytest.mark.clause("JN-2.2.5g")
def test_what_is_past_its_life_end_becomes_a_replace_task_until_it_is_replaced(
    world: World, client_as: ClientAs
) -> None:
    today = clock.today()
    thing = facility(world.units["school_first"], number="B-7", life_end_on=today, check_every_days=3000)
    look_after_facilities()
    assert open_tasks(thing) == []
    staff = client_as("staff")
    assert texts_of(staff, kind="facility.life_ending") == [f"一键报警按钮（B-7）使用期限将于{today}届满，请安排更换"]
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        look_after_facilities()
        look_after_facilities()
        assert open_tasks(thing) == [("replace", "life_end")]
        staff = client_as("staff")
        (task,) = staff.get(f"{API}/upkeep-tasks?kind=replace").json["items"]
        path = f"{API}/upkeep-tasks/{task['id']}/ends"
        body = {"id": str(new_id()), "outcome": "done", "note": "已更换"}
        assert staff.post(path, json=body).json["code"] == "new_life_end_missing"
        new_end = today + timedelta(days=1800)
        assert staff.post(path, json={**body, "life_end_on": str(new_end)}).status_code == 201
        assert Facility.get_by_id(thing.id).life_end_on == new_end
        look_after_facilities()
        assert open_tasks(thing) == []


def test_what_a_person_let_pass_is_not_asked_for_again_the_next_night(world: World, client_as: ClientAs) -> None:
    thing = facility(world.units["school_first"], life_end_on=clock.today() - timedelta(days=1))
    look_after_facilities()
    staff = client_as("staff")
    (task,) = staff.get(f"{API}/upkeep-tasks").json["items"]
    body = {"id": str(new_id()), "outcome": "cancelled", "note": "经检测可延用"}
    assert staff.post(f"{API}/upkeep-tasks/{task['id']}/ends", json=body).status_code == 201
    look_after_facilities()
    assert open_tasks(thing) == []


def test_killed_in_the_middle_the_night_goes_on_and_nothing_is_made_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = clock.today() - timedelta(days=1)
    things = [facility(world.units["school_first"], life_end_on=old) for _ in range(5)]
    stopped = facility(world.units["school_first"], life_end_on=old)
    Facility.update(state="stopped").where(Facility.id == stopped.id).execute()
    after = nightly.make_due_tasks(None, 2)  # and here the worker dies
    assert sum(len(open_tasks(thing)) for thing in things) == 2
    assert after is not None
    whole = nightly.make_due_tasks
    monkeypatch.setattr(nightly, "make_due_tasks", lambda after: whole(after, 2))
    look_after_facilities(None, most_seconds=0)  # out of time after its first batch: the rest is the next job's
    (row,) = JobRow.select().where(JobRow.name == nightly.NIGHTLY)
    look_after_facilities(after, most_seconds=60)
    assert row.arguments == {"after": str(after)}
    assert [open_tasks(thing) for thing in things] == [[("replace", "life_end")]] * 5
    assert open_tasks(stopped) == []


@pytest.mark.parametrize(("days", "due"), [(30, False), (31, True)])
def test_the_last_day_of_a_period_still_counts(days: int, due: bool) -> None:
    looked = DAY - timedelta(days=days)
    assert needs_check(Standing(date(2020, 1, 1), looked, 30, None), DAY) is due
    assert needs_check(Standing(looked, None, 30, None), DAY) is due
    assert not needs_check(Standing(date(2020, 1, 1), looked, 30, None, check_passed_on=DAY), DAY)
    assert not needs_check(Standing(date(2020, 1, 1), None, None, None), DAY)


@pytest.mark.parametrize(
    ("end", "over", "ending"), [(-1, True, False), (0, False, True), (30, False, True), (31, False, False)]
)
def test_a_life_ends_with_its_last_day(end: int, over: bool, ending: bool) -> None:
    standing = Standing(DAY, DAY, 30, DAY + timedelta(days=end))
    assert (needs_replacement(standing, DAY), is_ending(standing, DAY, 30)) == (over, ending)
