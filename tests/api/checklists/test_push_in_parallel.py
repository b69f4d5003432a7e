"""Eight senders of one record at once: one row, eight successes, one answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from checklists.hazards.models import Hazard, HazardStep
from checklists.inspections.models import ExpectedMedium, Inspection, InspectionCompletion, InspectionFlag
from checklists.tasks.models import TaskEnding
from server.core.events import Event, verify_chain
from tests.factories.phone import jpeg, make_record, signature_image, upload
from tests.factories.records import RECORDS, Sender, with_failures
from tests.world import World

SENDERS = 8


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answers; all begin at the same moment, each in a thread of its own."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def go(number: int) -> None:
        gate.wait()
        answers[number] = acts[number]()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_record_pushed_by_eight_is_taken_once(
    sender: Sender, client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    inspector = sender.inspector()
    visit = sender.visit("school_primary", kind="special", task_id=world.tasks[1])
    record = with_failures(make_record(inspector.phone, visit), visit, inspector.phone, "SCH-13", "SCH-06")
    push = inspector.phone.push(record)
    clients = [client_as("inspector") for _ in range(SENDERS)]
    answers = at_once(*(lambda client=client: client.post(RECORDS, json=push) for client in clients))
    assert sorted(answer.status_code for answer in answers) == [200] * (SENDERS - 1) + [201]
    assert len({answer.data for answer in answers}) == 1
    assert Inspection.select().count() == 1
    assert Hazard.select().count() == HazardStep.select().count() == 2
    assert ExpectedMedium.select().count() == 3
    assert InspectionFlag.select().count() == 0
    assert TaskEnding.select().where(TaskEnding.task_id == world.tasks[1]).count() == 1
    assert Event.select().where(Event.kind == "inspection.submitted").count() == 1
    assert verify_chain().ok


def test_records_and_their_files_at_once_leave_nothing_waiting(
    sender: Sender, client_as: Callable[[str], Any], connected: None
) -> None:
    inspector, photo = sender.inspector(), jpeg(1)
    records = [make_record(inspector.phone, sender.visit(), [photo]) for _ in range(3)]
    pushes = [inspector.phone.push(record) for record in records]
    files = [(photo, "image/jpeg")]
    files += [(signature_image(one["name"]), "image/png") for one in records[0]["signatures"]]
    acts = [lambda push=push: client_as("inspector").post(RECORDS, json=push) for push in pushes]
    acts += [lambda file=file: upload(client_as("inspector"), *file) for file in files]
    assert {answer.status_code for answer in at_once(*acts)} == {201}
    assert {inspector.client.get(f"{RECORDS}/{record['id']}").json["state"] for record in records} == {"complete"}
    assert InspectionCompletion.select().count() == 3


def test_different_contents_under_one_id_at_once_leave_one_and_tell_the_others(
    sender: Sender, client_as: Callable[[str], Any], connected: None
) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit())
    pushes = [inspector.phone.push({**record, "opinion": f"意见{number}"}) for number in range(4)]
    answers = at_once(*(lambda push=push: client_as("inspector").post(RECORDS, json=push) for push in pushes))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    winner = next(push for push, answer in zip(pushes, answers, strict=True) if answer.status_code == 201)
    assert Inspection.get().record == winner["record"]
