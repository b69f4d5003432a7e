"""A class that is not held gives no hours, one that is held on another day gives them there, and people are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from checklists.duties.models import DutyCover
from courses.lessons.models import Attendance, ClassMeeting
from courses.rotations.models import Enrolment, HourCredit
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.certificates import rotation
from tests.factories.lessons import API, MEETINGS, called, code_at, meeting_body, sign_in_body
from tests.factories.rotations import enrolment_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
As = Callable[[str], Any]


def cancel(client: Any, id: str, reason: str = "讲师临时有任务") -> Any:
    return client.post(f"{MEETINGS}/{id}/cancellations", json={"reason": reason})


def move(client: Any, meeting: dict[str, Any], days: int, reason: str = "与演练冲突", **changes: Any) -> Any:
    row = ClassMeeting.get_by_id(meeting["id"])
    body = {
        "starts_at": clock.to_text(row.starts_at + timedelta(days=days)),
        "ends_at": clock.to_text(row.ends_at + timedelta(days=days)),
        "reason": reason,
        **changes,
    }
    tag = {"If-Match": f'"{row.id}.{row.version}"'}
    return client.post(f"{MEETINGS}/{meeting['id']}/moves", json=body, headers=tag)


def come(client_as: As, meeting: dict[str, Any], persona: str = "guard") -> Any:
    code = code_at(client_as("officer"), meeting["id"], clock.now())
    return client_as(persona).post(f"{API}/my/attendances", json=sign_in_body(code, clock.now()))


@pytest.fixture
def meeting(client_as: As) -> dict[str, Any]:
    return called(client_as("officer"), clock.now())


def hours() -> list[tuple[int, str]]:
    return [(row.seconds, row.on_day.isoformat()) for row in HourCredit.select()]


@pytest.mark.clause("JN-3.4a")
def test_a_cancelled_class_gives_no_hours_and_whoever_came_is_told(
    client_as: As, world: World, meeting: dict[str, Any]
) -> None:
    of = rotation(world, required_seconds=meeting["seconds"])
    assert come(client_as, meeting).status_code == 201
    guard = world.people["guard"].person_id
    assert enrolment_of(of, guard).state == "done"
    answer = cancel(client_as("officer"), meeting["id"])
    assert (answer.status_code, answer.json["cancelled_reason"]) == (201, "讲师临时有任务")
    assert [seconds for seconds, _ in hours()] == [0]
    assert (enrolment_of(of, guard).state, enrolment_of(of, guard).seconds) == ("active", 0)
    (told,) = Notice.select().where(Notice.kind == "class_cancelled")
    assert told.to_id == guard
    assert "学时随之收回" in told.text
    assert "讲师临时有任务" in told.text
    event = Event.get(Event.kind == "class.cancelled")
    assert event.details == {"reason": "讲师临时有任务", "hours_taken_back": 1}
    (mine,) = client_as("guard").get(f"{API}/my/classes").json["meetings"]
    assert mine["cancelled_reason"] == "讲师临时有任务"
    assert client_as("guard").get(f"{API}/my/training").json["hours"] == [], "what was taken back is not listed"


def test_nobody_signs_in_to_a_cancelled_class_nor_is_entered(
    client_as: As, world: World, meeting: dict[str, Any]
) -> None:
    officer = client_as("officer")
    code = code_at(officer, meeting["id"], clock.now())
    cancel(officer, meeting["id"])
    late = client_as("guard").post(f"{API}/my/attendances", json=sign_in_body(code, clock.now()))
    assert late.json["code"] == "meeting_cancelled"
    body = {"id": str(new_id()), "person_id": str(world.people["guard"].person_id)}
    assert officer.post(f"{MEETINGS}/{meeting['id']}/attendances", json=body).json["code"] == "meeting_cancelled"
    assert officer.get(f"{MEETINGS}/{meeting['id']}/wall").json["code"] == "meeting_cancelled"
    assert move(officer, meeting, 1).json["code"] == "meeting_cancelled"
    content = {name: meeting[name] for name in ("title", "place", "teacher", "starts_at", "ends_at", "seconds")}
    tag = {"If-Match": f'"{meeting["id"]}.2"'}
    changed = officer.put(f"{MEETINGS}/{meeting['id']}", json=content, headers=tag)
    assert changed.json["code"] == "meeting_cancelled"
    assert Attendance.select().count() == 0


def test_cancelled_twice_it_is_once(client_as: As, meeting: dict[str, Any]) -> None:
    come(client_as, meeting)
    officer = client_as("officer")
    assert [cancel(officer, meeting["id"]).status_code for _ in range(2)] == [201, 201]
    assert cancel(officer, meeting["id"], "另一个原因").status_code == 409
    assert Event.select().where(Event.kind == "class.cancelled").count() == 1
    assert Notice.select().where(Notice.kind == "class_cancelled").count() == 1


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("head", 404), ("guard", 403), ("inspector", 403)])
def test_only_who_holds_a_class_cancels_or_moves_it(
    client_as: As, meeting: dict[str, Any], persona: str, status: int
) -> None:
    assert cancel(client_as(persona), meeting["id"]).status_code == status
    assert move(client_as(persona), meeting, 1).status_code == status
    assert ClassMeeting.get_by_id(meeting["id"]).cancelled_at is None


def test_a_reason_is_needed(client_as: As, meeting: dict[str, Any]) -> None:
    officer = client_as("officer")
    for answer in (cancel(officer, meeting["id"], " "), move(officer, meeting, 1, " ")):
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_a_moved_class_takes_its_hours_along_into_another_year(
    client_as: As, world: World, meeting: dict[str, Any]
) -> None:
    of = rotation(world, required_seconds=meeting["seconds"])
    come(client_as, meeting)
    guard = world.people["guard"].person_id
    assert enrolment_of(of, guard).state == "done"
    day = ClassMeeting.get_by_id(meeting["id"]).on_day
    answer = move(client_as("officer"), meeting, 365)
    assert answer.status_code == 201, answer.json
    assert hours() == [(meeting["seconds"], answer.json["on_day"])]
    assert HourCredit.get().year == day.year + 1
    assert enrolment_of(of, guard).state == "active", "this year's rotation lacks the hours now"
    (told,) = Notice.select().where(Notice.kind == "class_moved")
    assert (told.to_id, "与演练冲突" in told.text) == (guard, True)
    assert Event.get(Event.kind == "class.moved").details["from_on"] == day.isoformat()


def test_a_move_within_the_day_leaves_the_hours_alone(client_as: As, meeting: dict[str, Any]) -> None:
    come(client_as, meeting)
    before = hours()
    row = ClassMeeting.get_by_id(meeting["id"])
    later = {"starts_at": clock.to_text(row.starts_at), "ends_at": clock.to_text(row.ends_at + timedelta(minutes=5))}
    assert move(client_as("officer"), meeting, 0, **later).status_code == 201
    assert hours() == before


def test_a_move_that_cannot_be_or_over_another_version_is_refused(client_as: As, meeting: dict[str, Any]) -> None:
    officer = client_as("officer")
    row = ClassMeeting.get_by_id(meeting["id"])
    short = {"ends_at": clock.to_text(row.starts_at + timedelta(minutes=1)), "starts_at": clock.to_text(row.starts_at)}
    assert move(officer, meeting, 0, **short).json["code"] == "meeting_times_wrong"
    body = {**short, "ends_at": clock.to_text(row.ends_at), "reason": "与演练冲突"}
    address = f"{MEETINGS}/{meeting['id']}/moves"
    assert officer.post(address, json=body).status_code == 428
    assert officer.post(address, json=body, headers={"If-Match": f'"{row.id}.9"'}).status_code == 412
    assert move(officer, meeting, 1).status_code == 201
    tag = {"If-Match": f'"{row.id}.1"'}
    assert officer.post(address, json=body, headers=tag).status_code == 412, "sent twice it moves once"


def test_a_units_own_class_leaves_the_years_count_with_its_cancellation(client_as: As, world: World) -> None:
    head = client_as("head")
    body = meeting_body(clock.now())
    assert head.post(MEETINGS, json=body).status_code == 201
    code = code_at(head, body["id"], clock.now())
    assert client_as("guard").post(f"{API}/my/attendances", json=sign_in_body(code, clock.now())).status_code == 201
    assert DutyCover.select().where(DutyCover.subject_id == UUID(body["id"])).count() == 1
    assert move(head, body, 2).status_code == 201
    cover = DutyCover.get(DutyCover.subject_id == UUID(body["id"]))
    assert cover.from_on == ClassMeeting.get_by_id(body["id"]).on_day
    assert cancel(head, body["id"]).status_code == 201
    assert DutyCover.select().where(DutyCover.subject_id == UUID(body["id"])).count() == 0
    assert Enrolment.select().count() == 0
