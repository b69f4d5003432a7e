"""A filled form as the record that our own phone would have sent, but for the signature it cannot make."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from checklists.templates.rules import GROUPS, Sheet, items_of
from mobile_api.openrosa.rules.forms import KINDS
from mobile_api.openrosa.rules.reading import Filled
from server.core.clock import to_text

Json = dict[str, Any]


@dataclass(frozen=True)
class Delivered:
    """A file that has arrived."""

    sha256: str
    bytes: int
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Known:
    """What the server knows beside the form."""

    definition: Json
    version_id: UUID
    content_hash: str
    key_id: UUID
    received_at: datetime
    files: Mapping[str, Delivered]  # by their name in the form
    own: Json | None  # person_id, name, certificate_no of who sends it
    second: Json | None
    task_id: UUID | None
    task_kind: str | None
    by_unit: bool


def record_of(filled: Filled, known: Known) -> Json:
    """The record; the same form and files always make the same record. Files that never came are not in it."""
    values = filled.values
    facts = {fact["id"]: _fact(fact, values.get(f"fact.{fact['id']}", "")) for fact in known.definition["facts"]}
    facts = {id: value for id, value in facts.items() if value is not None}
    answers = {item["id"]: found for item in items_of(known.definition) if (found := _answer(item, values, known))}
    ended = _instant(values.get("visit.ended_at", ""), known.received_at)
    return {
        "schema": 1,
        "id": str(filled.instance_id),
        "kind": "self" if known.by_unit else known.task_kind or _kind(values),
        "task_id": str(known.task_id) if known.task_id else None,
        "unit_id": values.get("visit.unit", ""),
        "site_id": None,
        "template_version_id": str(known.version_id),
        "template_hash": known.content_hash,
        "device_id": str(known.key_id),
        "started_at": to_text(_instant(values.get("visit.started_at", ""), ended)),
        "ended_at": to_text(ended),
        "recorded_at": to_text(ended),
        "clock": None,
        "place": values.get("closing.place", "")[:200],
        "officers": _officers(values, known),
        "recorder_person_id": known.own["person_id"] if known.own and not known.by_unit else None,
        "companion": _companion(values),
        "facts": facts,
        "answers": answers,
        "group_reasons": {
            group: reason for group in GROUPS if (reason := values.get(f"closing.reason_{group}", "")[:500])
        },
        "photos": [photo for item in items_of(known.definition) for photo in _photos(item, values, known, ended)],
        "signatures": _signatures(values, known, ended),
        "refusal": _refusal(values),
        "position": _position(values.get("closing.position", ""), ended),
        "opinion": values.get("closing.opinion", "")[:4000],
        "score": Sheet(known.definition, facts, answers).score(),
        "app_version": "ODK Collect",
    }


def _answer(item: Json, values: Mapping[str, str], known: Known) -> Json | None:
    """The answer to one item, or None where nothing was said of it."""
    id = item["id"]
    value: Any = values.get(id) or None
    if item["kind"] == "number" and value is not None:
        value = _number(value)
    elif item["kind"] == "sample":
        checked, passed = (_number(values.get(f"{id}.{part}", "")) for part in ("checked", "passed"))
        both = type(checked) is int and type(passed) is int
        value = {"checked": checked, "passed": passed} if both else None
    note = values.get(f"{id}.note", "")[:2000]
    photos = [file.sha256 for file in _files(id, values, known)]
    if value is None and not note and not photos:
        return None
    return {"value": value, "note": note, "photos": list(dict.fromkeys(photos))}


def _files(id: str, values: Mapping[str, str], known: Known) -> list[Delivered]:
    names = [values.get(f"{id}.photo{number}", "") for number in range(1, 10)]
    return [known.files[name] for name in names if name in known.files]


def _photos(item: Json, values: Mapping[str, str], known: Known, taken_at: datetime) -> list[Json]:
    """Collect says neither when nor where a photo was taken: the end of the visit, and a file as its source."""
    return [
        {
            **vars(file),
            "item": item["id"],
            "taken_at": to_text(taken_at),
            "elapsed_ms": None,
            "source": "file",
            "position": None,
            "strokes": [],
            "rendered": None,
            "signature": "",
        }
        for file in _files(item["id"], values, known)
    ]


def _officers(values: Mapping[str, str], known: Known) -> list[Json]:
    if known.by_unit:
        return []
    shown = values.get("closing.certificates") == "yes"
    return [{**officer, "certificate_shown": shown} for officer in (known.own, known.second) if officer]


def _signatures(values: Mapping[str, str], known: Known, at: datetime) -> list[Json]:
    signers = [
        ("officer", "closing.signature1", None if known.by_unit else known.own),
        ("officer", "closing.signature2", known.second),
        ("unit", "closing.signature_unit", {"person_id": None, "name": values.get("closing.unit_signer", "")[:64]}),
    ]
    return [
        {
            "role": role,
            "person_id": who["person_id"],
            "name": who["name"],
            "image": {"sha256": file.sha256, "bytes": file.bytes, "media_type": file.media_type},
            "signed_at": to_text(at),
        }
        for role, question, who in signers
        if who and (file := known.files.get(values.get(question, "")))
    ]


def _companion(values: Mapping[str, str]) -> Json | None:
    name = values.get("closing.companion", "")[:64]
    return {"name": name, "post": values.get("closing.companion_post", "")[:64], "phone": None} if name else None


def _refusal(values: Mapping[str, str]) -> Json | None:
    reason = values.get("closing.refusal", "")[:500]
    return {"reason": reason, "witness": values.get("closing.witness", "")[:64], "note": ""} if reason else None


def _kind(values: Mapping[str, str]) -> str:
    said = values.get("closing.kind", "")
    return said if said in KINDS else "temporary"


def _fact(fact: Json, text: str) -> Any:
    if fact["kind"] == "integer":
        value = _number(text)
        return value if type(value) is int else None
    return {"yes": True, "no": False}.get(text)


def _number(text: str) -> Any:
    """The number that a text says; the text itself where it says none, which a person will see flagged."""
    try:
        value = float(text)
    except ValueError:
        return text or None
    if not math.isfinite(value) or abs(value) >= 2**53:
        return text
    return int(value) if value.is_integer() else value


def _instant(text: str, otherwise: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return moment if moment.tzinfo and 1970 <= moment.year <= 2200 else otherwise


def _position(text: str, at: datetime) -> Json | None:
    """A geopoint: latitude, longitude, altitude, accuracy in metres."""
    numbers = [_number(part) for part in text.split()]
    if len(numbers) < 2 or any(isinstance(number, str) for number in numbers[:4]):
        return None
    lat, lon = numbers[:2]
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    accuracy = numbers[3] if len(numbers) > 3 and numbers[3] >= 0 else None
    return {"lat": lat, "lon": lon, "accuracy_metres": accuracy, "at": to_text(at)}
