"""Files of lessons: looked at when they come, given whole or in parts to whom the course is for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from courses.lessons.models import LessonFile
from server.core import clock
from server.core.events import Event
from tests.factories.lessons import API, COURSES, film, film_course, lesson_of, put_file, under_audience, written
from tests.factories.phone import jpeg
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

ClientAs = Callable[[str], Any]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def test_a_film_is_brought_and_brought_twice_it_is_one(client_as: ClientAs) -> None:
    officer = client_as("officer")
    for _ in range(2):
        answer = put_file(officer, film(4), "video/mp4")
        assert answer.status_code == 200, answer.json
        assert (answer.json["milliseconds"], answer.json["bytes"]) == (4000, len(film(4)))
    assert LessonFile.select().count() == 1
    assert put_file(officer, film(4, "libvpx-vp9", "webm"), "video/webm").json["milliseconds"] == 4000
    assert put_file(officer, jpeg(3), "image/jpeg").json["milliseconds"] == 0
    assert put_file(officer, PDF, "application/pdf").status_code == 200
    kinds = {row.kind for row in Event.select().where(Event.subject_type == "lesson_file")}
    assert kinds == {"lesson_file.delivered"}


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"<html><script>1</script>", "video/mp4", 422, "file_not_what_it_says"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200, "video/mp4", 422, "file_not_what_it_says"),
        (b"\x1a\x45\xdf\xa3" + b"webm" * 40, "video/webm", 422, "file_not_what_it_says"),
        (b"#EXTM3U\nfile:///etc/passwd", "video/webm", 422, "file_not_what_it_says"),
        (b"<svg onload='x'/>", "image/png", 422, "file_not_what_it_says"),
        (b"%PDF-1.7 no end", "application/pdf", 422, "file_not_what_it_says"),
        (b"<svg/>", "image/svg+xml", 415, "unsupported_media_type"),
        (b"<p>", "text/html", 415, "unsupported_media_type"),
    ],
    ids=lambda value: str(value)[:18],
)
def test_what_is_no_film_picture_or_paper_is_refused(
    client_as: ClientAs, content: bytes, media_type: str, status: int, code: str
) -> None:
    answer = put_file(client_as("officer"), content, media_type)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert LessonFile.select().count() == 0


def test_a_film_that_no_phone_plays_and_one_of_other_bytes_are_refused(client_as: ClientAs) -> None:
    officer = client_as("officer")
    assert put_file(officer, film(3, "mpeg4"), "video/mp4").json["code"] == "film_unplayable"
    assert put_file(officer, film(3), "video/mp4", sha256="0" * 64).json["code"] == "file_differs"
    assert put_file(officer, film(3), "video/mp4", sha256="x").status_code == 422
    assert put_file(client_as("guard"), film(3), "video/mp4").status_code == 403


def test_a_film_larger_than_allowed_is_refused_before_it_is_read(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("courses.lessons.rules.media", fromlist=["x"]).MOST_BYTES, "video/mp4", 100)
    assert put_file(client_as("officer"), film(3), "video/mp4").status_code == 413


@pytest.fixture
def lesson(client_as: ClientAs, world: World) -> dict[str, Any]:
    under_audience(world, "guard", "guard")
    return film_course(client_as("officer"), 5)[1]


def test_a_film_is_given_whole_and_in_parts(client_as: ClientAs, lesson: dict[str, Any]) -> None:
    guard, address, whole = client_as("guard"), f"{API}/lessons/{lesson['id']}/file", film(5)
    answer = guard.get(address)
    assert (answer.status_code, answer.data) == (200, whole)
    assert answer.headers["ETag"] == f'"{lesson["file_sha256"]}"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    size = len(whole)
    for header, first, last in (("bytes=0-9", 0, 9), ("bytes=10-", 10, size - 1), ("bytes=-7", size - 7, size - 1)):
        part = guard.get(address, headers={"Range": header})
        assert (part.status_code, part.data) == (206, whole[first : last + 1])
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert part.headers["Content-Length"] == str(last - first + 1)
    beyond = guard.get(address, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    for odd in ("bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "bytes=x"):
        assert guard.get(address, headers={"Range": odd}).status_code == 200
    other = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert guard.get(address, headers=other).status_code == 200
    same = {"Range": "bytes=0-9", "If-Range": f'"{lesson["file_sha256"]}"'}
    assert guard.get(address, headers=same).status_code == 206
    assert guard.get(address, headers={"If-None-Match": f'"{lesson["file_sha256"]}"'}).status_code == 304


def test_a_film_of_a_course_for_others_is_not_there(
    client_as: ClientAs, anonymous: Any, lesson: dict[str, Any]
) -> None:
    for persona in ("other_guard", "key_post", "stranger"):
        for what in ("file", "film-link"):
            assert client_as(persona).get(f"{API}/lessons/{lesson['id']}/{what}").status_code == 404
    assert anonymous.get(f"{API}/lessons/{lesson['id']}/file").status_code == 401


def test_a_text_has_no_file(client_as: ClientAs) -> None:
    text = lesson_of(client_as("officer"), written(client_as("officer")))
    assert client_as("officer").get(f"{API}/lessons/{text['id']}/file").status_code == 404


def test_a_link_plays_one_film_for_some_hours(client_as: ClientAs, anonymous: Any, lesson: dict[str, Any]) -> None:
    link = client_as("guard").get(f"{API}/lessons/{lesson['id']}/film-link").json
    assert anonymous.get(link["path"], headers={"Range": "bytes=2-5"}).data == film(5)[2:6]
    for broken in (link["path"][:-8] + "AAAAAAA=", f"{API}/films/eA==", f"{API}/films/x"):
        assert anonymous.get(broken).json["code"] == "film_link_expired"
    with time_machine.travel(clock.now() + timedelta(hours=5), tick=False):
        assert anonymous.get(link["path"]).status_code == 404


def test_a_link_dies_with_the_lesson_it_was_made_for(client_as: ClientAs, anonymous: Any) -> None:
    officer = client_as("officer")
    course, lesson = film_course(officer, 3)
    link = officer.get(f"{API}/lessons/{lesson['id']}/film-link").json
    officer.post(f"{COURSES}/{course['id']}/withdrawals")
    assert officer.delete(f"{API}/lessons/{lesson['id']}").status_code == 204
    assert anonymous.get(link["path"]).status_code == 404


def test_a_film_of_unknown_hash_is_hashed_as_it_arrives(client_as: ClientAs) -> None:
    officer, content = client_as("officer"), film(4)
    headers = {"Content-Type": "video/mp4"}
    for _ in range(2):
        answer = officer.post(f"{API}/lesson-files", data=content, headers=headers)
        assert (answer.status_code, answer.json["sha256"]) == (201, hashlib.sha256(content).hexdigest())
    assert put_file(officer, content, "video/mp4").json == answer.json
    assert LessonFile.select().count() == 1
    refused = officer.post(f"{API}/lesson-files", data=b"<html>", headers=headers)
    assert refused.json["code"] == "file_not_what_it_says"
    assert officer.post(f"{API}/lesson-files", data=b"x", headers={"Content-Type": "text/html"}).status_code == 415
    assert client_as("guard").post(f"{API}/lesson-files", data=content, headers=headers).status_code == 403
    assert LessonFile.select().count() == 1
