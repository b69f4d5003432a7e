"""Eight phones with what they will send, made and signed before anything is measured."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from checklists.demo import build_demo
from checklists.templates.models import Template
from checklists.templates.queries import current_versions, version_by_id
from mobile_api.enrolment.rules import DeviceDraft
from mobile_api.enrolment.services import enrol_device
from server.core.database import connect_database, database, migrate
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.settings import Settings
from server.units.people.queries import people_by_id
from server.web.app import create_app
from server.web.signin.services import AccountDraft, actor_of, create_account
from server.web.signin.tokens import TokenMint
from tests.factories.phone import (
    CHUNK,
    UPLOADS,
    Phone,
    Visit,
    announcement,
    jpeg,
    make_photo,
    make_record,
    signature_image,
)
from wsgi import PARTS

CLIENTS = 8
PHOTO_BYTES = 200 * 1024
BATCH = 20
SECRET = "the secret of a benchmark, long enough"  # noqa: S105


@dataclass
class Client:
    """One phone: its account's token, its key, where it inspects, and what it will send."""

    token: str
    phone: Phone
    visit: Visit
    requests: dict[str, list[list[bytes]]] = field(default_factory=dict)  # phase → [requests that make up one step]


def prepare(settings: Settings) -> list[Client]:
    """The demo world, and eight inspectors of its school's branch, each with an enrolled phone."""
    connect_database(settings)
    migrate()
    create_app(settings, PARTS)
    mint = TokenMint(SECRET.encode(), "api", settings.access_token_seconds)
    with database.connection_context():
        for step in PARTS.prepare:
            step(settings)
        world, _ = build_demo()
        version = version_by_id(next(iter(current_versions([Template.get(Template.code == "SCH").id]).values())))
        people = people_by_id([world.people["inspector_lin"], world.people["inspector_zhou"]])
        officers = tuple(
            {"person_id": str(person.id), "name": person.name, "certificate_no": person.certificate_no}
            for person in people.values()
        )
        visit = Visit(world.units["school_first"], version, officers)
        return [_client(number, world.agencies["lixia"], mint, visit) for number in range(CLIENTS)]


def _client(number: int, agency_id: Any, mint: TokenMint, visit: Visit) -> Client:
    draft = AccountDraft(
        new_id(), f"bench-{number}", "Quancheng-2026", f"检查员{number}", ("inspector",), None, agency_id
    )
    account, phone = create_account(SYSTEM, draft), Phone()
    enrol_device(actor_of(account), DeviceDraft(**{**phone.enrolment, "id": phone.id}))
    return Client(mint.make(account.id), phone, visit)


def photo_of(size: int) -> bytes:
    """A true JPEG, filled up to the size by what may follow its end mark."""
    content = jpeg(1, (1600, 1200), quality=20)
    return content[:size] + b"\0" * (size - len(content))


def write_requests(clients: list[Client], records: int, photo: bytes) -> None:
    """Make and sign everything that will be sent."""
    for number, client in enumerate(clients):
        images = [signature_image(name) for name in (*(o["name"] for o in client.visit.officers), "陪同人")]
        first = [_upload_request(client, image, "image/png") for image in images]
        client.requests["warm_up"] = [first, *_pushes(client, 20)]
        client.requests["record"] = _pushes(client, records)
        client.requests["record_and_photo"] = _pushes_with_photo(client, records // 2, photo, number)
        client.requests["batch"] = _batches(client, records)


def _pushes(client: Client, count: int) -> list[list[bytes]]:
    return [[_json_request(client, "/api/v1/mobile/records", _push(client))] for _ in range(count)]


def _push(client: Client, **changes: Any) -> dict[str, Any]:
    return client.phone.push(make_record(client.phone, client.visit, **changes))


def _pushes_with_photo(client: Client, count: int, photo: bytes, seed: int) -> list[list[bytes]]:
    steps = []
    for number in range(count):
        content = photo[:-8] + seed.to_bytes(4) + number.to_bytes(4)  # other bytes, other hash
        record = make_record(client.phone, client.visit)
        record["photos"] = [make_photo(content, _instant(record))]
        push = client.phone.push(client.phone.sign_photos(record))
        steps.append([_json_request(client, "/api/v1/mobile/records", push), _upload_request(client, content)])
    return steps


def _instant(record: dict[str, Any]) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(record["recorded_at"])


def _batches(client: Client, records: int) -> list[list[bytes]]:
    path = "/api/v1/mobile/records/batch"
    return [
        [_json_request(client, path, {"pushes": [_push(client) for _ in range(BATCH)]})]
        for _ in range(max(1, records // BATCH))
    ]


def _json_request(client: Client, path: str, value: Any) -> bytes:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _request(client, path, body, {"Content-Type": "application/json"})


def _upload_request(client: Client, content: bytes, media_type: str = "image/jpeg") -> bytes:
    return _request(client, UPLOADS, content, {**announcement(content, media_type), **CHUNK})


def _request(client: Client, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    said = {"Host": "127.0.0.1", "Authorization": f"Bearer {client.token}", **headers, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body
