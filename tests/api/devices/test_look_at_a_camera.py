"""Look at a camera now, see the wall and its pictures, hand in a photo; nothing of a secret one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from device_checks.pictures.models import CameraState, PictureFault, Snapshot
from device_checks.pictures.services import looking_now
from device_checks.registers.models import Camera, Facility
from device_checks.sources.errors import GrabFailed
from device_checks.sources.rules import Limits, Target
from server.core import clock
from server.core.ids import new_id
from tests.factories.facilities import camera
from tests.factories.looks import SIZE, WALL, black, grabbed, known_camera, laid, open_fault, yard
from tests.factories.sources import target
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def one(world: World) -> UUID:
    return camera(world.units["school_first"], camera=SIZE).id


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, one: UUID) -> Callable[[Any], None]:
    """Have the camera answer so."""

    def answer(came: Any) -> None:
        def grab(asked: Target, limits: Limits) -> Any:
            assert (asked.camera_id, limits.seconds) == (one, 10.0)
            if isinstance(came, Exception):
                raise came
            return came

        monkeypatch.setattr(looking_now, "grab", grab)
        monkeypatch.setattr(
            looking_now, "targets_of", lambda ids: {one: replace(target("http://127.0.0.1/"), camera_id=one)}
        )

    return answer


def look(client: Any, camera_id: UUID, id: UUID | None = None) -> Any:
    return client.post(f"/api/v1/cameras/{camera_id}/looks", json={"id": str(id or new_id())})


def bar(camera_id: UUID) -> None:
    Camera.update(secret_trade=True, secret_reason="配方车间").where(Camera.id == camera_id).execute()


def deliver(client: Any, content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    answer = client.put(f"/api/v1/files/{name}", data=content, content_type="image/jpeg")
    assert answer.status_code == 200, answer.json
    return name


def photo(client: Any, camera_id: UUID, **changes: Any) -> Any:
    body = {"id": str(new_id()), "taken_at": clock.now().isoformat(), "note": "值班室监视器", **changes}
    return client.post(f"/api/v1/cameras/{camera_id}/photos", json=body)


@pytest.mark.clause("JN-2.2.5g")
def test_a_person_looks_now_and_sees_the_verdict(
    client_as: Callable[[str], Any], one: UUID, answers: Callable[[Any], None]
) -> None:
    answers(grabbed(yard()))
    answer = look(client_as("staff"), one)
    assert (answer.status_code, answer.json["verdict"], answer.json["has_picture"]) == (201, "fine", True)
    picture = client_as("officer").get(f"/api/v1/snapshots/{answer.json['id']}/picture?size=thumb")
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    assert picture.data != yard()
    assert "no-cache" in picture.headers["Cache-Control"]
    whole = client_as("officer").get(f"/api/v1/snapshots/{answer.json['id']}/picture?size=original")
    assert (whole.data, whole.mimetype) == (yard(), "application/octet-stream")
    again = client_as("officer").get(f"/api/v1/snapshots/{answer.json['id']}/picture", headers={"If-None-Match": '"x"'})
    assert again.status_code == 200


def test_a_camera_that_does_not_answer_is_a_verdict_too(
    client_as: Callable[[str], Any], one: UUID, answers: Callable[[Any], None]
) -> None:
    answers(GrabFailed("refused"))
    answer = look(client_as("officer"), one)
    assert (answer.status_code, answer.json["verdict"], answer.json["cause"]) == (201, "fault", "refused")
    assert client_as("officer").get(f"/api/v1/snapshots/{answer.json['id']}/picture").json["code"] == "picture_gone"


def test_a_look_sent_twice_is_one_look(
    client_as: Callable[[str], Any], one: UUID, answers: Callable[[Any], None], world: World
) -> None:
    answers(grabbed(yard()))
    id, staff = new_id(), client_as("staff")
    assert [look(staff, one, id).status_code for _ in range(2)] == [201, 201]
    assert Snapshot.select().count() == 1
    other = camera(world.units["school_first"], camera=SIZE).id
    assert look(staff, other, id).json["code"] == "resubmission_conflict"


def test_who_may_look(client_as: Callable[[str], Any], one: UUID, answers: Callable[[Any], None]) -> None:
    answers(grabbed(yard()))
    assert look(client_as("stranger"), one).status_code == 404
    assert look(client_as("system_admin"), one).status_code == 403
    assert look(client_as("officer"), new_id()).status_code == 404
    assert client_as("officer").post(f"/api/v1/cameras/{one}/looks", json={}).status_code == 422


def test_without_a_source_or_out_of_use_nothing_is_fetched(client_as: Callable[[str], Any], one: UUID) -> None:
    assert look(client_as("officer"), one).json["code"] == "picture_source_missing"
    Facility.update(state="stopped").where(Facility.id == one).execute()
    assert look(client_as("officer"), one).json["code"] == "camera_not_in_use"


def test_no_more_than_a_few_look_at_once(
    client_as: Callable[[str], Any], one: UUID, answers: Callable[[Any], None]
) -> None:
    answers(grabbed(yard()))
    for _ in range(looking_now.MOST_AT_ONCE):
        looking_now._turns.acquire()
    try:
        answer = look(client_as("officer"), one)
        assert (answer.status_code, answer.json["code"]) == (429, "looks_under_way")
    finally:
        for _ in range(looking_now.MOST_AT_ONCE):
            looking_now._turns.release()
    assert look(client_as("officer"), one).status_code == 201


@pytest.mark.clause("LN-10")
def test_nothing_of_a_secret_camera_is_fetched_shown_or_downloaded_not_even_what_was_before(
    client_as: Callable[[str], Any], one: UUID, answers: Callable[[Any], None]
) -> None:
    answers(grabbed(yard()))
    officer, staff = client_as("officer"), client_as("staff")
    known_camera(one, clock.now() - timedelta(hours=3))
    old = look(officer, one).json["id"]
    reference = officer.get(f"{WALL}/{one}").json["references"][0]["id"]
    delivered = deliver(staff, yard(9))
    bar(one)
    refused = [
        look(officer, one),
        photo(staff, one, sha256=delivered),
        *(officer.get(f"/api/v1/snapshots/{old}/picture?size={size}") for size in ("thumb", "preview", "original")),
        officer.get(f"/api/v1/reference-views/{reference}/picture"),
        officer.post(
            f"/api/v1/cameras/{one}/references", json={"id": str(new_id()), "snapshot_id": old, "light": "night"}
        ),
        officer.post(f"/api/v1/cameras/{one}/masks", json={"id": str(new_id()), "boxes": []}),
    ]
    assert {(answer.status_code, answer.json["code"]) for answer in refused} == {(422, "picture_barred")}
    card = officer.get(WALL).json["items"][0]
    assert (card["is_barred"], card["picture_id"]) == (True, None)
    shown = officer.get(f"{WALL}/{one}").json
    assert (shown["latest"]["has_picture"], shown["secret_reason"]) == (False, "配方车间")


@pytest.mark.clause("JN-2.2.2d")
def test_the_photo_of_a_monitor_is_kept_and_only_a_blank_one_is_told(
    client_as: Callable[[str], Any], one: UUID
) -> None:
    staff = client_as("staff")
    fine = photo(staff, one, sha256=deliver(staff, yard(3)))
    assert (fine.status_code, fine.json["verdict"], fine.json["source"]) == (201, "fine", "phone")
    blank = photo(staff, one, sha256=deliver(staff, black()))
    assert (blank.json["verdict"], [row["kind"] for row in blank.json["findings"]]) == ("fault", ["black"])
    assert PictureFault.select().count() == 0


def test_a_photo_is_delivered_first_and_sent_twice_counts_once(client_as: Callable[[str], Any], one: UUID) -> None:
    staff, officer = client_as("staff"), client_as("officer")
    name = deliver(staff, yard(3))
    assert photo(officer, one, sha256=name).json["code"] == "file_missing"  # knowing a hash is not having the file
    id = str(new_id())
    assert [photo(staff, one, sha256=name, id=id).status_code for _ in range(2)] == [201, 201]
    assert Snapshot.select().count() == 1
    assert photo(staff, one, sha256=deliver(staff, yard(4)), id=id).json["code"] == "resubmission_conflict"
    assert photo(client_as("stranger"), one, sha256=name).status_code == 404
    assert photo(staff, one, sha256=name, taken_at="2020-01-01T00:00:00Z").json["code"] == "taken_at_impossible"
    assert photo(staff, one, sha256="x").status_code == 422


def test_a_photo_of_a_monitor_neither_opens_nor_ends_a_fault(client_as: Callable[[str], Any], one: UUID) -> None:
    fault = open_fault(one)
    staff = client_as("staff")
    photo(staff, one, sha256=deliver(staff, yard(3)))
    assert PictureFault.get_by_id(fault.id).state == "open"


def test_the_wall_shows_the_worst_first_and_filters(client_as: Callable[[str], Any], world: World) -> None:
    unit = world.units["school_first"]
    fine, dark, doubted, never = (
        camera(unit, camera={**SIZE, "place_class": number}, name=f"{number}号机").id for number in (1, 2, 3, 3)
    )
    laid(fine, yard(1))
    open_fault(dark, black())
    laid(doubted, "barred_address")
    officer = client_as("officer")

    def shown(**query: Any) -> list[str]:
        return [row["id"] for row in officer.get(WALL, query_string=query).json["items"]]

    assert shown() == [str(id) for id in (dark, doubted, fine, never)]
    assert shown(verdict="fault") == [str(dark)]
    assert shown(verdict="none") == [str(never)]
    assert shown(fault="black") == [str(dark)]
    assert shown(place_class=1) == [str(fine)]
    assert shown(q="2号") == [str(dark)]
    assert shown(unit_id=str(new_id())) == []
    first = officer.get(f"{WALL}?limit=2").json
    rest = officer.get(WALL, query_string={"limit": 2, "after": first["next"]}).json
    assert [row["id"] for row in first["items"] + rest["items"]] == shown()
    assert client_as("stranger").get(WALL).json["items"] == []
    assert client_as("audit_admin").get(WALL).status_code == 403


def test_the_history_of_a_camera_goes_back_page_by_page(client_as: Callable[[str], Any], one: UUID) -> None:
    start = clock.now() - timedelta(days=1)
    made = [laid(one, came, start + timedelta(minutes=n)) for n, came in enumerate(["offline", yard(), black()])]
    officer, path = client_as("officer"), f"/api/v1/cameras/{one}/snapshots"
    page = officer.get(f"{path}?limit=2").json
    rest = officer.get(path, query_string={"limit": 2, "after": page["next"]}).json
    assert [row["id"] for row in page["items"] + rest["items"]] == [str(row.id) for row in reversed(made)]
    assert [row["id"] for row in officer.get(f"{path}?verdict=fine").json["items"]] == [str(made[1].id)]
    assert officer.get(f"{path}?after=x").status_code == 422
    assert client_as("stranger").get(path).status_code == 404
    assert CameraState.get_by_id(one).picture_id == made[2].id


def test_evidence_is_the_picture_with_what_was_seen(client_as: Callable[[str], Any], one: UUID) -> None:
    dark = laid(one, black())
    officer = client_as("officer")
    assert officer.get(f"/api/v1/snapshots/{dark.id}").json["has_evidence"] is True
    marked = officer.get(f"/api/v1/snapshots/{dark.id}/picture?size=evidence")
    assert (marked.status_code, marked.mimetype) == (200, "image/jpeg")
    assert client_as("stranger").get(f"/api/v1/snapshots/{dark.id}/picture").status_code == 404
