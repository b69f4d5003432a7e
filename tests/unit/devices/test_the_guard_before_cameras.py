"""What an address may be, and where a picture may be fetched from."""

from __future__ import annotations

import socket
from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest

from device_checks.sources.errors import AddressInvalid, NetworkInvalid
from device_checks.sources.rules import GrabFailed, Limits
from device_checks.sources.rules.addresses import endpoint_of, fill_in, read_address
from device_checks.sources.rules.networks import Allowed, check_network, check_ports, is_open
from device_checks.sources.services.grabbing import grab
from tests.factories import camera_servers as cameras
from tests.factories.camera_servers import camera, picture
from tests.factories.sources import HERE, target

EVERYTHING = (
    Allowed(ip_network("0.0.0.0/0"), ((1, 65535),)),
    Allowed(ip_network("::/0"), ((1, 65535),)),
)


def test_credentials_are_taken_out_of_an_address() -> None:
    found = read_address("rtsp", "rtsp://admin:p%40ss%3Aw@10.1.2.3:8554/Streaming/Channels/101?x=1")
    assert found.address == "rtsp://10.1.2.3:8554/Streaming/Channels/101?x=1"
    assert (found.user, found.password) == ("admin", "p@ss:w")
    assert read_address("http", "http://[fd12::5]:80/a").address == "http://[fd12::5]/a"
    assert endpoint_of("https://camera.example").port == 443
    assert endpoint_of("rtsp://camera.example").port == 554


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("http", "file:///etc/passwd"),
        ("http", "ftp://10.0.0.1/a.jpg"),
        ("http", "rtsp://10.0.0.1/"),
        ("rtsp", "http://10.0.0.1/"),
        ("onvif", "gopher://10.0.0.1/"),
        ("phone", "http://10.0.0.1/"),
        ("http", "http://2130706433/"),
        ("http", "http://0x7f.0.0.1/"),
        ("http", "http://0x7f000001/"),
        ("http", "http://0177.0.0.1/"),
        ("http", "http://127.1/"),
        ("http", "http://127.000.000.001/"),
        ("http", "http://１２７.0.0.1/"),
        ("http", "http://①②⑦.0.0.1/"),
        ("http", "http://[fe80::1%25eth0]/"),
        ("http", "http://[::ffff:127.0.0.1/"),
        ("http", "http://10.0.0.1:99999/"),
        ("http", "http://10.0.0.1:x/"),
        ("http", "http:///a.jpg"),
        ("http", "http:10.0.0.1"),
        ("http", "//10.0.0.1/"),
        ("http", "http://10.0.0.1\\@example/"),
        ("http", "http://10.0.0.1/a b"),
        ("http", "http://10.0.0.1/\r\nHost: x"),
        ("http", "http://exa mple/"),
        ("http", "http://-x.example/"),
        ("http", "http://10.0.0.1/{catalogue_id}"),
        ("platform", "http://{channel}/x"),
        ("platform", "http://10.0.0.1/{password}"),
        ("http", "http://10.0.0.1/" + "a" * 1000),
        ("folder", "../a.jpg"),
        ("folder", "/etc/*.jpg"),
        ("folder", "a/../../b"),
        ("folder", "a\\b"),
        ("folder", "**"),
        ("folder", ""),
    ],
)
def test_what_is_no_address_is_refused_without_being_repeated(kind: str, text: str) -> None:
    with pytest.raises(AddressInvalid) as caught:
        read_address(kind, text)
    assert caught.value.fields[0].field == "address"
    assert text not in caught.value.detail or not text


def test_a_platforms_address_is_filled_in_for_a_camera() -> None:
    address = read_address("platform", "http://10.0.0.9/snap/{catalogue_id}?c={channel}").address
    assert fill_in(address, "37010200001320000001", 3) == "http://10.0.0.9/snap/37010200001320000001?c=3"
    assert fill_in(address, None, None) == "http://10.0.0.9/snap/?c="
    assert fill_in(address, "../../admin?", 0) == "http://10.0.0.9/snap/..%2F..%2Fadmin%3F?c=0"


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",  # noqa: S104 (nobody binds to it)
        "::",
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "169.254.0.1",
        "100.100.100.200",
        "fd00:ec2::254",
        "fe80::1",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "2001:0:53aa:64c::",
        "::7f00:1",
    ],
)
def test_some_addresses_no_list_can_open(text: str) -> None:
    for loopback_allowed in (False, True):
        assert not is_open(ip_address(text), 80, EVERYTHING, loopback_allowed)


def test_the_own_machine_needs_an_entry_and_the_installations_consent() -> None:
    for text in ("127.0.0.1", "::ffff:127.0.0.1"):
        assert is_open(ip_address(text), 80, HERE, True)
        assert not is_open(ip_address(text), 80, HERE, False)
    assert not is_open(ip_address("::1"), 80, HERE, True)


def test_a_list_opens_its_network_and_ports_only() -> None:
    allowed = (Allowed(ip_network("10.12.0.0/16"), ((554, 554), (8000, 8100))), Allowed(ip_network("fd12::/32")))
    assert is_open(ip_address("10.12.255.255"), 8100, allowed, False)
    assert is_open(ip_address("::ffff:10.12.0.1"), 554, allowed, False)
    assert is_open(ip_address("fd12::1"), 80, allowed, False)
    for address, port in (("10.13.0.0", 554), ("10.11.255.255", 554), ("10.12.0.1", 22), ("fd13::1", 80)):
        assert not is_open(ip_address(address), port, allowed, False)


@pytest.mark.parametrize(
    "text", ["10.0.0.1/8", "0.0.0.0/0", "::/0", "10.0.0.0/7", "fd00::/16", "169.254.0.0/16", "224.0.0.0/8", "x", ""]
)
def test_a_list_takes_no_network_that_is_none_or_too_wide(text: str) -> None:
    with pytest.raises(NetworkInvalid):
        check_network(text)


def test_a_list_takes_proper_networks_and_ports() -> None:
    assert str(check_network(" 10.0.0.0/8 ")) == "10.0.0.0/8"
    assert str(check_network("127.0.0.0/8")) == "127.0.0.0/8"
    assert str(check_network("192.168.1.7")) == "192.168.1.7/32"
    check_ports([(1, 65535)])
    for wrong in ([], [(0, 5)], [(5, 4)], [(1, 65536)], [(80, 80)] * 21):
        with pytest.raises(NetworkInvalid):
            check_ports(wrong)


def test_nothing_is_sent_to_a_barred_address() -> None:
    called = []
    with camera(lambda plug, over: called.append(1)) as port:
        address = f"http://127.0.0.1:{port}/"
        closed = [target(address, allowed=()), target(address, loopback_allowed=False)]
        closed += [target(address, kind="rtsp"), target("file:///etc/passwd")]
        for one in closed:
            with pytest.raises(GrabFailed) as caught:
                grab(one, Limits(seconds=0.4))
            assert caught.value.cause in {"barred_address", "no_stream"}
    assert called == []


def test_a_name_is_resolved_once_and_stays_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def turning(host: str, *rest: object, **more: object) -> list[tuple[object, ...]]:
        """The first answer is allowed, each later one is not: what rebinding does."""
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "169.254.169.254", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    hosts: list[str] = []

    def behave(plug: socket.socket, over: object) -> None:
        _, headers, _ = cameras.read_request(plug)
        hosts.append(headers["host"])
        plug.sendall(cameras.reply("200 OK", picture()) if len(hosts) > 1 else cameras.reply("302 Go", location="/b"))

    with camera(behave) as port:
        grab(target(f"http://camera.example:{port}/a"), Limits(seconds=2))
    assert asked == ["camera.example"]
    assert hosts == [f"camera.example:{port}"] * 2


def test_a_name_that_leads_inside_is_barred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.1", 0))])
    with pytest.raises(GrabFailed) as caught:
        grab(replace(target("http://camera.example/a")), Limits(seconds=0.4))
    assert caught.value.cause == "barred_address"


def test_a_resolver_that_hangs_costs_its_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(5) and [])
    with pytest.raises(GrabFailed, match="域名无法解析"):
        grab(target("http://camera.example/a"), Limits(seconds=0.2))
    over.set()
