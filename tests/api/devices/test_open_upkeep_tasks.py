"""Whatever finds something asks for a task; a person or the next good check ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from device_checks.upkeep.models import FacilityTest, UpkeepTask, UpkeepTaskEnd
from device_checks.upkeep.rules import TaskDraft, TestDraft
from device_checks.upkeep.services import close_by_good_check, open_task, record_test
from server.core import clock
from server.core.database import database
from server.core.errors import NotFound
from server.core.ids import new_id
from server.core.jobs import run_due_jobs
from server.core.permissions import SYSTEM
from tests.factories.facilities import facility
from tests.factories.notices import texts_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def opened(facility_id: Any, **changes: Any) -> UpkeepTask:
    wanted = {"kind": "repair", "reason": "画面黑屏", "due_on": clock.today() + timedelta(days=7), "origin": "picture"}
    with database.atomic():
        return open_task(SYSTEM, TaskDraft(facility_id, **{**wanted, **changes}))


def test_asked_again_for_the_same_origin_the_open_task_answers_and_the_unit_is_told_once(
    world: World, client_as: Callable[[str], Any]
) -> None:
    thing, fault = facility(world.units["school_first"], number="A-1"), new_id()
    first, again = opened(thing.id, origin_id=fault), opened(thing.id, origin_id=fault)
    assert first.id == again.id
    assert opened(thing.id, origin_id=new_id()).id != first.id
    assert opened(thing.id).id != first.id
    assert texts_of(client_as("staff"), kind="upkeep.task") == ["一键报警按钮（A-1）需维修：画面黑屏"] * 3
    with pytest.raises(NotFound):
        opened(new_id())


def test_a_good_check_ends_the_tasks_of_its_own_origin_only(world: World) -> None:
    thing, fault = facility(world.units["school_first"]), new_id()
    mine, other = opened(thing.id, origin_id=fault), opened(thing.id)
    with database.atomic():
        assert close_by_good_check(SYSTEM, thing.id, "repair", fault, "画面恢复正常") == 1
        assert close_by_good_check(SYSTEM, thing.id, "repair", fault, "画面恢复正常") == 0
    assert UpkeepTask.get_by_id(mine.id).state == "done"
    assert UpkeepTask.get_by_id(other.id).state == "open"
    assert UpkeepTaskEnd.get(UpkeepTaskEnd.task_id == mine.id).note == "画面恢复正常"
    assert opened(thing.id, origin_id=fault).id != mine.id


def test_a_failed_test_asks_for_a_repair_and_a_passed_one_ends_it(world: World) -> None:
    thing = facility(world.units["school_first"])

    def tried(passed: bool, id: Any = None) -> FacilityTest:
        return record_test(SYSTEM, TestDraft(id or new_id(), thing.id, "alarm", passed, clock.now(), {"seconds": 2}))

    id = new_id()
    with database.atomic():  # as the receiver of alarms does, inside its own act
        tried(False, id)
    task = UpkeepTask.get(UpkeepTask.facility_id == thing.id)
    assert (task.kind, task.state, task.origin) == ("repair", "open", "alarm")
    assert tried(True).measured == {"seconds": 2}
    assert UpkeepTask.get_by_id(task.id).state == "done"


def test_what_is_scrapped_needs_nothing_more(world: World, client_as: Callable[[str], Any]) -> None:
    thing = facility(world.units["school_first"])
    task = opened(thing.id)
    for state in ("stopped", "scrapped"):
        answer = client_as("staff").post(f"/api/v1/facilities/{thing.id}/states", json={"state": state, "on": None})
        assert answer.status_code == 200, answer.json
        run_due_jobs()
        assert UpkeepTask.get_by_id(task.id).state == {"stopped": "open", "scrapped": "cancelled"}[state]
