"""Classes: called, signed in to by the code on the wall, with a line or without, or entered by the teacher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from courses.lessons.models import Attendance, ClassMeeting
from courses.rotations.models import HourCredit
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.lessons import API, MEETINGS, called, code_at, meeting_body, sign_in_body, written
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

ClientAs = Callable[[str], Any]
SIGN_IN = f"{API}/my/attendances"


@pytest.fixture
def at() -> Iterator[Any]:
    with time_machine.travel(clock.now().replace(microsecond=0), tick=False) as moved:
        yield moved


@pytest.fixture
def meeting(client_as: ClientAs, at: Any) -> dict[str, Any]:
    """A class of the bureau that began five minutes ago."""
    row = called(client_as("officer"), clock.now())
    at.shift(300)
    return row


def test_a_class_is_called_and_sent_twice_it_is_one(client_as: ClientAs, at: Any) -> None:
    officer, body = client_as("officer"), meeting_body(clock.now())
    for _ in range(2):
        assert officer.post(MEETINGS, json=body).status_code == 201
    assert officer.post(MEETINGS, json={**body, "title": "别的"}).status_code == 409
    assert [row["title"] for row in officer.get(MEETINGS).json["items"]] == ["内保条例集中授课"]
    assert officer.get(f"{MEETINGS}?when=past").json["items"] == []
    assert [row.kind for row in Event.select().where(Event.subject_id == body["id"])] == ["class.called"]
    assert client_as("guard").post(MEETINGS, json=meeting_body(clock.now())).status_code == 403
    assert client_as("inspector").post(MEETINGS, json=meeting_body(clock.now())).status_code == 403


@pytest.mark.parametrize(
    "changes", [{"seconds": 7201}, {"seconds": 0}, {"ends_at": "2020-01-01T00:00:00Z"}, {"title": ""}], ids=str
)
def test_a_class_that_cannot_be_is_refused(client_as: ClientAs, changes: dict[str, Any]) -> None:
    assert client_as("officer").post(MEETINGS, json=meeting_body(clock.now(), **changes)).status_code == 422
    assert ClassMeeting.select().count() == 0


def test_a_class_names_a_course_within_reach(client_as: ClientAs) -> None:
    course = written(client_as("stranger"))
    body = meeting_body(clock.now(), course_id=course["id"])
    assert client_as("officer").post(MEETINGS, json=body).status_code == 404


def test_only_who_holds_a_class_sees_its_wall_and_its_list(client_as: ClientAs, meeting: dict[str, Any]) -> None:
    address = f"{MEETINGS}/{meeting['id']}"
    assert client_as("head").get(address).json["is_editable"] is False
    for what in ("wall", "people"):
        assert client_as("head").get(f"{address}/{what}").status_code == 404
        assert client_as("stranger").get(f"{address}/{what}").status_code == 404
        assert client_as("guard").get(f"{address}/{what}").status_code == 403
    assert client_as("stranger").get(address).status_code == 404
    wall = client_as("officer").get(f"{address}/wall").json
    assert len(wall["steps"]) == (120 + 30 + 15) * 2 + 1
    assert len({row["code"] for row in wall["steps"]}) > 300
    assert all(len(row["modules"]) == 184 for row in wall["steps"])


@pytest.mark.clause("JN-3.4a")
def test_the_code_on_the_wall_earns_the_hours_of_the_class_once(
    client_as: ClientAs, meeting: dict[str, Any], at: Any
) -> None:
    guard = client_as("guard")
    typed = sign_in_body(code_at(client_as("officer"), meeting["id"], clock.now()), clock.now())
    for body in (typed, typed, {**typed, "id": str(new_id()), "meeting_id": meeting["id"]}):
        answer = guard.post(SIGN_IN, json=body)
        assert (answer.status_code, answer.json["id"], answer.json["is_doubtful"]) == (201, typed["id"], False)
    assert [(row.kind, row.seconds) for row in HourCredit.select()] == [("classroom", 7200)]
    assert guard.get(f"{API}/my/classes").json["meetings"][0]["attendance"]["way"] == "code"
    shown = client_as("officer").get(f"{MEETINGS}/{meeting['id']}").json
    assert [(row["way"], row["is_doubtful"]) for row in shown["attendances"]] == [("code", False)]
    assert shown["attendances"][0]["place"]
    assert Event.select().where(Event.kind == "class.signed_in").count() == 1


def test_a_sign_in_kept_without_a_line_counts_later(client_as: ClientAs, meeting: dict[str, Any], at: Any) -> None:
    code, then = code_at(client_as("officer"), meeting["id"], clock.now()), clock.now()
    at.shift(timedelta(hours=9))
    answer = client_as("guard").post(SIGN_IN, json=sign_in_body(code, then))
    assert (answer.status_code, answer.json["is_doubtful"]) == (201, False)
    off = timedelta(hours=2)  # a phone two hours fast, which says so
    body = sign_in_body(code, then + off, sent_at=(clock.now() + off).isoformat())
    assert client_as("other_guard").post(SIGN_IN, json=body).json["is_doubtful"] is False


def test_a_right_code_at_a_wrong_time_waits_for_the_teacher(
    client_as: ClientAs, meeting: dict[str, Any], at: Any
) -> None:
    officer, address = client_as("officer"), f"{MEETINGS}/{meeting['id']}"
    code = code_at(officer, meeting["id"], clock.now())
    at.shift(1800)
    rows = {}
    for persona in ("guard", "other_guard"):
        answer = client_as(persona).post(SIGN_IN, json=sign_in_body(code, clock.now()))
        assert (answer.json["is_doubtful"], answer.json["doubt"]) == (True, "clock")
        rows[persona] = f"{address}/attendances/{answer.json['id']}/rulings"
    officer = client_as("officer")  # half an hour has passed: a new session
    assert HourCredit.select().count() == 0
    assert client_as("stranger").post(rows["guard"], json={"was_there": True}).status_code == 404
    assert officer.post(rows["guard"], json={"was_there": "x"}).status_code == 422
    for _ in range(2):
        assert officer.post(rows["guard"], json={"was_there": True}).json["is_doubtful"] is False
        assert officer.post(rows["other_guard"], json={"was_there": False}).json["is_refused"] is True
    assert officer.post(rows["guard"], json={"was_there": False}).json["code"] == "attendance_not_doubtful"
    assert HourCredit.select().count() == 1
    row = officer.get(f"{address}").json
    assert (row["present"], row["doubtful"]) == (1, 0)


def test_a_wrong_code_and_a_code_of_others_earn_nothing(client_as: ClientAs, meeting: dict[str, Any], at: Any) -> None:
    codes = {row["code"] for row in client_as("officer").get(f"{MEETINGS}/{meeting['id']}/wall").json["steps"]}
    wrong = next(code for code in map("{:06d}".format, range(10**6)) if code not in codes)
    assert client_as("guard").post(SIGN_IN, json=sign_in_body(wrong, clock.now())).json["code"] == "class_code_wrong"
    assert client_as("guard").post(SIGN_IN, json=sign_in_body("12", clock.now())).status_code == 422
    right = code_at(client_as("officer"), meeting["id"], clock.now())
    named = sign_in_body(right, clock.now(), meeting_id=meeting["id"])
    assert client_as("stranger").post(SIGN_IN, json=named).status_code == 404
    assert client_as("stranger").post(SIGN_IN, json=sign_in_body(right, clock.now())).status_code == 422
    assert client_as("audit_admin").post(SIGN_IN, json=named).status_code == 403
    assert Attendance.select().count() == 0


def test_guessing_codes_is_slowed_down(client_as: ClientAs, meeting: dict[str, Any]) -> None:
    guard = client_as("guard")
    answers = [guard.post(SIGN_IN, json=sign_in_body(f"{n:06d}", clock.now())).status_code for n in range(12)]
    assert answers[-1] == 429


def test_the_teacher_enters_by_hand_and_twice_is_once(
    client_as: ClientAs, world: World, meeting: dict[str, Any], at: Any
) -> None:
    officer, address = client_as("officer"), f"{MEETINGS}/{meeting['id']}/attendances"
    person = str(world.people["guard"].person_id)
    body = {"id": str(new_id()), "person_id": person, "note": "手机没电"}
    for _ in range(2):
        answer = officer.post(address, json=body)
        assert (answer.status_code, answer.json["way"]) == (201, "teacher")
    assert officer.post(address, json={**body, "person_id": str(new_id())}).status_code == 404
    other = {**body, "person_id": str(world.people["other_guard"].person_id)}
    assert officer.post(address, json=other).json["code"] == "resubmission_conflict"
    assert officer.post(address, json={**body, "note": "长" * 201}).status_code == 422
    assert client_as("stranger").post(address, json=body).status_code == 404
    found = officer.get(f"{MEETINGS}/{meeting['id']}/people?search=").json["people"]
    assert person in {row["id"] for row in found} or len(found) == 20
    assert [row.seconds for row in HourCredit.select()] == [7200]
    code = code_at(officer, meeting["id"], clock.now())
    assert client_as("guard").post(SIGN_IN, json=sign_in_body(code, clock.now())).json["way"] == "teacher"
    assert HourCredit.select().count() == 1


def test_entering_somebody_doubtful_by_hand_confirms_him(
    client_as: ClientAs, world: World, meeting: dict[str, Any], at: Any
) -> None:
    officer = client_as("officer")
    code = code_at(officer, meeting["id"], clock.now())
    at.shift(1800)
    client_as("guard").post(SIGN_IN, json=sign_in_body(code, clock.now()))
    body = {"id": str(new_id()), "person_id": str(world.people["guard"].person_id)}
    answer = client_as("officer").post(f"{MEETINGS}/{meeting['id']}/attendances", json=body)
    assert (answer.json["is_doubtful"], answer.json["way"]) == (False, "code")
    assert HourCredit.select().count() == 1


def test_a_class_is_changed_over_what_was_seen_and_not_in_time_once_somebody_came(
    client_as: ClientAs, world: World, meeting: dict[str, Any], at: Any
) -> None:
    officer, address = client_as("officer"), f"{MEETINGS}/{meeting['id']}"
    content = {name: meeting[name] for name in ("title", "place", "teacher", "starts_at", "ends_at", "seconds")}
    tag = {"If-Match": f'"{meeting["id"]}.1"'}
    assert officer.put(address, json=content).status_code == 428
    assert client_as("stranger").put(address, json=content, headers=tag).status_code == 404
    assert client_as("head").put(address, json=content, headers=tag).json["code"] == "course_of_others"
    assert officer.put(address, json={**content, "place": "二楼"}, headers=tag).json["place"] == "二楼"
    assert officer.put(address, json=content, headers=tag).status_code == 412
    body = {"id": str(new_id()), "person_id": str(world.people["guard"].person_id)}
    officer.post(f"{address}/attendances", json=body)
    tag = {"If-Match": f'"{meeting["id"]}.2"'}
    answer = officer.put(address, json={**content, "seconds": 60}, headers=tag)
    assert answer.json["code"] == "meeting_attended"
