"""What Collect reads: OpenRosa 1.0 envelopes, lists and manifests. https://docs.getodk.org/openrosa/ describes them."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from xml.etree import ElementTree as ET

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"


def md5_of(text: str) -> str:
    """The fingerprint by which Collect knows a changed file; nothing rests on its strength."""
    return "md5:" + hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def message(text: str, *, nature: str = "") -> bytes:
    root = ET.Element("OpenRosaResponse", xmlns=RESPONSE)
    ET.SubElement(root, "message", {"nature": nature} if nature else {}).text = text
    return _bytes(root)


def form_list(forms: Iterable[dict[str, str]]) -> bytes:
    """Each form: formID, name, version, hash, downloadUrl, manifestUrl."""
    root = ET.Element("xforms", xmlns=LIST)
    for form in forms:
        entry = ET.SubElement(root, "xform")
        for name, text in form.items():
            ET.SubElement(entry, name).text = text
    return _bytes(root)


def manifest(files: Iterable[dict[str, str]]) -> bytes:
    """Each file: filename, hash, downloadUrl."""
    root = ET.Element("manifest", xmlns=MANIFEST)
    for file in files:
        entry = ET.SubElement(root, "mediaFile")
        for name, text in file.items():
            ET.SubElement(entry, name).text = text
    return _bytes(root)


def settings_code(address: str) -> str:
    """What Collect's settings QR holds: JSON, deflated, base64."""
    settings = {
        "general": {"server_url": address, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
        "admin": {},
        "project": {"name": "守望"},
    }
    return base64.b64encode(zlib.compress(json.dumps(settings, ensure_ascii=False).encode())).decode()


def _bytes(root: ET.Element) -> bytes:
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
