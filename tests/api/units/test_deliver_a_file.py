"""Bringing files from the console and from the phone, and seeing them once an act has named them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from server.core.database import database
from server.core.events import Event, record_event
from server.core.ids import new_id
from server.units.attachments.errors import FileMissing, FileOfWrongKind
from server.units.attachments.models import Attachment, Delivery
from server.units.attachments.queries import attachments_of
from server.units.attachments.rules import MOST_BYTES, AttachedFile
from server.units.attachments.services import attach
from server.units.registry.models import Unit
from server.web.signin.queries import actor_by_account
from tests.factories.files import pdf, photo, put_file, sha256_of
from tests.factories.phone import upload
from tests.world import World

ClientAs = Callable[[str], Any]


def attach_as(world: World, persona: str, *files: AttachedFile, unit: str = "school_first") -> tuple[UUID, list[UUID]]:
    """An act of the persona's that names the files: (its subject's id, the attachments' ids)."""
    subject, unit_id = new_id(), world.units[unit]
    actor = actor_by_account(world.people[persona].account_id)
    with database.atomic():
        rows = attach(actor, "test", subject, unit_id, list(files))
        record_event(actor, "test.done", subject=Unit.get_by_id(unit_id))
    return subject, [row.id for row in rows]


def brought_by(world: World) -> int:
    """Deliveries of the staff's account."""
    return Delivery.select().where(Delivery.account_id == world.people["staff"].account_id).count()


def told_of(world: World) -> int:
    mine = Event.actor_id == world.people["staff"].account_id
    return Event.select().where(mine & (Event.kind == "file.delivered")).count()


def file_of(content: bytes, purpose: str = "document", name: str = "制度 2026.pdf") -> AttachedFile:
    return AttachedFile(sha256_of(content), purpose, name)


def test_a_file_is_kept_under_its_hash_and_noted(client_as: ClientAs, world: World, connected: None) -> None:
    answer = put_file(client_as("staff"), pdf(), "application/pdf")
    assert (answer.status_code, answer.json) == (
        200,
        {"sha256": sha256_of(pdf()), "bytes": len(pdf()), "media_type": "application/pdf"},
    )
    assert told_of(world) == 1


def test_sent_twice_it_is_one_delivery(client_as: ClientAs, world: World, connected: None) -> None:
    first, second = (put_file(client_as("staff"), photo(1), "image/jpeg") for _ in range(2))
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert brought_by(world) == 1
    assert told_of(world) == 1


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"<svg onload=alert(1)>", "image/svg+xml", 415, "unsupported_media_type"),
        (b"<html>%PDF-1.4 %%EOF", "application/pdf", 422, "file_not_what_it_says"),
        (pdf()[:-8], "application/pdf", 422, "file_not_what_it_says"),
        (b"", "application/pdf", 422, "file_not_what_it_says"),
        (photo(1), "image/png", 422, "file_not_what_it_says"),
        (b"\xff\xd8\xff" + b"0" * 200, "image/jpeg", 422, "file_not_what_it_says"),
        (b"%PDF-" + b"0" * MOST_BYTES, "application/pdf", 413, "too_large"),
    ],
    ids=["svg", "page in pdf's clothes", "cut pdf", "empty", "jpeg as png", "only a head", "too big"],
)
def test_what_is_no_photo_and_no_pdf_is_refused(
    client_as: ClientAs, world: World, connected: None, content: bytes, media_type: str, status: int, code: str
) -> None:
    answer = put_file(client_as("staff"), content, media_type)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert brought_by(world) == 0


def test_a_body_without_a_length_is_cut_off_at_the_bound(client_as: ClientAs, connected: None) -> None:
    body = io.BytesIO(b"%PDF-" + b"0" * (MOST_BYTES + 100))
    unsaid = {"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    answer = client_as("staff").put(
        f"/api/v1/files/{'0' * 64}", content_type="application/pdf", environ_overrides=unsaid
    )
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert body.tell() <= MOST_BYTES + 2


def test_other_bytes_than_the_hash_says_are_refused(client_as: ClientAs, world: World, connected: None) -> None:
    answer = put_file(client_as("staff"), pdf(), "application/pdf", sha256_of(pdf("另一份")))
    assert (answer.status_code, answer.json["code"]) == (422, "file_differs")
    assert brought_by(world) == 0


def test_a_name_that_is_no_hash_is_refused(client_as: ClientAs) -> None:
    answer = put_file(client_as("staff"), pdf(), "application/pdf", "..%2F..%2Fetc")
    assert answer.status_code in {404, 422}


def test_an_administrator_brings_no_files(client_as: ClientAs) -> None:
    assert put_file(client_as("system_admin"), pdf(), "application/pdf").status_code == 403


def test_an_account_that_floods_is_told_when_to_come_back(client_as: ClientAs, monkeypatch: Any) -> None:
    monkeypatch.setattr("server.units.attachments.api.MOST_PER_MINUTE", 2)
    staff = client_as("staff")
    answers = [put_file(staff, pdf(), "application/pdf") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) >= 1


def test_a_photo_from_the_phone_counts_as_delivered(client_as: ClientAs, world: World, connected: None) -> None:
    upload(client_as("staff"), photo(3))
    _, (id,) = attach_as(world, "staff", file_of(photo(3), "photo", "演练.jpg"))
    assert client_as("officer").get(f"/api/v1/attachments/{id}").status_code == 200


def test_knowing_a_hash_is_not_having_delivered_it(client_as: ClientAs, world: World, connected: None) -> None:
    put_file(client_as("staff"), pdf(), "application/pdf")
    with pytest.raises(FileMissing) as refused:
        attach_as(world, "head", file_of(pdf()))
    assert refused.value.details["missing"] == [sha256_of(pdf())]
    assert refused.value.fields[0].field == "files.0.sha256"
    assert (
        not Attachment.select()
        .where(Attachment.account_id == world.people["head"].account_id, Attachment.subject_type == "test")
        .exists()
    )


def test_a_paper_is_no_photo(client_as: ClientAs, world: World, connected: None) -> None:
    put_file(client_as("staff"), pdf(), "application/pdf")
    with pytest.raises(FileOfWrongKind):
        attach_as(world, "staff", file_of(pdf(), "photo"))


def test_the_same_file_named_twice_for_one_purpose_is_attached_once(
    client_as: ClientAs, world: World, connected: None
) -> None:
    put_file(client_as("staff"), photo(1), "image/jpeg")
    names = [file_of(photo(1), purpose, "a.jpg") for purpose in ("before", "before", "after")]
    subject, ids = attach_as(world, "staff", *names)
    assert len(ids) == 2
    assert [row.purpose for row in attachments_of("test", [subject])[subject]] == ["before", "after"]


def test_a_picture_is_shown_re_encoded_and_saved_as_it_came(client_as: ClientAs, world: World, connected: None) -> None:
    put_file(client_as("staff"), photo(4), "image/jpeg")
    _, (id,) = attach_as(world, "staff", file_of(photo(4), "photo", "大门“东”.jpg"))
    shown = client_as("officer").get(f"/api/v1/attachments/{id}?size=preview")
    assert (shown.mimetype, shown.data == photo(4)) == ("image/jpeg", False)
    assert Image.open(io.BytesIO(shown.data)).format == "JPEG"
    saved = client_as("officer").get(f"/api/v1/attachments/{id}?size=original")
    assert (saved.mimetype, saved.data) == ("application/octet-stream", photo(4))
    assert saved.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    again = client_as("officer").get(
        f"/api/v1/attachments/{id}?size=preview", headers={"If-None-Match": shown.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_pdf_is_only_saved(client_as: ClientAs, world: World, connected: None) -> None:
    put_file(client_as("staff"), pdf(), "application/pdf")
    _, (id,) = attach_as(world, "staff", file_of(pdf()))
    refused = client_as("officer").get(f"/api/v1/attachments/{id}?size=preview")
    assert (refused.status_code, refused.json["code"]) == (422, "no_preview")
    saved = client_as("officer").get(f"/api/v1/attachments/{id}?size=original")
    assert (saved.mimetype, saved.data) == ("application/octet-stream", pdf())


def test_who_does_not_reach_the_unit_does_not_find_its_files(
    client_as: ClientAs, world: World, connected: None
) -> None:
    put_file(client_as("staff"), pdf(), "application/pdf")
    _, (id,) = attach_as(world, "staff", file_of(pdf()))
    seen = {
        persona: client_as(persona).get(f"/api/v1/attachments/{id}?size=original").status_code
        for persona in ("officer", "department", "head", "stranger", "commerce", "system_admin")
    }
    assert seen == {
        "officer": 200, "department": 200, "head": 200, "stranger": 404, "commerce": 404, "system_admin": 403,
    }  # fmt: skip


def test_a_file_that_never_was_is_not_found(client_as: ClientAs) -> None:
    assert client_as("officer").get(f"/api/v1/attachments/{new_id()}").status_code == 404
