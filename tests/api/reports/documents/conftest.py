"""What tests of documents share: an inspection of a school with a failed item and a photo, delivered whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from checklists.templates.queries import version_by_id
from server.core import clock
from server.core.database import database
from server.units.people.queries import people_by_id
from tests.backends import Backend
from tests.factories.phone import Phone, Visit, jpeg, make_photo, make_record, upload_all
from tests.world import World


@dataclass(frozen=True)
class Delivered:
    """An inspection as it came from a phone."""

    id: UUID
    record: dict[str, Any]
    photo: bytes


@pytest.fixture
def deliver(client_as: Callable[[str], Any], world: World) -> Callable[..., Delivered]:
    """Enrol a phone and deliver a record; `media=False` keeps its files back."""

    def make(*, persona: str = "inspector", media: bool = True, seed: int = 1, **changes: Any) -> Delivered:
        client, phone = client_as(persona), Phone()
        assert client.post("/api/v1/mobile/devices", json=phone.enrolment).status_code == 201
        photo = jpeg(seed)
        record = make_record(phone, visit_to_school(world), [photo])
        failed = next(item for item in record["answers"] if item == "SCH-04")
        taken = make_photo(photo, clock.now(), item=failed)
        record["photos"] = [taken]
        record["answers"][failed] = {"value": "fail", "note": "仅有可移动隔离墩", "photos": [taken["sha256"]]}
        record["opinion"] = "责令限期整改。"
        record.update(changes)
        phone.sign_photos(record)
        answer = client.post("/api/v1/mobile/records", json=phone.push(record))
        assert answer.status_code == 201, answer.get_json()
        if media:
            upload_all(client, record, [photo])
        return Delivered(UUID(record["id"]), record, photo)

    return make


@pytest.fixture
def send_files(client_as: Callable[[str], Any]) -> Callable[[Delivered], None]:
    def send(delivered: Delivered) -> None:
        upload_all(client_as("inspector"), delivered.record, [delivered.photo])

    return send


@pytest.fixture
def issued(
    backend: Backend, deliver: Callable[..., Delivered], run_jobs: Callable[[], int], client_as: Callable[[str], Any]
) -> dict[str, Any]:
    """The 检查笔录 of a delivered inspection, made and signed; DOCUMENT."""

    def make() -> dict[str, Any]:
        delivered = deliver()
        run_jobs()
        found = client_as("officer").get(f"/api/v1/documents?subject_id={delivered.id}").get_json()
        (document,) = found["items"]
        return dict(document)

    return backend.keep("a signed record", make)


def visit_to_school(world: World) -> Visit:
    with database.connection_context():
        version = version_by_id(world.versions["SCH"])
        people = people_by_id([world.persons["inspector_lin"], world.persons["inspector_zhou"]])
    officers = tuple(
        {"person_id": str(person.id), "name": person.name, "certificate_no": person.certificate_no}
        for person in people.values()
    )
    return Visit(world.units["school_first"], version, officers)
