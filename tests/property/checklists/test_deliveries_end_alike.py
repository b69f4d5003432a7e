"""In whatever order records and files come, however often and however cut: in the end there are the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checklists.hazards.models import Hazard, HazardStep
from checklists.inspections.models import ExpectedMedium, Inspection, InspectionCompletion, InspectionFlag, Medium
from checklists.tasks.models import TaskEnding
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.phone import CHUNK, UPLOADS, announcement, jpeg, make_record, make_signature, signature_image
from tests.factories.records import RECORDS, Inspector, Json, Sender, with_failures

FAILED = {"GEN": ["GEN-06", "GEN-15"], "SCH": ["SCH-02"]}
RECORD_COUNT, PHOTO_COUNT = 2, 3  # the second photo is in both records
serial = count(1)

a_delivery = st.one_of(
    st.tuples(st.just("record"), st.integers(0, RECORD_COUNT - 1)),
    st.tuples(st.just("file"), st.integers(0, 10)),
    st.tuples(st.just("cut"), st.integers(0, 10), st.floats(0, 1)),
)


@dataclass
class Round:
    """One task with its two records and all their files, none of them delivered yet."""

    inspector: Inspector
    task_id: UUID
    pushes: list[Json]
    files: list[tuple[bytes, str]]

    def deliver(self, what: tuple[Any, ...]) -> None:
        if what[0] == "record":
            answer = self.inspector.client.post(RECORDS, json=self.pushes[what[1]])
            assert answer.status_code in (200, 201), answer.json
        else:
            self.send(*self.files[what[1] % len(self.files)], until=what[2] if what[0] == "cut" else 1)

    def send(self, content: bytes, media_type: str, until: float) -> None:
        """Ask where to go on, and go on from there; ``until`` is how far the line holds, as a part of the file."""
        place = self.inspector.client.post(UPLOADS, headers=announcement(content, media_type))
        assert place.status_code in (200, 201), place.json
        offset, end = int(place.headers["Upload-Offset"]), int(len(content) * until)
        if offset < end:
            headers = {**CHUNK, "Upload-Offset": str(offset)}
            path = place.headers["Location"]
            sent = self.inspector.client.patch(path, data=content[offset:end], headers=headers)
            assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(end))


def begin(sender: Sender, inspector: Inspector, officer: Any) -> Round:
    number = next(serial)
    world = sender.world
    task_id = new_id()
    body = {
        "id": str(task_id), "kind": "special", "unit_id": str(world.units["school_first"]), "site_id": None,
        "template_ids": [str(world.templates[code]) for code in FAILED],
        "officer_ids": [str(world.persons["inspector_lin"]), str(world.persons["inspector_zhou"])],
        "due_on": (clock.today() + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert officer.post("/api/v1/tasks", json=body).status_code == 201
    photos = [jpeg(number * PHOTO_COUNT + n, (48 + number, 36 + n)) for n in range(PHOTO_COUNT)]
    pushes = []
    for n, code in enumerate(FAILED):
        visit = sender.visit(code=code, task_id=task_id, kind="special")
        record = make_record(inspector.phone, visit, photos[n : n + 2])
        record["signatures"][2] = make_signature("unit", f"陪同人{number}", None)
        pushes.append(inspector.phone.push(with_failures(record, visit, inspector.phone, *FAILED[code])))
    names = {one["name"] for push in pushes for one in push["record"]["signatures"]}
    files = [(photo, "image/jpeg") for photo in photos]
    files += [(signature_image(name), "image/png") for name in sorted(names)]
    return Round(inspector, task_id, pushes, files)


@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(walk=st.lists(a_delivery, max_size=14), last=st.permutations(range(8)))
def test_one_record_one_medium_no_hazard_twice_and_the_task_done_once(
    sender: Sender,
    inspector: Inspector,
    client_as: Callable[[str], Any],
    connected: None,
    walk: list[Any],
    last: list[int],
) -> None:
    here = begin(sender, inspector, client_as("officer"))
    for what in walk:
        here.deliver(what)
    # At the end the phone has a good line and clears its queue, in whatever order it likes.
    rest = [*(("record", n) for n in range(RECORD_COUNT)), *(("file", n) for n in range(len(here.files)))]
    for number in last:
        here.deliver(rest[number % len(rest)])
    for what in rest:
        here.deliver(what)
    assert_settled(here)


def assert_settled(here: Round) -> None:
    for push, code in zip(here.pushes, FAILED, strict=True):
        id = UUID(push["record"]["id"])
        assert Inspection.get_by_id(id).record == push["record"]
        hazards = list(Hazard.select().where(Hazard.inspection_id == id))
        assert sorted(row.item_id for row in hazards) == FAILED[code]
        assert HazardStep.select().where(HazardStep.hazard_id.in_([row.id for row in hazards])).count() == len(hazards)
        expected = list(ExpectedMedium.select().where(ExpectedMedium.inspection_id == id))
        assert len(expected) == 5
        assert all(row.received_at for row in expected)
        assert InspectionCompletion.select().where(InspectionCompletion.inspection_id == id).count() == 1
        assert InspectionFlag.select().where(InspectionFlag.inspection_id == id).count() == 0
        assert Event.select().where((Event.subject_id == id) & (Event.kind == "inspection.submitted")).count() == 1
    for content, _ in here.files:
        sha256 = hashlib.sha256(content).hexdigest()
        assert Medium.select().where(Medium.sha256 == sha256).count() == 1
    endings = [row.state for row in TaskEnding.select().where(TaskEnding.task_id == here.task_id)]
    assert endings == ["done"]
