"""Where a picture may be fetched from: the lists of bureaus, and what no list can open.

An address is looked at as a number, after the name was resolved, so that no spelling of it gets past.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from uuid import UUID

from device_checks.sources.errors import NetworkInvalid
from server.core.errors import FieldProblem

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

#: Ports that cameras, recorders and platforms listen on unless a bureau says otherwise.
DEFAULT_PORTS = ((80, 88), (443, 443), (554, 555), (1554, 1554), (5554, 5554), (8000, 8999), (10554, 10554))
MOST_RANGES = 20
#: Wider lists would be no list. Prefix lengths by IP version.
WIDEST = {4: 8, 6: 32}

#: Never reached, whatever a list says: this network, link-local with the clouds' metadata, multicast, reserved,
#: and the addresses that hide another one in them (NAT64, 6to4, Teredo).
_NEVER: tuple[IPNetwork, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "100.100.100.200/32",
        "192.0.0.192/32",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
        "fd00:ec2::254/128",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "::/96",
    )
)
_LOOPBACK: tuple[IPNetwork, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True)
class Allowed:
    """One entry of a list."""

    network: IPNetwork
    ports: tuple[tuple[int, int], ...] = DEFAULT_PORTS

    def covers(self, address: IPAddress, port: int) -> bool:
        return address in self.network and any(low <= port <= high for low, high in self.ports)


@dataclass(frozen=True)
class NetworkDraft:
    """An entry as a person writes it."""

    id: UUID
    agency_id: UUID
    network: str
    ports: tuple[tuple[int, int], ...]
    note: str


def plain(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv4-mapped IPv6 address really is."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_loopback(address: IPAddress) -> bool:
    return any(address in network for network in _LOOPBACK)


def is_open(address: IPAddress, port: int, allowed: Iterable[Allowed], loopback_allowed: bool) -> bool:
    """Whether a connection may go there. The own machine only where an entry names it and the installation agrees."""
    address = plain(address)
    if is_loopback(address):
        own = (one for one in allowed if any(_within(one.network, network) for network in _LOOPBACK))
        return loopback_allowed and any(one.covers(address, port) for one in own)
    if any(address in network for network in _NEVER):
        return False
    return any(one.covers(address, port) for one in allowed)


def check_network(text: str) -> IPNetwork:
    """A network in its written form. Raises NetworkInvalid: too wide, host bits set, or never to be reached."""
    try:
        network = ip_network(text.strip(), strict=True)
    except ValueError as error:
        raise _problem("network", "请按“10.12.0.0/16”的形式填写，主机位须为零") from error
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped:
        raise _problem("network", "请按 IPv4 形式填写")
    if network.prefixlen < WIDEST[network.version]:
        raise _problem("network", f"网段过宽，前缀长度不得小于{WIDEST[network.version]}")
    if any(_within(network, never) for never in _NEVER) and not any(_within(network, own) for own in _LOOPBACK):
        raise _problem("network", "该网段不得访问")
    return network


def check_ports(ranges: Sequence[tuple[int, int]]) -> None:
    """Raises NetworkInvalid."""
    if not 1 <= len(ranges) <= MOST_RANGES or any(not 1 <= low <= high <= 65535 for low, high in ranges):
        raise _problem("ports", f"端口范围须在1至65535之间，最多{MOST_RANGES}段")


def read_ip(text: str) -> IPAddress | None:
    """Only the usual spelling: no octal, hexadecimal or shortened numbers, no zone."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None


def _within(inner: IPNetwork, outer: IPNetwork) -> bool:
    if isinstance(inner, IPv4Network):
        return isinstance(outer, IPv4Network) and inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and inner.subnet_of(outer)


def _problem(field: str, text: str) -> NetworkInvalid:
    return NetworkInvalid(text, fields=[FieldProblem(field, text, "network_invalid")])
