"""How a camera's picture is got: set, seen without its password, tried, removed; from listed networks only."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from device_checks.registers.models import Facility
from device_checks.sources.models import CameraSource
from device_checks.sources.queries import targets_of
from device_checks.sources.rules.bounds import BOUNDS
from server.core.events import Event
from server.core.ids import new_id
from tests.factories import camera_servers as cameras
from tests.factories import facilities
from tests.factories.camera_servers import picture
from tests.factories.sources import allow_here
from tests.world import World

ADDRESS = "rtsp://admin:geheim@10.12.0.7/Streaming/Channels/101"
NETWORKS = "/api/v1/allowed-networks"


def entry(world: World, **changes: Any) -> dict[str, Any]:
    agency = str(world.agencies["lixia"])
    return {"id": str(new_id()), "agency_id": agency, "network": "10.12.0.0/16", "note": "视频专网", **changes}


@pytest.fixture
def camera(connected: None, world: World, client_as: Callable[[str], Any]) -> Facility:
    """A camera of the school, whose bureau has its network on the list."""
    assert client_as("system_admin").post(NETWORKS, json=entry(world)).status_code == 201
    return facilities.camera(world.units["school_first"], {"catalogue_id": "37010200001320000001", "channel": 2})


def url(facility: Facility, rest: str = "source") -> str:
    return f"/api/v1/facilities/{facility.id}/{rest}"


def body(**changes: Any) -> dict[str, Any]:
    return {"kind": "rtsp", "address": ADDRESS, **changes}


def test_credentials_are_taken_out_sealed_and_never_said_again(
    camera: Facility, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    set_ = officer.put(url(camera), json=body())
    assert set_.status_code == 200
    assert set_.json["address"] == "rtsp://10.12.0.7/Streaming/Channels/101"
    assert (set_.json["user"], set_.json["has_password"]) == ("admin", True)
    row = CameraSource.get_by_id(camera.id)
    told = [set_.text, officer.get(url(camera)).text, str(row.__data__)]
    told += [json.dumps(event.details) for event in Event.select()]
    assert not any("geheim" in text for text in told)
    target = targets_of([camera.id])[camera.id]
    assert (target.user, target.password) == ("admin", "geheim")
    assert "geheim" not in repr(target)


def test_a_change_names_the_version_that_was_seen(camera: Facility, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    tag = officer.put(url(camera), json=body()).headers["ETag"]
    again = officer.put(url(camera), json=body())
    assert (again.status_code, again.headers["ETag"]) == (200, tag)
    changed = body(address="rtsp://10.12.0.7/other", user="admin")
    assert officer.put(url(camera), json=changed).json["code"] == "precondition_missing"
    kept = officer.put(url(camera), json=changed, headers={"If-Match": tag})
    assert (kept.json["version"], kept.json["has_password"]) == (2, True)
    stale = officer.put(url(camera), json=body(address="rtsp://10.12.0.7/third"), headers={"If-Match": tag})
    assert stale.status_code == 412


def test_a_kept_password_is_not_sent_to_another_machine(camera: Facility, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    tag = officer.put(url(camera), json=body()).headers["ETag"]
    for elsewhere in ("rtsp://10.12.0.8/x", "rtsp://10.12.0.7:8554/x", "http://10.12.0.7/x"):
        kind = elsewhere.partition(":")[0]
        moved = body(kind=kind, address=elsewhere, user="admin")
        refused = officer.put(url(camera), json=moved, headers={"If-Match": tag})
        assert refused.json["errors"][0]["field"] == "password", elsewhere
    moved = body(address="rtsp://10.12.0.8/x", user="admin", password="new")
    assert officer.put(url(camera), json=moved, headers={"If-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"address": "file:///etc/passwd"}, "source_address_invalid"),
        ({"address": "http://10.12.0.7/"}, "source_address_invalid"),
        ({"address": "rtsp://0x0a0c0007/"}, "source_address_invalid"),
        ({"address": ""}, "source_address_invalid"),
        ({"address": "rtsp://10.13.0.7/"}, "source_address_barred"),
        ({"address": "rtsp://10.12.0.7:22/"}, "source_address_barred"),
        ({"address": "rtsp://127.0.0.1/"}, "source_address_barred"),
        ({"kind": "http", "address": "http://169.254.169.254/"}, "source_address_barred"),
        ({"kind": "other"}, "invalid"),
        ({"more": 1}, "invalid"),
        ({"options": {"more": 1}}, "invalid"),
    ],
)
def test_what_cannot_be_a_camera_is_refused(
    camera: Facility, client_as: Callable[[str], Any], changes: dict[str, Any], code: str
) -> None:
    refused = client_as("officer").put(url(camera), json=body(**changes))
    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert "geheim" not in refused.text


def test_others_neither_see_nor_set_it(camera: Facility, world: World, client_as: Callable[[str], Any]) -> None:
    assert client_as("stranger").put(url(camera), json=body()).status_code == 404
    assert client_as("stranger").post(url(camera, "source-trials")).status_code == 404
    for persona in ("inspector", "staff", "system_admin"):
        assert client_as(persona).put(url(camera), json=body()).status_code == 403
        assert client_as(persona).get(url(camera)).status_code == 403
    button = facilities.facility(world.units["school_first"])
    assert client_as("officer").put(url(button), json=body()).status_code == 404
    assert client_as("officer").get(url(camera)).status_code == 404


def test_it_is_removed_with_its_password(camera: Facility, client_as: Callable[[str], Any]) -> None:
    head = client_as("head")
    head.put(url(camera), json=body())
    assert [head.delete(url(camera)).status_code for _ in range(2)] == [204, 204]
    assert CameraSource.select().count() == 0
    assert head.post(url(camera, "source-trials")).json["code"] == "source_not_set"


def test_a_trial_shows_the_picture_or_says_why_not(
    camera: Facility, world: World, client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BOUNDS, "loopback_allowed", True)
    allow_here(world.agencies["lixia"])
    officer = client_as("officer")
    with cameras.camera(cameras.shows(picture(size=(1280, 720)))) as port:
        officer.put(url(camera), json=body(kind="http", address=f"http://127.0.0.1:{port}/snap"))
        trial = officer.post(url(camera, "source-trials")).json
    assert (trial["cause"], trial["width"], trial["height"]) == (None, 1280, 720)
    with Image.open(io.BytesIO(base64.b64decode(trial["picture"]))) as shown:
        assert max(shown.size) <= 960
    trial = officer.post(url(camera, "source-trials")).json
    assert (trial["cause"], trial["text"], trial["picture"]) == ("offline", "设备在线，但该端口未开放", None)
    kinds = [event.details for event in Event.select().where(Event.kind == "source.tried").order_by(Event.at)]
    assert sorted(one["cause"] for one in kinds) == ["fine", "offline"]


@pytest.mark.clause("LN-10")
@pytest.mark.parametrize("secret", ["secret_state", "secret_trade"])
def test_a_secret_camera_is_never_fetched_from(
    camera: Facility, world: World, client_as: Callable[[str], Any], secret: str
) -> None:
    barred = facilities.camera(world.units["school_first"], {secret: True, "secret_reason": "涉密部位"})
    officer = client_as("officer")
    assert officer.put(url(barred), json=body()).status_code == 200
    assert targets_of([barred.id]) == {}
    assert officer.post(url(barred, "source-trials")).json["code"] == "picture_barred"


def test_lists_of_the_bureau_and_of_those_above_hold(
    camera: Facility, world: World, client_as: Callable[[str], Any]
) -> None:
    admin = client_as("system_admin")
    city = admin.post(NETWORKS, json=entry(world, agency_id=str(world.agencies["city"]), network="10.50.0.0/24"))
    other = admin.post(NETWORKS, json=entry(world, agency_id=str(world.agencies["licheng"]), network="10.60.0.0/24"))
    assert (city.status_code, other.status_code) == (201, 201)
    client_as("officer").put(url(camera), json=body())
    found = {str(one.network) for one in targets_of([camera.id])[camera.id].allowed}
    assert found == {"10.12.0.0/16", "10.50.0.0/24"}


def test_a_network_is_entered_once_and_ended(world: World, client_as: Callable[[str], Any]) -> None:
    admin, wanted = client_as("system_admin"), entry(world)
    made = admin.post(NETWORKS, json=wanted)
    assert made.json == admin.post(NETWORKS, json=wanted).json
    assert made.json["agency"]["name"] == "济南市公安局历下区分局"
    assert [80, 88] in made.json["ports"]
    assert admin.post(NETWORKS, json={**wanted, "network": "10.13.0.0/16"}).status_code == 409
    assert [row["id"] for row in admin.get(NETWORKS).json["items"]] == [wanted["id"]]
    for _ in range(2):
        ended = admin.post(f"{NETWORKS}/{wanted['id']}/endings")
        assert (ended.status_code, bool(ended.json["ended_at"])) == (201, True)
    assert admin.get(NETWORKS).json["items"] == []
    assert len(admin.get(f"{NETWORKS}?with_ended=1").json["items"]) == 1
    assert admin.post(f"{NETWORKS}/{new_id()}/endings").status_code == 404


def test_a_network_that_none_may_open_is_refused(world: World, client_as: Callable[[str], Any]) -> None:
    admin = client_as("system_admin")
    department = str(world.agencies["education"])
    wrong: list[dict[str, Any]] = [
        {"network": "0.0.0.0/0"},
        {"network": "10.12.0.1/16"},
        {"ports": [[5, 4]]},
        {"ports": []},
    ]
    wrong += [{"ports": [[80]]}, {"network": "169.254.0.0/16"}, {"network": ""}]
    for changes in wrong:
        assert admin.post(NETWORKS, json=entry(world, **changes)).status_code == 422, changes
    assert admin.post(NETWORKS, json=entry(world, agency_id=department)).json["code"] == "network_not_of_police"
    assert admin.post(NETWORKS, json=entry(world, agency_id=str(new_id()))).status_code == 404
    for persona in ("officer", "head", "security_admin"):
        assert client_as(persona).post(NETWORKS, json=entry(world)).status_code == 403
        assert client_as(persona).get(NETWORKS).status_code == 403


def test_what_was_sealed_under_another_secret_is_asked_for_again(
    camera: Facility, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    officer.put(url(camera), json=body())
    CameraSource.update(sealed_login="1:AAAA").where(CameraSource.id == UUID(str(camera.id))).execute()
    assert officer.get(url(camera)).json["is_readable"] is False
    assert officer.post(url(camera, "source-trials")).json["cause"] == "refused"
