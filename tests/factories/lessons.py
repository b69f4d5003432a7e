"""Courses, lessons, films and classes for tests."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import av
import numpy as np

from courses.trainees.models import Trainee
from server.core import clock
from server.core.ids import new_id
from tests.world import World

API = "/api/v1"
COURSES = f"{API}/courses"
MEETINGS = f"{API}/class-meetings"


def under_audience(world: World, persona: str, audience: str, unit: str = "school_first") -> None:
    """Put a persona under an audience since last year."""
    Trainee.create(
        id=new_id(),
        person_id=world.people[persona].person_id,
        audience=audience,
        unit_id=world.units[unit],
        from_on=clock.today() - timedelta(days=400),
        created_at=clock.now(),
    )


def course_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "title": "校园门卫勤务",
        "summary": "出入口管理与应急处置",
        "category": "business",
        "kind": "course",
        "audiences": ["guard"],
        **changes,
    }


def lesson_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "title": "交接班",
        "kind": "text",
        "text": "# 交接班\n\n- 核对**钥匙**\n- 登记来访",
        "seconds": 120,
        **changes,
    }


def written(client: Any, **changes: Any) -> dict[str, Any]:
    answer = client.post(COURSES, json=course_body(**changes))
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def lesson_of(client: Any, course: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = client.post(f"{COURSES}/{course['id']}/lessons", json=lesson_body(**changes))
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def film_lesson(client: Any, course: dict[str, Any], seconds: int = 60, **changes: Any) -> dict[str, Any]:
    sha256 = delivered(client, film(seconds), "video/mp4")
    return lesson_of(client, course, kind="video", title="视频", file_sha256=sha256, **changes)


def published(client: Any, course: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(f"{COURSES}/{course['id']}/publications")
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def film_course(client: Any, seconds: int = 60, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A published course with one film."""
    course = written(client, **changes)
    lesson = film_lesson(client, course, seconds)
    return published(client, course), lesson


def delivered(client: Any, content: bytes, media_type: str) -> str:
    answer = put_file(client, content, media_type)
    assert answer.status_code == 200, answer.json
    return str(answer.json["sha256"])


def put_file(client: Any, content: bytes, media_type: str, sha256: str | None = None) -> Any:
    name = sha256 or hashlib.sha256(content).hexdigest()
    return client.put(f"{API}/lesson-files/{name}", data=content, headers={"Content-Type": media_type})


@cache
def film(seconds: int = 60, codec: str = "h264", form: str = "mp4") -> bytes:
    """A tiny film, a picture a second."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        stream = container.add_stream(codec, rate=1)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for number in range(seconds):
            pixels = np.full((32, 32, 3), number % 255, dtype=np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return out.getvalue()


def report(lesson: dict[str, Any], spans: list[list[int]], ended_at: datetime, **changes: Any) -> dict[str, Any]:
    """A phone's report of having watched these spans just before an instant, at the speed of the film."""
    took = min(sum(end - start for start, end in spans), 10**8)
    return {
        "id": str(new_id()),
        "lesson_id": lesson["id"],
        "spans": spans,
        "position_ms": spans[-1][1] if spans else 0,
        "started_at": (ended_at - timedelta(milliseconds=took)).isoformat(),
        "ended_at": ended_at.isoformat(),
        **changes,
    }


def tell(client: Any, *reports: dict[str, Any], sent_at: datetime | None = None) -> Any:
    body = {"sent_at": (sent_at or clock.now()).isoformat(), "reports": list(reports)}
    return client.post(f"{API}/my/learned", json=body)


def meeting_body(starts_at: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "title": "内保条例集中授课",
        "place": "分局会议室",
        "teacher": "陈警官",
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=2)).isoformat(),
        "seconds": 7200,
        **changes,
    }


def called(client: Any, starts_at: datetime, **changes: Any) -> dict[str, Any]:
    answer = client.post(MEETINGS, json=meeting_body(starts_at, **changes))
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def code_at(client: Any, meeting_id: str, instant: datetime) -> str:
    """The code that hangs on the wall at an instant."""
    wall = client.get(f"{MEETINGS}/{meeting_id}/wall").json
    return str(wall["steps"][int(instant.timestamp()) // 30 - wall["first_step"]]["code"])


def sign_in_body(code: str, recorded_at: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "code": code,
        "recorded_at": recorded_at.isoformat(),
        "sent_at": clock.now().isoformat(),
        **changes,
    }


def grow_lessons(client_as: Callable[[str], Any], world: World, count: int = 3) -> dict[str, list[str]]:
    """A few courses with a film, and a few classes; ids by the part of the path that names them."""
    officer, found = client_as("officer"), {"courses": [], "lessons": [], "class-meetings": []}  # type: ignore[var-annotated]
    under_audience(world, "guard", "guard")
    for number in range(count):
        course, lesson = film_course(officer, 3, title=f"课程{number}")
        found["courses"].append(course["id"])
        found["lessons"].append(lesson["id"])
        meeting = called(officer, clock.now() + timedelta(days=number + 1))
        found["class-meetings"].append(meeting["id"])
    return found
