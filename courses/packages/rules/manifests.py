"""What a package says of itself: imsmanifest.xml of SCORM, cmi5.xml. No DTD, no entities, nothing fetched."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from courses.packages.errors import LaunchMissing, ManifestBroken

MOST_MANIFEST_BYTES = 4 * 2**20
MOST_PARTS = 200
SCORM12, SCORM2004, CMI5 = "scorm12", "scorm2004", "cmi5"


@dataclass(frozen=True)
class PackagePart:
    """One thing of a package that is started by itself: a SCO, an asset, an assignable unit of cmi5."""

    id: str
    title: str
    path: str
    query: str = ""  # what is put behind the address
    reports: bool = True  # an asset tells nothing: opened is done
    mastery: float | None = None  # share of the full score that passes, 0 to 1
    move_on: str = ""  # of cmi5: what counts as done
    launch_text: str = ""  # handed to the package as it stands in the manifest


@dataclass(frozen=True)
class PackageManifest:
    standard: str
    title: str
    parts: list[PackagePart] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        """As the row of the package keeps it; ``parts_of`` reads it back."""
        return {"title": self.title, "parts": [asdict(part) for part in self.parts]}


def parts_of(stored: dict[str, Any]) -> list[PackagePart]:
    return [PackagePart(**part) for part in stored["parts"]]


def read_scorm(xml: bytes) -> PackageManifest:
    """Raises ManifestBroken (no XML, a DTD, entities, nothing to start), LaunchMissing (it starts elsewhere)."""
    root = _root(xml)
    version = _text(_first(root, "schemaversion"))
    newer = "adlcp_v1p3" in xml[:8192].decode("utf-8", "replace") or "2004" in version or "1.3" in version
    standard = SCORM2004 if newer else SCORM12
    resources = _resources(root)
    organization = _organization(root)
    items = [] if organization is None else list(_descend(organization, "item"))
    parts = [part for item in items if (part := _scorm_part(item, resources))]
    if not parts:  # a package without an organization starts its first page
        parts = [PackagePart("page", "", *place, reports=sco) for place, sco in resources.values() if place[0]][:1]
    if not parts:
        raise ManifestBroken("清单中没有可以启动的页面", reason="nothing_to_start")
    title = _text(_child(organization, "title")) if organization is not None else ""
    return PackageManifest(standard, (title or parts[0].title or "课件")[:200], _limited(parts))


def read_cmi5(xml: bytes) -> PackageManifest:
    """Raises ManifestBroken, LaunchMissing (a unit that lives elsewhere than in the package)."""
    root = _root(xml)
    parts = [_cmi5_part(unit) for unit in _descend(root, "au")]
    if not parts:
        raise ManifestBroken("清单中没有可以启动的单元", reason="nothing_to_start")
    course = _first(root, "course")
    title = _langstring(course) if course is not None else ""
    return PackageManifest(CMI5, (title or parts[0].title or "课件")[:200], _limited(parts))


def _root(xml: bytes) -> Any:
    if len(xml) > MOST_MANIFEST_BYTES:
        raise ManifestBroken("清单过大", reason="too_long")
    try:
        return fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ManifestBroken(reason=type(error).__name__) from error


def _resources(root: Any) -> dict[str, tuple[tuple[str, str], bool]]:
    """Resource id → ((path, query), whether it is a SCO)."""
    found = {}
    for holder in _descend(root, "resources"):
        for resource in _descend(holder, "resource"):
            base = _attribute(holder, "base") + _attribute(resource, "base")
            kind = (_attribute(resource, "scormtype") or _attribute(resource, "scormType")).lower()
            place = _inside(base, _attribute(resource, "href")) if _attribute(resource, "href") else ("", "")
            found[_attribute(resource, "identifier")] = (place, kind != "asset")
    return found


def _organization(root: Any) -> Any:
    holder = _first(root, "organizations")
    if holder is None:
        return None
    wanted, every = _attribute(holder, "default"), [node for node in holder if _name(node) == "organization"]
    return next((node for node in every if _attribute(node, "identifier") == wanted), every[0] if every else None)


def _scorm_part(item: Any, resources: dict[str, tuple[tuple[str, str], bool]]) -> PackagePart | None:
    place, sco = resources.get(_attribute(item, "identifierref"), (("", ""), False))
    if not place[0]:
        return None
    mastery = _share(_text(_child(item, "masteryscore")), of=100)
    if mastery is None:  # SCORM 2004: the measure of the primary objective
        mastery = _share(_text(_first(item, "minNormalizedMeasure")), of=1)
    parameters = _attribute(item, "parameters").lstrip("?&")
    return PackagePart(
        id=_attribute(item, "identifier")[:200],
        title=_text(_child(item, "title"))[:200],
        path=place[0],
        query="&".join(part for part in (place[1], parameters) if part)[:500],
        reports=sco,
        mastery=mastery,
        launch_text=(_text(_child(item, "datafromlms")) or _text(_child(item, "dataFromLMS")))[:4096],
    )


def _cmi5_part(unit: Any) -> PackagePart:
    path, query = _inside("", _text(_child(unit, "url")))
    return PackagePart(
        id=_attribute(unit, "id")[:400],
        title=_langstring(unit)[:200],
        path=path,
        query=query[:500],
        mastery=_share(_attribute(unit, "masteryScore"), of=1),
        move_on=_attribute(unit, "moveOn") or "NotApplicable",
        launch_text=_text(_child(unit, "launchParameters"))[:4096],
    )


def _inside(base: str, address: str) -> tuple[str, str]:
    """Path in the package and query of an address in its manifest. Raises LaunchMissing when it leads elsewhere."""
    address = address.strip()
    split = urlsplit(address)
    if split.scheme or split.netloc or "\\" in address:
        raise LaunchMissing(f"启动地址不在课件包内（{address[:120]}）", address=address[:200])
    path = posixpath.normpath(posixpath.join("/", unquote(base), unquote(split.path))).lstrip("/")
    outside = posixpath.normpath(posixpath.join(unquote(base), unquote(split.path)))
    if outside.startswith(("..", "/")) or path in ("", "."):
        raise LaunchMissing(f"启动地址不在课件包内（{address[:120]}）", address=address[:200])
    return path, split.query


def _limited(parts: list[PackagePart]) -> list[PackagePart]:
    if len(parts) > MOST_PARTS:
        raise ManifestBroken(f"课件单元不得超过 {MOST_PARTS} 个", reason="too_many_parts")
    return parts


def _share(text: str, *, of: float) -> float | None:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text):
        return None
    return min(1.0, float(text) / of)


def _langstring(node: Any) -> str:
    title = _child(node, "title")
    found = [part for part in (title if title is not None else ()) if _name(part) == "langstring"]
    chinese = [part for part in found if part.get("lang", "").lower().startswith("zh")]
    return _text((chinese or found or [None])[0])


def _descend(node: Any, name: str) -> Iterator[Any]:
    return (child for child in node.iter() if child is not node and _name(child) == name)


def _first(node: Any, name: str) -> Any:
    return next(_descend(node, name), None)


def _child(node: Any, name: str) -> Any:
    return next((child for child in node if _name(child) == name), None)


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _attribute(node: Any, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _text(node: Any) -> str:
    return "" if node is None else " ".join((node.text or "").split())
