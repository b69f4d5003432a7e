"""A catalogue entry of GB/T 28181 and the file that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from device_checks.catalogues.errors import PlatformIdInvalid
from device_checks.registers.rules import FIELDS
from device_checks.registers.rules.catalogue_ids import read_catalogue_id
from server.core.errors import FieldProblem

#: Why a camera is not in the catalogue; the first that applies. Source: LN-10, GB/T 28181.
REASONS = ("secret", "scrapped", "no_id", "unknown_area")
MOST_CAMERAS = 100_000
ENCODINGS = ("gb18030", "utf-8")
#: Fields of Info, in the standard's order.
CODES = tuple((one.name, one.code_name) for one in FIELDS["camera"] if one.code_name)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class CatalogueEntry:
    """One camera as the standard tells of it."""

    id: UUID
    device_id: str
    name: str
    maker: str
    model: str
    owner: str
    address: str
    ip_address: str
    port: int | None
    is_on: bool
    lon: float | None
    lat: float | None
    resolution: str
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def civil_code(self) -> str:
        """The area that the id begins with."""
        read = read_catalogue_id(self.device_id)
        return read.civil_code if read else ""

    def elements(self, parent_id: str) -> Iterator[tuple[str, str]]:
        """Names and texts of an Item up to Info, in the standard's order; empty ones that it allows are left out."""
        yield "DeviceID", self.device_id
        yield "Name", self.name
        yield "Manufacturer", self.maker or "未知"
        yield "Model", self.model or "未知"
        yield "Owner", self.owner
        yield "CivilCode", self.civil_code
        yield "Address", self.address
        yield "Parental", "0"
        yield "ParentID", parent_id
        yield "SafetyWay", "0"
        yield "RegisterWay", "1"
        yield "Secrecy", "0"  # what is secret is not in the catalogue
        if self.ip_address:
            yield "IPAddress", self.ip_address
        if self.port is not None:
            yield "Port", str(self.port)
        yield "Status", "ON" if self.is_on else "OFF"
        if self.lon is not None and self.lat is not None:
            yield "Longitude", f"{self.lon:.6f}"
            yield "Latitude", f"{self.lat:.6f}"


def head_of(count: int, platform_id: str, encoding: str) -> bytes:
    """A response to a query for the catalogue, up to its first item.  Source: GB/T 28181."""
    text = (
        f'<?xml version="1.0" encoding="{encoding.upper()}"?>\n<Response>\n<CmdType>Catalog</CmdType>\n<SN>1</SN>\n'
        f"<DeviceID>{platform_id}</DeviceID>\n<SumNum>{count}</SumNum>\n"
        f'<DeviceList Num="{count}">\n'
    )
    return text.encode(encoding)


def item_of(entry: CatalogueEntry, platform_id: str, encoding: str) -> bytes:
    """One camera of the response; what the standard has no place for is not told.  Source: GB/T 28181."""
    parts = [_element(name, text) for name, text in entry.elements(platform_id)]
    known = [_element(code, entry.codes[name]) for name, code in CODES if entry.codes.get(name)]
    if entry.resolution:
        known.append(_element("Resolution", entry.resolution))
    return f"<Item>{''.join(parts)}<Info>{''.join(known)}</Info></Item>\n".encode(encoding)


#: What follows the last item.
TAIL = b"</DeviceList>\n</Response>\n"


def check_platform_id(text: str) -> None:
    """Raises PlatformIdInvalid.  Source: GB/T 28181."""
    if read_catalogue_id(text) is None:
        raise PlatformIdInvalid(fields=[FieldProblem("platform_id", PlatformIdInvalid.title, PlatformIdInvalid.code)])


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: Any) -> str:
    return escape(_UNPRINTABLE.sub("", str(text)))
