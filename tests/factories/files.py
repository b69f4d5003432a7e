"""Files as people attach them, and their way to the server."""

from __future__ import annotations

import hashlib
from typing import Any

from PIL import Image

from tests.factories.phone import encode


def photo(number: int = 1) -> bytes:
    """A small photo, the same each time for the same number."""
    return encode(Image.new("RGB", (64, 48), (number * 37 % 256, number % 256, 90)), "JPEG")


def pdf(text: str = "制度") -> bytes:
    """The least that passes for a PDF; different for each text."""
    return b"%PDF-1.4\n% " + text.encode() + b"\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put_file(client: Any, content: bytes, media_type: str, sha256: str | None = None) -> Any:
    return client.put(f"/api/v1/files/{sha256 or sha256_of(content)}", data=content, content_type=media_type)


def delivered(client: Any, content: bytes, media_type: str, purpose: str, name: str) -> dict[str, str]:
    """Bring a file; how an act names it."""
    answer = put_file(client, content, media_type)
    assert answer.status_code == 200, answer.json
    return {"sha256": sha256_of(content), "purpose": purpose, "name": name}


def delivered_photo(client: Any, number: int = 1, purpose: str = "photo") -> dict[str, str]:
    return delivered(client, photo(number), "image/jpeg", purpose, f"照片{number}.jpg")


def delivered_pdf(client: Any, text: str = "制度", purpose: str = "document") -> dict[str, str]:
    return delivered(client, pdf(text), "application/pdf", purpose, f"{text}.pdf")
