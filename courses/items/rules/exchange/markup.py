"""XML of others, read without entities and documents types; texts without their tags."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from courses.items.rules.exchange.placing import Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_FILES = 12_000
_TAG = re.compile(r"<[^>]{0,2000}>")
_BREAK = re.compile(r"<\s*(?:br\s*/?|/p|/div|/li)\s*>", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse(data: bytes) -> Element:
    """The root. Raises Unreadable."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
        return root
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        line = f"（第 {error.position[0]} 行）" if isinstance(error, ParseError) else ""
        raise Unreadable(f"不是可以读取的 XML{line}") from error


def serialise(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def element(parent: Element | None, name: str, text: str | None = None, **attributes: Any) -> Element:
    """A child with text; what XML cannot hold is left out."""
    made = Element(name, {key: str(value) for key, value in attributes.items()})
    if text is not None:
        made.text = _NOT_XML.sub("", text)
    if parent is not None:
        parent.append(made)
    return made


def without_tags(text: str) -> str:
    """HTML as plain text: paragraphs are lines."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\xa0", " ").strip()


def name_of(node: Element) -> str:
    """Without its namespace."""
    return str(node.tag).rsplit("}", 1)[-1]


def all_text(node: Element) -> str:
    return "".join(node.itertext()).strip()


def unpack(data: bytes) -> dict[str, bytes]:
    """XML files of a zip package by name, or the one file itself. Sizes are looked at first. Raises Unreadable."""
    if not data.startswith(b"PK"):
        return {"item.xml": data}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if part.filename.lower().endswith(".xml")]
            if len(archive.infolist()) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable("压缩包过大")
            return {part.filename: _take(archive, part) for part in parts}
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("不是可以读取的压缩包") from error


def pack(files: dict[str, bytes]) -> bytes:
    """A zip package with the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _take(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """No more than the directory says: it may lie."""
    with archive.open(part) as content:
        read = content.read(part.file_size + 1)
    if len(read) > part.file_size:
        raise Unreadable("压缩包的目录与内容不符")
    return read
