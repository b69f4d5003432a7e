"""A record is complete when every file it names is here, in whatever order they come."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from checklists.inspections.models import ExpectedMedium, Inspection, InspectionCompletion, Medium
from server.core import clock
from server.core.events import Event
from tests.factories.phone import jpeg, make_photo, make_record, signature_image, upload
from tests.factories.records import RECORDS, Inspector, Json, Sender, codes_of


def receipt_of(inspector: Inspector, record: Json) -> Json:
    receipt: Json = inspector.client.get(f"{RECORDS}/{record['id']}").json
    return receipt


def files_of(record: Json, photos: list[bytes]) -> list[tuple[bytes, str]]:
    signatures = [(signature_image(one["name"]), "image/png") for one in record["signatures"]]
    return [*((photo, "image/jpeg") for photo in photos), *signatures]


def test_what_is_missing_is_listed_and_grows_shorter_to_nothing(sender: Sender, connected: None) -> None:
    inspector, photos = sender.inspector(), [jpeg(1)]
    record = make_record(inspector.phone, sender.visit(), photos)
    waiting = list(inspector.hand_in(record).json["missing"])
    assert len(waiting) == 4
    for content, media_type in files_of(record, photos):
        assert receipt_of(inspector, record)["state"] == "awaiting_media"
        assert upload(inspector.client, content, media_type).status_code == 201
        waiting = [sha256 for sha256 in waiting if sha256 != make_photo(content, clock.now())["sha256"]]
        assert receipt_of(inspector, record)["missing"] == waiting
    assert receipt_of(inspector, record)["state"] == "complete"
    assert InspectionCompletion.select().where(InspectionCompletion.inspection_id == record["id"]).count() == 1


@pytest.mark.parametrize("order", list(permutations(["record", "photo", "signatures"])), ids="-".join)
def test_the_order_of_arrival_does_not_matter(sender: Sender, order: tuple[str, ...], connected: None) -> None:
    inspector, photo = sender.inspector(), jpeg(2)
    record = make_record(inspector.phone, sender.visit(), [photo])

    def arrive(what: str) -> None:
        if what == "record":
            assert inspector.hand_in(record).status_code == 201
        elif what == "photo":
            upload(inspector.client, photo)
        else:
            for content, media_type in files_of(record, []):
                upload(inspector.client, content, media_type)

    for what in order:
        arrive(what)
    assert (receipt_of(inspector, record)["state"], receipt_of(inspector, record)["missing"]) == ("complete", [])
    assert ExpectedMedium.select().where(ExpectedMedium.inspection_id == record["id"]).count() == 4
    assert InspectionCompletion.select().where(InspectionCompletion.inspection_id == record["id"]).count() == 1


def test_the_event_of_the_last_file_names_the_records_it_completed(sender: Sender, connected: None) -> None:
    """Jobs wait for it: it is what makes the 检查笔录."""
    inspector, photo = sender.inspector(), jpeg(3)
    record = make_record(inspector.phone, sender.visit(), [photo])
    inspector.hand_in(record)
    for content, media_type in reversed(files_of(record, [photo])):
        upload(inspector.client, content, media_type)
    completed = [
        event.details["completed"] for event in Event.select().where(Event.kind == "medium.received").order_by(Event.id)
    ]
    assert completed == [[], [], [], [record["id"]]]


def test_one_photo_of_two_records_travels_once_and_completes_both(sender: Sender, connected: None) -> None:
    inspector, photo = sender.inspector(), jpeg(4)
    records = [make_record(inspector.phone, sender.visit(), [photo]) for _ in range(2)]
    for record in records:
        inspector.hand_in(record)
    for content, media_type in files_of(records[0], [photo]):
        upload(inspector.client, content, media_type)
    assert [receipt_of(inspector, record)["state"] for record in records] == ["complete", "complete"]
    assert Medium.select().count() == 4


def test_bytes_count_only_for_the_account_that_delivered_them(sender: Sender) -> None:
    """Knowing a hash is not having the photo: nobody completes a record with what only others delivered."""
    inspector, colleague, photo = sender.inspector(), sender.inspector("second"), jpeg(5)
    record = make_record(inspector.phone, sender.visit(), [photo])
    for content, media_type in files_of(record, [photo]):
        upload(colleague.client, content, media_type)
    receipt = inspector.hand_in(record).json
    assert (receipt["state"], len(receipt["missing"])) == ("awaiting_media", 4)
    sha256 = record["photos"][0]["sha256"]
    assert inspector.client.get(f"/api/v1/inspections/{record['id']}/media/{sha256}").status_code == 404
    upload(colleague.client, photo)
    assert len(receipt_of(inspector, record)["missing"]) == 4
    for content, media_type in files_of(record, [photo]):
        assert upload(inspector.client, content, media_type).status_code == 201
    assert receipt_of(inspector, record)["state"] == "complete"


def test_a_drawn_on_copy_is_waited_for_too(sender: Sender) -> None:
    inspector, photo, drawn = sender.inspector(), jpeg(6), jpeg(7)
    record = make_record(inspector.phone, sender.visit(), [photo])
    copy = make_photo(drawn, clock.now())
    record["photos"][0]["rendered"] = {name: copy[name] for name in ("sha256", "bytes", "media_type")}
    record["photos"][0]["strokes"] = [{"kind": "circle", "points": [[0.5, 0.5], [0.6, 0.6]]}]
    inspector.hand_in(record)
    for content, media_type in files_of(record, [photo]):
        upload(inspector.client, content, media_type)
    assert receipt_of(inspector, record)["missing"] == [copy["sha256"]]
    upload(inspector.client, drawn)
    assert receipt_of(inspector, record)["state"] == "complete"


@pytest.mark.parametrize("media_first", [True, False])
def test_a_file_that_is_not_what_the_record_says_is_kept_and_flagged(
    sender: Sender, client_as: Callable[[str], Any], media_first: bool, connected: None
) -> None:
    inspector, photo = sender.inspector(), jpeg(8)
    record = make_record(inspector.phone, sender.visit(), [photo])
    record["photos"][0]["bytes"] += 1
    inspector.phone.sign_photos(record)
    if media_first:
        upload(inspector.client, photo)
    first = inspector.hand_in(record).json
    upload(inspector.client, photo)
    for content, media_type in files_of(record, []):
        upload(inspector.client, content, media_type)
    receipt = receipt_of(inspector, record)
    assert (receipt["state"], codes_of(receipt)) == ("complete", ["media_mismatch"])
    assert codes_of(first) == (["media_mismatch"] if media_first else [])
    shown = client_as("officer").get("/api/v1/inspections?flagged=true").json["items"]
    assert [(item["id"], item["flag_count"]) for item in shown] == [(record["id"], 1)]
    assert Inspection.get_by_id(record["id"]).breach_count == 0


def test_a_record_without_files_is_complete_at_once(sender: Sender) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit(), signatures=[])
    assert inspector.hand_in(record).json["state"] == "complete"
