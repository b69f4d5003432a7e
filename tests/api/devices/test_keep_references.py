"""References: learned and ended by persons alone, eight at most, with their history; masks; what is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from device_checks.pictures.models import ReferenceView, Snapshot
from device_checks.pictures.queries.prepared import prepared_for
from device_checks.pictures.services.keeping import drop_outdated, end_abandoned
from device_checks.registers.models import Facility
from device_checks.verification.rules import View
from server.core import clock
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.pictures import preview
from tests.factories.facilities import camera
from tests.factories.looks import SIZE, WALL, black, known_camera, laid, learned, open_fault, yard
from tests.factories.pictures import jpeg, scene
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def one(world: World) -> UUID:
    return camera(world.units["school_first"], camera=SIZE).id


@pytest.fixture
def first(one: UUID) -> Snapshot:
    return laid(one, yard(), clock.now() - timedelta(hours=2))


def learn(client: Any, snapshot: Snapshot, **changes: Any) -> Any:
    body = {"id": str(new_id()), "snapshot_id": str(snapshot.id), "light": "day", "is_anchor": True, **changes}
    return client.post(f"/api/v1/cameras/{snapshot.camera_id}/references", json=body)


def end(client: Any, id: str, reason: str = "摄像机换了位置") -> Any:
    return client.post(f"/api/v1/reference-views/{id}/endings", json={"reason": reason})


@pytest.mark.clause("JN-2.2.5g")
def test_a_person_learns_a_picture_and_looks_are_compared_with_it(
    client_as: Callable[[str], Any], one: UUID, first: Snapshot
) -> None:
    answer = learn(client_as("officer"), first)
    assert (answer.status_code, answer.json["learned_by_name"], answer.json["is_anchor"]) == (201, "陈明理", True)
    assert laid(one, yard()).reference_id == UUID(answer.json["id"])
    picture = client_as("staff").get(f"/api/v1/reference-views/{answer.json['id']}/picture?size=thumb")
    assert picture.mimetype == "image/jpeg"


def test_no_look_however_often_it_is_repeated_becomes_a_reference_by_itself(one: UUID) -> None:
    for minutes in range(0, 3000, 300):
        laid(one, yard(), clock.now() - timedelta(days=5) + timedelta(minutes=minutes))
    assert ReferenceView.select().count() == 0
    assert prepared_for([one])[one].views == ()


def test_who_may_learn(client_as: Callable[[str], Any], first: Snapshot) -> None:
    for persona, status in (("staff", 403), ("head", 403), ("stranger", 404), ("system_admin", 403)):
        assert learn(client_as(persona), first).status_code == status
    assert learn(client_as("officer"), first, light="bright").status_code == 422
    assert learn(client_as("officer"), first, snapshot_id=str(new_id())).status_code == 404


def test_learned_twice_by_one_request_is_learned_once(client_as: Callable[[str], Any], first: Snapshot) -> None:
    id, officer = str(new_id()), client_as("officer")
    assert [learn(officer, first, id=id).status_code for _ in range(2)] == [201, 201]
    assert ReferenceView.select().count() == 1
    assert learn(officer, first, id=id, note="别的").json["code"] == "resubmission_conflict"


def test_one_day_picture_is_kept_and_seven_others_fit(client_as: Callable[[str], Any], first: Snapshot) -> None:
    officer = client_as("officer")
    assert learn(officer, first, light="night").json["code"] == "picture_unusable"
    assert learn(officer, first).status_code == 201
    assert learn(officer, first).json["code"] == "second_anchor"
    others = [learn(officer, first, is_anchor=False, light="night") for _ in range(8)]
    assert [answer.status_code for answer in others] == [201] * 7 + [422]
    assert others[7].json["code"] == "too_many_references"


def test_two_who_learn_at_once_don_t_make_nine(client_as: Callable[[str], Any], one: UUID, first: Snapshot) -> None:
    for _ in range(6):
        learned(one, first)
    clients = [client_as("officer"), client_as("inspector")]
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda client: learn(client, first, is_anchor=False).status_code, clients)
    assert sorted(answers) == [201, 422]
    assert ReferenceView.select().count() == 7


def test_a_reference_is_ended_with_a_reason_and_stays_on_record(
    client_as: Callable[[str], Any], one: UUID, first: Snapshot
) -> None:
    officer = client_as("officer")
    id = learn(officer, first).json["id"]
    assert officer.post(f"/api/v1/reference-views/{id}/endings", json={"reason": " "}).status_code == 422
    assert end(client_as("stranger"), id).status_code == 404
    assert end(client_as("staff"), id).status_code == 403
    assert [end(officer, id).status_code for _ in range(2)] == [201, 201]
    assert end(officer, id, "别的理由").json["code"] == "reference_ended"
    shown = officer.get(f"{WALL}/{one}").json["references"]
    assert [(row["ended_by_name"], row["ended_reason"]) for row in shown] == [("陈明理", "摄像机换了位置")]
    assert prepared_for([one])[one].views == ()
    assert learn(officer, first).status_code == 201  # there is room for another anchor


def test_a_photo_of_a_monitor_and_a_missing_picture_can_t_be_learned(
    client_as: Callable[[str], Any], one: UUID
) -> None:
    officer = client_as("officer")
    assert learn(officer, laid(one, "offline")).json["code"] == "picture_gone"
    assert learn(officer, laid(one, yard(), source="phone")).json["code"] == "picture_unusable"


def test_a_mask_prepares_the_references_anew(client_as: Callable[[str], Any], one: UUID, first: Snapshot) -> None:
    officer, path = client_as("officer"), f"/api/v1/cameras/{one}/masks"
    learn(officer, first)
    before = bytes(ReferenceView.get().view)
    body = {"id": str(new_id()), "boxes": [{"left": 0.0, "top": 0.0, "right": 0.5, "bottom": 0.2}]}
    assert [officer.post(path, json=body).status_code for _ in range(2)] == [201, 201]
    assert bytes(ReferenceView.get().view) != before
    assert prepared_for([one])[one].expected.osd[0].right == 0.5
    assert officer.get(f"{WALL}/{one}").json["osd"] == body["boxes"]
    flat = {"id": str(new_id()), "boxes": [{"left": 0.5, "top": 0.0, "right": 0.5, "bottom": 0.2}]}
    assert officer.post(path, json=flat).json["errors"][0]["field"] == "boxes.0"
    assert client_as("staff").post(path, json=body).status_code == 403
    assert client_as("stranger").post(path, json=body).status_code == 404


def test_a_reference_of_an_earlier_program_is_prepared_anew(one: UUID, first: Snapshot) -> None:
    row = learned(one, first)
    ReferenceView.update(view=b"of another age").where(ReferenceView.id == row.id).execute()
    found = prepared_for([one])[one].views
    assert isinstance(found[0], View)
    assert laid(one, yard()).verdict == "fine"


def test_pictures_go_after_their_days_and_evidence_and_references_stay(one: UUID, world: World) -> None:
    known = known_camera(one, clock.now() - timedelta(hours=2))
    fine = laid(one, jpeg(scene(1, **SIZE), quality=80), clock.now() - timedelta(hours=1))
    other = camera(world.units["school_first"], camera=SIZE).id
    fault = open_fault(other)
    dark = camera(world.units["school_first"], camera=SIZE).id
    evidence = open_fault(dark, black())
    preview(files(), fine.sha256, "thumb")
    with time_machine.travel(clock.now() + timedelta(days=200), tick=False):
        while drop_outdated(SYSTEM):
            pass
    gone = Snapshot.get_by_id(fine.id)
    assert gone.dropped_at is not None
    assert not files().exists(fine.sha256)
    assert not (files().incoming.parent / "previews" / f"{fine.sha256}-thumb").exists()
    assert files().exists(known.sha256)
    assert Snapshot.get_by_id(evidence.last_snapshot_id).dropped_at is None
    assert files().exists(Snapshot.get_by_id(evidence.last_snapshot_id).evidence_sha256)
    with time_machine.travel(clock.now() + timedelta(days=500), tick=False):
        while drop_outdated(SYSTEM):
            pass
    assert Snapshot.get_or_none(Snapshot.id == fine.id) is None
    assert Snapshot.get_or_none(Snapshot.id == fault.first_snapshot_id) is not None
    assert drop_outdated(SYSTEM) == 0


def test_what_was_thrown_away_is_told(client_as: Callable[[str], Any], one: UUID) -> None:
    seen = laid(one, yard(2))
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        drop_outdated(SYSTEM)
    officer = client_as("officer")
    assert officer.get(f"/api/v1/snapshots/{seen.id}/picture").json["code"] == "picture_gone"
    assert officer.get(f"{WALL}/{one}").json["picture_id"] is None
    assert learn(officer, seen).json["code"] == "picture_gone"


def test_a_picture_that_somebody_handed_in_as_well_stays_theirs(client_as: Callable[[str], Any], one: UUID) -> None:
    seen, officer = laid(one, yard(2)), client_as("officer")
    officer.put(f"/api/v1/files/{seen.sha256}", data=yard(2), content_type="image/jpeg")
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        drop_outdated(SYSTEM)
    assert files().exists(seen.sha256)


@pytest.mark.parametrize(
    "value",
    [
        {"fine_days": 0, "other_days": 90, "row_days": 400},
        {"fine_days": 5, "other_days": 4, "row_days": 400},
        {"fine_days": 5},
        7,
        None,
    ],
)
def test_terms_are_checked(client_as: Callable[[str], Any], value: Any) -> None:
    body = {"id": str(new_id()), "code": "keeping", "value": value, "basis": "内部规定", "from_on": "2026-01-01"}
    assert client_as("officer").post("/api/v1/picture-terms", json=body).status_code == 422


def test_a_term_is_superseded_by_a_dated_one(client_as: Callable[[str], Any]) -> None:
    officer, day = client_as("officer"), clock.today().isoformat()
    body = {"id": str(new_id()), "code": "silence_days", "value": 30, "basis": "试运行后修订", "from_on": day}
    for _ in range(2):
        assert officer.post("/api/v1/picture-terms", json=body).status_code == 201
    rows = [row for row in officer.get("/api/v1/picture-terms").json["terms"] if row["code"] == "silence_days"]
    assert [(row["value"], row["in_force"]) for row in rows] == [(30, True), (7, False)]
    assert client_as("staff").post("/api/v1/picture-terms", json=body).status_code == 403
    assert officer.post("/api/v1/picture-terms", json={**body, "value": 31}).status_code == 409


def test_faults_of_a_camera_out_of_use_end(one: UUID, client_as: Callable[[str], Any]) -> None:
    fault = open_fault(one)
    assert end_abandoned(SYSTEM) == 0
    Facility.update(state="scrapped").where(Facility.id == one).execute()
    assert [end_abandoned(SYSTEM) for _ in range(2)] == [1, 0]
    shown = client_as("officer").get(f"/api/v1/picture-faults/{fault.id}").json
    assert (shown["state"], shown["closed_by"]) == ("closed", "out_of_use")
