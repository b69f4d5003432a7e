"""A fault is what lasts: one look opens none, two do, the next good look ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import cv2
import numpy as np
import pytest

from device_checks.pictures.models import CameraState, PictureFault, Snapshot
from device_checks.pictures.queries.prepared import due_second_looks
from device_checks.pictures.services import lay_down
from device_checks.registers.models import Camera
from server.core.database import database
from server.core.events import Event
from server.core.permissions import SYSTEM
from tests.factories.facilities import camera
from tests.factories.looks import SIZE, black, fetched, grabbed, known_camera, laid, seen, yard
from tests.factories.pictures import jpeg, scene, shifted
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def one(world: World) -> UUID:
    return camera(world.units["school_first"], camera=SIZE).id


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def states(camera_id: UUID) -> dict[str, str]:
    rows = PictureFault.select().where(PictureFault.camera_id == camera_id).order_by(PictureFault.id)
    return {row.kind: row.state for row in rows}


@pytest.mark.clause("JN-2.2.5g")
def test_one_faulty_look_opens_nothing_and_asks_for_a_second(one: UUID) -> None:
    fetched(one)
    laid(one, "offline", START)
    assert states(one) == {"offline": "suspected"}
    assert due_second_looks(at=after(9)) == []
    assert due_second_looks(at=after(10)) == [one]
    Camera.update(secret_state=True).where(Camera.id == one).execute()
    assert due_second_looks(at=after(10)) == []
    assert Event.select().where(Event.kind == "picture_fault.opened").count() == 0


def test_two_faulty_looks_open_a_fault_and_the_next_good_one_ends_it(one: UUID) -> None:
    laid(one, "offline", START)
    laid(one, "offline", after(10))
    assert states(one) == {"offline": "open"}
    assert due_second_looks(at=after(1000)) == []
    laid(one, yard(), after(20))
    fault = PictureFault.get()
    assert (fault.state, fault.closed_by, fault.closed_at, fault.seen_count) == ("closed", "good_check", after(20), 2)
    assert [row.kind for row in Event.select().where(Event.subject_id == fault.id).order_by(Event.position)] == [
        "picture_fault.opened",
        "picture_fault.closed",
    ]
    state = CameraState.get_by_id(one)
    assert (state.verdict, state.last_good_at, state.verdict_since, state.streaks) == ("fine", after(20), after(20), {})


def test_two_looks_in_the_same_minute_are_as_good_as_one(one: UUID) -> None:
    for second in range(5):
        laid(one, "offline", START + timedelta(seconds=second))
    assert states(one) == {"offline": "suspected"}


def test_a_good_look_between_begins_the_count_anew(one: UUID) -> None:
    for minute, came in enumerate([black(), yard(), black(), yard(), black()]):
        laid(one, came, after(minute * 30))
    rows = list(PictureFault.select().order_by(PictureFault.id))
    assert [row.state for row in rows] == ["closed", "closed", "suspected"]
    assert all(row.opened_at is None for row in rows)


def test_a_lorry_that_leaves_is_no_fault_and_a_cloth_that_stays_is_one(one: UUID) -> None:
    known_camera(one, START)
    picture = scene(1, **SIZE)
    cloth = picture.copy()
    cloth[: SIZE["height"] * 6 // 10, SIZE["width"] * 4 // 10 :] = 90
    for minutes in (60, 90):
        laid(one, jpeg(cloth), after(minutes))
    assert states(one)["partly_covered"] == "suspected"
    laid(one, yard(), after(100))
    assert states(one)["partly_covered"] == "closed"
    for minutes in range(120, 400, 60):
        laid(one, jpeg(cloth), after(minutes))
    assert states(one)["partly_covered"] == "open"


def test_a_fault_behind_another_is_not_taken_for_mended(one: UUID) -> None:
    known_camera(one, START)
    blurred = jpeg(np.asarray(cv2.GaussianBlur(scene(1, **SIZE), (0, 0), 4), np.uint8))
    for minutes in (10, 20):
        laid(one, blurred, after(minutes))
    assert states(one)["defocused"] == "open"
    laid(one, black(), after(30))
    laid(one, "offline", after(40))
    assert states(one)["defocused"] == "open"
    laid(one, yard(), after(50))
    assert set(states(one).values()) == {"closed"}


def test_a_camera_that_shows_anothers_picture_is_found_out(one: UUID, world: World) -> None:
    other = camera(world.units["school_first"], camera=SIZE).id
    known_camera(one, START)
    known_camera(other, START, seed=2)
    for minutes in (10, 30):
        laid(one, yard(2), after(minutes))
    assert states(one)["other_scene"] == "open"


def test_the_very_same_bytes_from_two_cameras_are_a_doubt_even_without_references(one: UUID, world: World) -> None:
    other = camera(world.units["school_first"], camera=SIZE).id
    lay_down(SYSTEM, [seen(one, yard(7), START), seen(other, yard(7), after(1))])
    rows = list(Snapshot.select())
    assert {(row.verdict, row.same_as_camera_id) for row in rows} == {("doubt", one), ("doubt", other)}
    lay_down(SYSTEM, [seen(one, black(), after(20)), seen(other, black(), after(20))])
    assert {row.same_as_camera_id for row in Snapshot.select().where(Snapshot.taken_at == after(20))} == {None}


def test_a_frozen_camera_is_not_mended_by_a_look_at_one_frame_only(one: UUID) -> None:
    known_camera(one, START)
    for minutes in (10, 20):
        frame = grabbed(yard(), after(minutes)).frames[0]
        laid(one, grabbed(yard(), after(minutes), frames=(frame, frame)))
    assert states(one) == {"frozen": "open"}
    laid(one, yard(), after(30))
    assert states(one) == {"frozen": "open"}
    moving = jpeg(shifted(scene(1, **SIZE), across=0.002))
    frames = (grabbed(yard(), after(40)).frames[0], grabbed(moving, after(41)).frames[0])
    laid(one, grabbed(yard(), after(40), frames=frames))
    assert states(one) == {"frozen": "closed"}


def test_a_wrong_clock_is_a_fault_with_what_is_uncertain_taken_off(one: UUID) -> None:
    known_camera(one, START)
    for minutes in (10, 90):
        late = after(minutes) - timedelta(hours=8)  # a clock in another zone
        snapshot = laid(one, grabbed(yard(), after(minutes), device_clock=late))
    assert states(one)["clock_drift"] == "open"
    assert snapshot.clock_offset_seconds == pytest.approx(-8 * 3600)
    laid(one, grabbed(yard(), after(100), device_clock=after(100) + timedelta(seconds=1)))
    assert states(one)["clock_drift"] == "closed"


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"GIF89a" + bytes(40), bytes(4000)])
def test_garbage_is_a_verdict(one: UUID, content: bytes) -> None:
    snapshot = laid(one, content, START)
    assert (snapshot.verdict, snapshot.cause, snapshot.sha256) == ("fault", "broken", None)


def test_an_address_barred_by_our_own_lists_is_no_fault_of_the_camera(one: UUID) -> None:
    for minutes in (0, 30):
        laid(one, "barred_address", after(minutes))
    assert states(one) == {}
    assert CameraState.get_by_id(one).verdict == "doubt"


def test_a_look_that_comes_late_is_kept_and_changes_nothing(one: UUID) -> None:
    laid(one, yard(), after(30))
    laid(one, "offline", after(10))
    assert (Snapshot.select().count(), states(one), CameraState.get_by_id(one).verdict) == (2, {}, "fine")


def test_a_batch_sent_again_is_laid_down_once(one: UUID) -> None:
    looks = [seen(one, "offline", START)]
    lay_down(SYSTEM, looks)
    lay_down(SYSTEM, looks)
    assert (Snapshot.select().count(), PictureFault.get().seen_count) == (1, 1)


@pytest.mark.clause("LN-10")
def test_nothing_is_kept_of_a_camera_that_was_barred_while_it_was_looked_at(one: UUID) -> None:
    look = seen(one, yard(), START)
    Camera.update(secret_state=True, secret_reason="涉密部位").where(Camera.id == one).execute()
    lay_down(SYSTEM, [look])
    assert Snapshot.select().count() == 0


def test_a_batch_of_fifty_costs_as_few_statements_as_one_of_two(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cameras = [camera(world.units["school_first"], camera=SIZE).id for _ in range(50)]
    counts = []
    for few in (cameras[:2], cameras[2:]):
        at = after(len(few))
        looks = [seen(id, "offline", at) for id in few]
        counts.append(statements(monkeypatch, lambda looks=looks: lay_down(SYSTEM, looks)))  # type: ignore[misc]
    assert counts[1] <= counts[0] <= 20


def statements(monkeypatch: pytest.MonkeyPatch, do: Callable[[], Any]) -> int:
    ran: list[str] = []
    real = database.obj.execute_sql
    with monkeypatch.context() as patch:
        patch.setattr(database.obj, "execute_sql", lambda sql, *rest: ran.append(sql) or real(sql, *rest))
        do()
    return len(ran)
