"""ONVIF: the clock first, then the picture; tolerant of what real devices say, deaf to what they should not."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from device_checks.sources.rules import GrabFailed, Limits
from device_checks.sources.services.fetching import decoding, soap
from device_checks.sources.services.grabbing import grab, search_recordings
from server.core import clock
from tests.factories import camera_servers as cameras
from tests.factories.camera_servers import camera, picture, reply
from tests.factories.onvif_server import OnvifDevice
from tests.factories.rtsp_server import RtspCamera
from tests.factories.sources import target

LOGIN = ("admin", "ge<heim&")
SIGNED = {"user": LOGIN[0], "password": LOGIN[1]}
LIMITS = Limits(seconds=5)


def grabbed(device: Any, limits: Limits = LIMITS, **changes: Any) -> Any:
    with camera(device) as port:
        return grab(target(f"http://127.0.0.1:{port}/", "onvif", **changes), limits)


def test_the_picture_comes_by_the_snapshot_address() -> None:
    device = OnvifDevice()
    got = grabbed(device)
    assert got.frames[0].content == picture(text="/snap/1a")
    assert abs(got.device_clock - clock.now()) < timedelta(seconds=3)


def test_a_clock_that_is_off_is_told_and_spoils_no_password() -> None:
    got = grabbed(OnvifDevice(login=LOGIN, ahead=timedelta(hours=8)), **SIGNED)
    ahead = got.device_clock - got.frames[0].at
    assert abs(ahead - timedelta(hours=8)) < timedelta(seconds=3)


def test_a_wrong_password_is_told() -> None:
    for user, password in ((LOGIN[0], "falsch"), ("", "")):
        with pytest.raises(GrabFailed) as caught:
            grabbed(OnvifDevice(login=LOGIN), user=user, password=password)
        assert caught.value.cause == "refused"


def test_a_host_behind_address_translation_is_not_believed() -> None:
    device = OnvifDevice(told_host="169.254.169.254")
    assert grabbed(device).frames[0].content == picture(text="/snap/1a")


def test_a_recorders_channel_has_its_own_profile() -> None:
    for channel in (1, 3):
        got = grabbed(OnvifDevice(channels=4), options={"channel": channel})
        assert got.frames[0].content == picture(text=f"/snap/{channel}a")
    with pytest.raises(GrabFailed, match="这一路通道"):
        grabbed(OnvifDevice(channels=4), options={"channel": 9})
    assert grabbed(OnvifDevice(), options={"channel": 9}).frames
    assert grabbed(OnvifDevice(), options={"profile": "1b"}).frames[0].content == picture(text="/snap/1b")


def test_the_way_is_asked_once_and_the_clock_each_time() -> None:
    device = OnvifDevice()
    with camera(device) as port:
        for _ in range(2):
            grab(target(f"http://127.0.0.1:{port}/", "onvif"), LIMITS)
    assert device.asked[-3:] == ["/snap/1a", "GetSystemDateAndTime", "/snap/1a"]
    second = grabbed(OnvifDevice(), Limits(seconds=5, second_after_seconds=0.05))
    assert len(second.frames) == 2


def test_without_a_snapshot_address_the_stream_is_taken() -> None:
    with camera(RtspCamera()) as port:
        got = grabbed(OnvifDevice(has_snapshot=False, stream_port=port))
    decoding.end_decoders()
    with Image.open(io.BytesIO(got.frames[0].content)) as shown:
        assert shown.size == (320, 180)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Envelope><Body>&b;</Body></Envelope>'
READS = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Envelope><Body>&a;</Body></Envelope>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>x",
        b"garbage \x00",
        BOMB,
        READS,
        b"<Envelope/>",
        b"<a>" * 5000,
        b'<?xml encoding="x-no"?><a/>',
    ],
    ids=range(8),
)
def test_what_is_no_envelope_is_a_plain_failure(content: bytes) -> None:
    with pytest.raises(GrabFailed) as caught:
        grabbed(cameras.says(reply("200 OK", content)), Limits(seconds=1))
    assert caught.value.cause == "no_stream"


def clock_of(text: str) -> datetime | None:
    return soap.read_clock(soap.read_envelope(f"<Envelope><Body>{text}</Body></Envelope>".encode()))


def time_of(name: str, year: object = 2026, hour: object = 20) -> str:
    date = f"<Date><Year>{year}</Year><Month>3</Month><Day>1</Day></Date>"
    return f"<{name}>{date}<Time><Hour>{hour}</Hour><Minute>5</Minute><Second>6</Second></Time></{name}>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (time_of("UTCDateTime"), datetime(2026, 3, 1, 20, 5, 6, tzinfo=UTC)),
        ("<TimeZone><TZ>CST-8</TZ></TimeZone>" + time_of("LocalDateTime"), datetime(2026, 3, 1, 12, 5, 6, tzinfo=UTC)),
        (
            "<TimeZone><TZ>IST-5:30</TZ></TimeZone>" + time_of("LocalDateTime"),
            datetime(2026, 3, 1, 14, 35, 6, tzinfo=UTC),
        ),
        (
            "<TimeZone><TZ>EST5EDT,M3.2.0,M11.1.0</TZ></TimeZone>" + time_of("LocalDateTime"),
            None,
        ),
        (time_of("LocalDateTime"), None),
        (time_of("UTCDateTime", hour=25), None),
        (time_of("UTCDateTime", year="x"), None),
        (time_of("UTCDateTime", year=99999), None),
        ("", None),
    ],
)
def test_a_clock_is_read_in_its_zone_or_not_at_all(text: str, expected: datetime | None) -> None:
    assert clock_of(text) == expected


@pytest.mark.clause("JN-2.2.5h")
def test_a_recorder_says_how_far_back_it_reaches() -> None:
    day = datetime(2026, 1, 5, tzinfo=UTC)
    spans = [(day, day + timedelta(days=3)), (day + timedelta(days=10), day + timedelta(days=20))]
    with camera(OnvifDevice(login=LOGIN, earliest=day, spans=spans)) as port:
        earliest, found = search_recordings(target(f"http://127.0.0.1:{port}/", "onvif", **SIGNED), LIMITS)
    assert earliest == day
    assert [(one.since, one.until) for one in found] == spans


def test_a_camera_without_recordings_says_so() -> None:
    with camera(OnvifDevice()) as port, pytest.raises(GrabFailed, match="录像检索"):
        search_recordings(target(f"http://127.0.0.1:{port}/", "onvif"), LIMITS)


def test_a_platform_answers_with_a_picture_or_names_one_of_its_own() -> None:
    def serves(told: bytes) -> Any:
        def behave(plug: Any, _over: Any) -> None:
            first, _, _ = cameras.read_request(plug)
            plug.sendall(reply("200 OK", picture() if first.split()[1] == "/pics/1.jpg" else told))

        return behave

    def asked(told: bytes) -> bytes:
        with camera(serves(told)) as port:
            got = grab(target(f"http://127.0.0.1:{port}/snap?id=3701", "platform"), Limits(seconds=1))
        return got.frames[0].content

    assert asked(picture()) == picture()
    assert asked(b'{"code":0,"data":{"list":[{"picUrl":"/pics/1.jpg"}]}}') == picture()
    for told, cause in (
        (b'{"url":"http://169.254.169.254/latest"}', "barred_address"),
        (b'{"url":"file:///etc/passwd"}', "barred_address"),
        (b'{"url":"http://127.0.0.1:1/x"}', "barred_address"),
        (b'{"code":404}', "no_stream"),
        (b"{" * 100, "broken"),
        (b'{"a":' * 100_000, "broken"),
    ):
        with pytest.raises(GrabFailed) as caught:
            asked(told)
        assert caught.value.cause == cause, told[:40]
