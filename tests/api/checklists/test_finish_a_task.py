"""A task is done once each of its checklists has a record from somebody it was given to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from checklists.tasks.models import TaskEnding
from server.core.ids import new_id
from tests.factories.phone import make_record
from tests.factories.records import Sender, codes_of
from tests.world import World

SCHOOL_TASK, PRIMARY_TASK, LICHENG_TASK = 0, 1, 5


def state(client: Any, id: Any) -> str:
    return client.get(f"/api/v1/tasks/{id}").json["state"]


def test_it_is_done_with_the_last_checklist_not_before(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    officer, inspector, id = client_as("officer"), sender.inspector(), world.tasks[SCHOOL_TASK]
    records = [
        make_record(inspector.phone, sender.visit(code=code, task_id=id, facts={"key_unit": True}))
        for code in ("GEN", "SCH")
    ]
    inspector.hand_in(records[0])
    assert state(officer, id) == "open"
    inspector.hand_in(records[1])
    task = officer.get(f"/api/v1/tasks/{id}").json
    assert (task["state"], task["inspection_ids"]) == ("done", sorted(record["id"] for record in records))


def test_the_same_checklist_twice_does_not_stand_for_two(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    inspector, id = sender.inspector(), world.tasks[SCHOOL_TASK]
    for _ in range(2):
        inspector.hand_in(make_record(inspector.phone, sender.visit(code="SCH", task_id=id)))
    assert state(client_as("officer"), id) == "open"


def test_a_task_done_is_gone_from_the_open_ones(client_as: Callable[[str], Any], world: World, sender: Sender) -> None:
    inspector, id = sender.inspector(), world.tasks[PRIMARY_TASK]
    visit = sender.visit("school_primary", kind="special", task_id=id)
    inspector.hand_in(make_record(inspector.phone, visit))
    listed = {name: client_as("officer").get(f"/api/v1/tasks?state={name}").json["items"] for name in ("open", "done")}
    assert str(id) not in [task["id"] for task in listed["open"]]
    assert [task["id"] for task in listed["done"]] == [str(id)]


def test_a_record_of_somebody_else_is_kept_with_a_flag_and_leaves_the_task_open(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    station, id = sender.inspector("officer"), world.tasks[PRIMARY_TASK]
    visit = sender.visit("school_primary", kind="special", task_id=id)
    answer = station.hand_in(make_record(station.phone, visit))
    assert (answer.status_code, codes_of(answer.json)) == (201, ["task_of_another"])
    assert state(client_as("officer"), id) == "open"


def test_a_record_about_another_unit_does_not_end_the_task(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    inspector, id = sender.inspector(), world.tasks[PRIMARY_TASK]
    answer = inspector.hand_in(make_record(inspector.phone, sender.visit("school_first", task_id=id)))
    assert codes_of(answer.json) == ["task_of_another"]
    assert state(client_as("officer"), id) == "open"


def test_a_task_for_one_unit_opens_no_other(sender: Sender, world: World) -> None:
    inspector = sender.inspector()
    visit = sender.visit("kindergarten", task_id=world.tasks[PRIMARY_TASK])
    assert inspector.hand_in(make_record(inspector.phone, visit)).status_code == 404


def test_a_self_check_does_not_end_the_polices_task(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    head, id = sender.inspector("head"), world.tasks[SCHOOL_TASK]
    for code in ("GEN", "SCH"):
        visit = sender.visit(code=code, officers=["head_school"], kind="self", task_id=id, facts={"key_unit": True})
        assert codes_of(head.hand_in(make_record(head.phone, visit)).json) == ["task_of_another"]
    assert state(client_as("officer"), id) == "open"


def test_a_task_that_nobody_knows_is_flagged_and_not_made_up(sender: Sender, connected: None) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit(task_id=new_id()))
    assert codes_of(inspector.hand_in(record).json) == ["task_of_another"]
    assert TaskEnding.select().count() == 0


def test_two_last_records_at_once_end_it_once(
    client_as: Callable[[str], Any], world: World, sender: Sender, connected: None
) -> None:
    """From two officers' phones, so that the two transactions share no lane."""
    id, gate = world.tasks[SCHOOL_TASK], threading.Barrier(2)
    pairs = [(sender.inspector("inspector"), "GEN"), (sender.inspector("second"), "SCH")]
    visits = [sender.visit(code=code, task_id=id, facts={"key_unit": True}) for _, code in pairs]
    records = [make_record(who.phone, visit) for (who, _), visit in zip(pairs, visits, strict=True)]

    def go(number: int) -> None:
        gate.wait()
        assert pairs[number][0].hand_in(records[number]).status_code == 201

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.state for row in TaskEnding.select().where(TaskEnding.task_id == id)] == ["done"]
