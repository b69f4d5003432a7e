"""Addresses of cameras as people write them: read strictly, credentials taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from device_checks.sources.errors import AddressInvalid
from device_checks.sources.rules.networks import read_ip
from server.core.errors import FieldProblem

SCHEMES: Mapping[str, tuple[str, ...]] = {
    "rtsp": ("rtsp", "rtsps"),
    "onvif": ("http", "https"),
    "http": ("http", "https"),
    "platform": ("http", "https"),
}
_PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}
_HOST_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\Z", re.IGNORECASE)
_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{(catalogue_id|channel)\}")
MOST_LETTERS = 1000


@dataclass(frozen=True)
class Endpoint:
    """A machine's port and what to ask of it. ``host`` is a name or a number, never with brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with the query; at least "/"

    @property
    def authority(self) -> str:
        """As it stands in a Host header; the usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def is_encrypted(self) -> bool:
        return self.scheme in {"https", "rtsps"}


@dataclass(frozen=True)
class WrittenAddress:
    """An address without the credentials that stood in it."""

    address: str
    user: str
    password: str


def read_address(kind: str, text: str) -> WrittenAddress:
    """Take an address apart as a person pasted it. Raises AddressInvalid, which never repeats what was written."""
    text = text.strip()
    if kind == "folder":
        return WrittenAddress(_pattern(text), "", "")
    endpoint, user, password = _split(text, SCHEMES.get(kind, ()))
    if set("{}") & set(_PLACEHOLDER.sub("", endpoint.path)) or (kind != "platform" and "{" in endpoint.path):
        raise _problem("地址中只能使用{catalogue_id}和{channel}，且仅限平台抓图")
    return WrittenAddress(endpoint.url, user, password)


def endpoint_of(address: str, schemes: tuple[str, ...] = ("rtsp", "rtsps", "http", "https")) -> Endpoint:
    """Where an address leads; credentials in it are passed over. Raises AddressInvalid."""
    return _split(address, schemes)[0]


def fill_in(address: str, catalogue_id: str | None, channel: int | None) -> str:
    """A platform's address for one camera; what is unknown stays empty."""
    values = {"catalogue_id": catalogue_id or "", "channel": "" if channel is None else str(channel)}
    return _PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe=""), address)


def _split(text: str, schemes: tuple[str, ...]) -> tuple[Endpoint, str, str]:
    if len(text) > MOST_LETTERS or not text.isascii() or not text.isprintable() or set(' \\"<>^`|') & set(text):
        raise _problem("地址过长或含有不允许的字符")
    scheme = text.partition(":")[0].lower()
    if scheme not in schemes or not text[len(scheme) :].startswith("://"):
        raise _problem(f"地址须以{'、'.join(f'{one}://' for one in schemes)}开头" if schemes else "该方式不需要地址")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or _PORTS[scheme]
    except ValueError as error:
        raise _problem("地址中的主机或端口有误") from error
    if not is_host(host):
        raise _problem("地址中的主机有误：请填写域名或通常写法的IP地址")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(scheme, host, port, path), unquote(parts.username or ""), unquote(parts.password or "")


def is_host(host: str) -> bool:
    """A name, or a number in its usual spelling; ``0177.1``, ``0x7f000001`` and ``2130706433`` are neither."""
    if read_ip(host) is not None:
        return True
    return bool(len(host) <= 253 and _HOST_NAME.match(host) and not _NUMERIC.match(host.rsplit(".", 1)[-1]))


def _pattern(text: str) -> str:
    parts = text.split("/")
    if not text or len(text) > 200 or "\\" in text or not text.isprintable() or {"", ".", "..", "**"} & set(parts):
        raise _problem("请填写监视目录内的相对路径，例如 camera1/*.jpg")
    return text


def _problem(text: str) -> AddressInvalid:
    return AddressInvalid(text, fields=[FieldProblem("address", text, "source_address_invalid")])
