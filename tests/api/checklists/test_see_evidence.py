"""Photos and signatures: re-encoded for screens, the original as a download that no browser opens."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.factories.phone import encode, jpeg, make_record
from tests.factories.records import FailedCheck, Sender, failed_check


@pytest.fixture
def check(sender: Sender) -> FailedCheck:
    return failed_check(sender, "SCH-02", photos=(jpeg(1, (2400, 1200)),))


def path_of(check: FailedCheck, size: str = "", sha256: str | None = None) -> str:
    sha256 = sha256 or check.record["photos"][0]["sha256"]
    return f"/api/v1/inspections/{check.record['id']}/media/{sha256}" + (f"?size={size}" if size else "")


@pytest.mark.parametrize(("size", "longest"), [("thumb", 320), ("display", 1600), ("", 1600)])
def test_screens_get_a_smaller_jpeg(
    check: FailedCheck, client_as: Callable[[str], Any], size: str, longest: int
) -> None:
    answer = client_as("officer").get(path_of(check, size))
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert max(shown.size) == longest
        assert not shown.getexif()
    assert answer.data != check.photos[0]


def test_the_original_is_a_download_byte_for_byte(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").get(path_of(check, "original"))
    assert answer.data == check.photos[0]
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_the_browser_has_does_not_travel_again(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    first = client.get(path_of(check, "thumb"))
    again = client.get(path_of(check, "thumb"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"].startswith("private")


def test_a_signature_stays_a_png(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    sha256 = check.record["signatures"][0]["image"]["sha256"]
    assert client_as("officer").get(path_of(check, "display", sha256)).content_type == "image/png"


def test_gps_and_camera_marks_stay_in_the_original(sender: Sender, client_as: Callable[[str], Any]) -> None:
    exif = Image.Exif()
    exif[0x010F] = "相机厂商"
    photo = encode(Image.effect_noise((640, 480), 50), "JPEG", exif=exif)
    check = failed_check(sender, "SCH-02", photos=(photo,))
    shown = client_as("officer").get(path_of(check, "display")).data
    with Image.open(io.BytesIO(shown)) as picture:
        assert len(picture.getexif()) == 0
    assert hashlib.sha256(client_as("officer").get(path_of(check, "original")).data).digest() == (
        hashlib.sha256(photo).digest()
    )


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("commerce", 404), ("head", 403), ("city", 200)])
def test_evidence_is_within_the_reach_of_its_inspection(
    check: FailedCheck, client_as: Callable[[str], Any], persona: str, status: int
) -> None:
    for size in ("thumb", "original"):
        assert client_as(persona).get(path_of(check, size)).status_code == status


@pytest.mark.parametrize("sha256", ["0" * 64, "abc", "..%2F..%2Fetc%2Fpasswd", "%00" * 64])
def test_what_the_inspection_does_not_name_is_not_found(
    check: FailedCheck, client_as: Callable[[str], Any], sha256: str
) -> None:
    assert client_as("officer").get(path_of(check, "original", sha256)).status_code == 404


def test_the_photo_of_another_inspection_is_not_found(sender: Sender, client_as: Callable[[str], Any]) -> None:
    one = failed_check(sender, "SCH-02", photos=(jpeg(2),))
    other = failed_check(sender, "SCH-02", photos=(jpeg(3),))
    assert client_as("officer").get(path_of(one, "", other.record["photos"][0]["sha256"])).status_code == 404


def test_an_unknown_size_names_the_field(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").get(path_of(check, "huge"))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "size")


def test_a_photo_that_breaks_off_is_shown_as_far_as_it_goes(sender: Sender, client_as: Callable[[str], Any]) -> None:
    """Its header is right and its hash is what the phone signed: it came in, and what there is of it counts."""
    whole = jpeg(4, (900, 700), quality=95)
    inspector, broken = sender.inspector(), whole[: len(whole) // 3]
    record = make_record(inspector.phone, sender.visit(), [broken])
    assert inspector.hand_in_whole(record, [broken])["state"] == "complete"
    path = f"/api/v1/inspections/{record['id']}/media/{record['photos'][0]['sha256']}"
    with Image.open(io.BytesIO(client_as("officer").get(f"{path}?size=display").data)) as shown:
        assert shown.size == (900, 700)
    assert client_as("officer").get(f"{path}?size=original").data == broken
