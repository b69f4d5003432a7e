"""A phone without a screen: its key, its clock, the records it fills in, the pictures it takes, the way it uploads."""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from PIL import Image

from checklists.templates.rules import Sheet
from mobile_api.push.rules import photo_claim
from server.core import clock
from server.core.canonical import canonical_json
from server.core.ids import new_id

Json = dict[str, Any]


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@dataclass
class Phone:
    """One enrolled key of one account."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: UUID = field(default_factory=new_id)

    @property
    def jwk(self) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        x, y = (base64url(number.to_bytes(32)) for number in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    @property
    def enrolment(self) -> Json:
        return {
            "id": str(self.id),
            "name": "试验手机",
            "platform": "Android 16",
            "public_key": self.jwk,
            "app_version": "1.0.0",
        }

    def sign(self, text: bytes) -> str:
        r, s = decode_dss_signature(self.key.sign(text, ec.ECDSA(SHA256())))
        return base64url(r.to_bytes(32) + s.to_bytes(32))

    def sign_photos(self, record: Json) -> Json:
        for photo in record["photos"]:
            photo["signature"] = self.sign(photo_claim(record, photo))
        return record

    def push(self, record: Json) -> Json:
        signature = {"device_id": str(self.id), "algorithm": "ES256", "value": self.sign(canonical_json(record))}
        return {"record": record, "signature": signature}


@dataclass(frozen=True)
class Visit:
    """Where and by whom; what a record needs beside the answers."""

    unit_id: UUID
    version: Json  # id, content_hash, definition
    officers: tuple[Json, ...]
    task_id: UUID | None = None
    kind: str = "periodic"
    facts: Json = field(default_factory=dict)


def make_record(phone: Phone, visit: Visit, photos: Iterable[bytes] = (), **changes: Any) -> Json:
    """A record that breaks no rule: every item passed, two officers and the unit signed; then the changes."""
    definition = visit.version["definition"]
    facts = {fact["id"]: 0 if fact["kind"] == "integer" else False for fact in definition["facts"]} | visit.facts
    answers = answer_all(definition, facts)
    moment = clock.now()
    record: Json = {
        "schema": 1,
        "id": str(new_id()),
        "device_id": str(phone.id),
        **_what_was_checked(visit),
        **_who_was_there(visit),
        **_times_of(moment),
        "facts": facts,
        "answers": answers,
        "group_reasons": dict.fromkeys(("organisation", "measures", "facilities"), "本次未涉及"),
        "photos": [make_photo(content, moment) for content in photos],
        "refusal": None,
        "opinion": "",
        "score": Sheet(definition, facts, answers).score(),
        "app_version": "1.0.0",
    }
    record.update(changes)
    return phone.sign_photos(record)


def _what_was_checked(visit: Visit) -> Json:
    return {
        "kind": visit.kind,
        "task_id": str(visit.task_id) if visit.task_id else None,
        "unit_id": str(visit.unit_id),
        "site_id": None,
        "template_version_id": str(visit.version["id"]),
        "template_hash": visit.version["content_hash"],
    }


def _who_was_there(visit: Visit) -> Json:
    return {
        "officers": [{**officer, "certificate_shown": True} for officer in visit.officers],
        "recorder_person_id": visit.officers[0]["person_id"],
        "companion": {"name": "陪同人", "post": "保卫科长", "phone": None},
        "signatures": [
            *(make_signature("officer", officer["name"], officer["person_id"]) for officer in visit.officers),
            make_signature("unit", "陪同人", None),
        ],
    }


def _times_of(moment: datetime) -> Json:
    """A visit of 39 minutes that has just ended, and where it was."""
    return {
        "started_at": clock.to_text(moment - timedelta(minutes=40)),
        "ended_at": clock.to_text(moment - timedelta(minutes=1)),
        "recorded_at": clock.to_text(moment),
        "clock": None,
        "place": "学校保卫室",
        "position": {"lat": 36.6512345, "lon": 117.1200001, "accuracy_metres": 12.5, "at": clock.to_text(moment)},
    }


def answer_all(definition: Json, facts: Json) -> Json:
    """Pass every item that applies; again until no answer opens another item."""
    answers: Json = {}
    while True:
        sheet = Sheet(definition, facts, answers)
        fresh = [item for item in sheet.applying_items() if item["id"] not in answers]
        if not fresh:
            return answers
        for item in fresh:
            answers[item["id"]] = {"value": passing_value(item), "note": "已查看现场", "photos": []}


def passing_value(item: Json) -> Any:
    if item["kind"] == "verdict":
        return "pass"
    if item["kind"] == "choice":
        return next((o["value"] for o in item["options"] if o["verdict"] == "pass"), item["options"][0]["value"])
    if item["kind"] == "number":
        bounds = item.get("pass_if") or {}
        wanted = next((bound for bound in bounds.values() if not isinstance(bound, dict)), item.get("min", 0))
        return max(item.get("min", 0), wanted)
    if item["kind"] == "sample":
        return {"checked": item["min_checked"], "passed": item["min_checked"]}
    return "情况正常"


def make_photo(content: bytes, taken_at: datetime, **changes: Any) -> Json:
    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
        media_type = Image.MIME[str(image.format)]
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "media_type": media_type,
        "width": width,
        "height": height,
        "item": None,
        "taken_at": clock.to_text(taken_at),
        "elapsed_ms": None,
        "source": "live",
        "position": None,
        "strokes": [],
        "rendered": None,
        "signature": "",
        **changes,
    }


def make_signature(role: str, name: str, person_id: str | None) -> Json:
    content = signature_image(name)
    image = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "media_type": "image/png"}
    return {
        "role": role,
        "person_id": person_id,
        "name": name,
        "image": image,
        "signed_at": clock.to_text(clock.now()),
    }


def signature_image(name: str) -> bytes:
    """The same name signs with the same strokes, so that a test can upload what a record names."""
    shade = zlib.crc32(name.encode()) % 200
    return encode(Image.new("L", (60, 20), shade), "PNG")


def jpeg(seed: int = 0, size: tuple[int, int] = (320, 240), **options: Any) -> bytes:
    """A small true photo; another seed, another content."""
    noise = Image.effect_noise(size, 60 + seed % 40)
    noise.putpixel((seed % size[0], 0), seed % 256)
    return encode(noise, "JPEG", **options)


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def announcement(content: bytes, media_type: str = "image/jpeg", **changes: str) -> dict[str, str]:
    """The headers that announce an upload."""
    said = {"sha256": hashlib.sha256(content).hexdigest(), "filetype": media_type, **changes}
    pairs = (f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
    return {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": ",".join(pairs)}


CHUNK = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
UPLOADS = "/api/v1/mobile/uploads"


def upload(client: Any, content: bytes, media_type: str = "image/jpeg") -> Any:
    """Send a whole photo in one request."""
    return client.post(UPLOADS, data=content, headers={**announcement(content, media_type), **CHUNK})


def upload_all(client: Any, record: Json, photos: Iterable[bytes]) -> None:
    """Send every file that a record of make_record names."""
    for content in photos:
        assert upload(client, content).status_code == 201
    for signature in record["signatures"]:
        assert upload(client, signature_image(signature["name"]), "image/png").status_code == 201


Enrol = Callable[..., Phone]
