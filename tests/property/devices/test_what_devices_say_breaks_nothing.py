"""Whatever bytes a device sends, reading them ends in a value or a plain failure."""

from __future__ import annotations

import contextlib
from ipaddress import ip_address

from hypothesis import given
from hypothesis import strategies as st

from device_checks.sources.errors import AddressInvalid, GrabFailed
from device_checks.sources.rules.addresses import endpoint_of, read_address
from device_checks.sources.rules.networks import is_open
from device_checks.sources.services.fetching import soap
from device_checks.sources.services.fetching.pictures import check_whole
from device_checks.sources.services.fetching.rtp import KeyFrames
from device_checks.sources.services.fetching.rtsp import read_sdp
from tests.factories.rtsp_server import encoded, packets_of
from tests.factories.sources import HERE


@given(st.lists(st.binary(max_size=60), max_size=20), st.sampled_from(["h264", "hevc"]))
def test_packets_of_noise_are_passed_over(packets: list[bytes], codec: str) -> None:
    frames = KeyFrames(codec, [])
    for packet in packets:
        frames.feed(packet)
        frames.feed(b"\x80\xe0" + packet)


@given(st.data())
def test_a_key_frame_survives_being_begun_in_the_middle(data: st.DataObject) -> None:
    packets = [one for number, frame in enumerate(encoded()) for one in packets_of(frame, 3600 * number)]
    frames = KeyFrames("h264", [])
    found = [frames.feed(packet) for packet in packets[data.draw(st.integers(0, len(packets) // 3)) :]]
    assert any(found)


@given(st.text(max_size=300))
def test_any_text_is_an_sdp_or_none(text: str) -> None:
    for told in (text, f"v=0\nm=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 {text}\n"):
        with contextlib.suppress(GrabFailed):
            read_sdp(told)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_none(content: bytes) -> None:
    for read in (soap.read_envelope, check_whole):
        with contextlib.suppress(GrabFailed):
            read(content)


@given(st.text(max_size=80), st.sampled_from(["rtsp", "http", "onvif", "platform", "folder"]))
def test_an_address_that_was_read_reads_the_same_again(text: str, kind: str) -> None:
    for given_ in (text, f"http://{text}", f"rtsp://{text}"):
        try:
            found = read_address(kind, given_)
        except AddressInvalid:
            continue
        assert read_address(kind, found.address).address == found.address
        if kind != "folder":
            assert "@" not in endpoint_of(found.address).authority


@given(st.integers(0, 2**32 - 1))
def test_no_spelling_opens_what_its_number_does_not(number: int) -> None:
    plain, mapped = ip_address(number), ip_address(f"::ffff:{ip_address(number)}")
    for loopback in (False, True):
        assert is_open(plain, 80, HERE, loopback) == is_open(mapped, 80, HERE, loopback)
