"""Thousands of papers in the background: progress, cancel, go on, failures beside successes, kills without gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from reports.documents.errors import BatchEmpty, InspectionIncomplete, MakerUnknown
from reports.documents.models import Document, DocumentBatchItem, DocumentFile
from reports.documents.rules import DocumentFacts, DocumentKind, Verification
from reports.documents.services import (
    BatchSubject,
    BatchWish,
    PaperWish,
    connect_maker,
    issue_paper,
    number_paper,
    run_batch,
    start_batch,
)
from reports.documents.services import batches as machinery
from server.core.database import database
from server.core.errors import ResubmissionConflict
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.structured import make_honour
from tests.world import World

MAKER = "tests.honours"
ON = date(2026, 11, 22)
BATCHES = "/api/v1/document-batches"


class Killed(BaseException):
    """What a kill looks like from inside: nothing is caught, nothing is tidied up."""


class Maker:
    """Makes certificates of honour; `spoil` says for which subjects something goes wrong, and how."""

    def __init__(self, agency_id: UUID) -> None:
        self.agency_id = agency_id
        self.spoil: dict[UUID, BaseException] = {}
        self.calls: list[UUID] = []

    def __call__(self, subject_id: UUID, options: Mapping[str, Any]) -> Document:
        self.calls.append(subject_id)
        wish = PaperWish(DocumentKind.HONOUR_CERTIFICATE, subject_id, None, self.agency_id, ON)

        def write(number: str, verification: Verification) -> DocumentFacts:
            if subject_id in self.spoil:
                raise self.spoil[subject_id]
            return make_honour(number=number, verification=verification, grade=options["grade"])

        return issue_paper(wish, write)


@pytest.fixture
def maker(world: World) -> Iterator[Maker]:
    made = Maker(world.agencies["lixia"])
    connect_maker(MAKER, made)
    yield made
    machinery._makers.pop(MAKER)


def wish(maker: Maker, count: int = 4, **changes: Any) -> BatchWish:
    asked = {
        "id": new_id(),
        "maker": MAKER,
        "title": "2026年度先进集体荣誉证书",
        "agency_id": maker.agency_id,
        "subjects": [BatchSubject(new_id(), f"单位{number}") for number in range(1, count + 1)],
        "options": {"grade": "先进集体"},
        **changes,
    }
    return BatchWish(**asked)


def start(asked: BatchWish) -> UUID:
    with database.connection_context():
        return start_batch(SYSTEM, asked).id


def serials() -> list[int]:
    with database.connection_context():
        mine = Document.kind == DocumentKind.HONOUR_CERTIFICATE.value
        return [row.serial for row in Document.select().where(mine).order_by(Document.serial)]


def test_every_subject_gets_its_signed_paper_and_the_numbers_run_through(
    maker: Maker, run_jobs: Callable[[], int], client_as: Any
) -> None:
    officer = client_as("officer")
    batch = start(wish(maker))
    shown = officer.get(f"{BATCHES}/{batch}").get_json()
    assert (shown["state"], shown["total"], shown["done"]) == ("running", 4, 0)
    run_jobs()
    shown = officer.get(f"{BATCHES}/{batch}").get_json()
    assert (shown["state"], shown["done"], shown["failed"]) == ("finished", 4, 0)
    items = officer.get(f"{BATCHES}/{batch}/items?limit=3").get_json()
    assert [item["name"] for item in items["items"]] == ["单位1", "单位2", "单位3"]
    rest = officer.get(f"{BATCHES}/{batch}/items?limit=3&after={items['next']}").get_json()
    assert [item["position"] for item in rest["items"]] == [4]
    document = officer.get(f"/api/v1/documents/{rest['items'][0]['document_id']}").get_json()
    assert document["state"] == "signed"
    assert serials() == [1, 2, 3, 4]
    assert [row["id"] for row in officer.get(BATCHES).get_json()["items"]] == [str(batch)]


def test_one_that_fails_stops_nobody_else_and_is_made_when_asked_again(
    maker: Maker, run_jobs: Callable[[], int], client_as: Any
) -> None:
    asked = wish(maker)
    maker.spoil = {asked.subjects[1].id: InspectionIncomplete(), asked.subjects[2].id: RuntimeError("broken")}
    batch = start(asked)
    run_jobs()
    officer = client_as("officer")
    assert officer.get(f"{BATCHES}/{batch}").get_json()["done"] == 2
    failed = officer.get(f"{BATCHES}/{batch}/items?state=failed").get_json()["items"]
    assert [(item["name"], item["code"]) for item in failed] == [
        ("单位2", "inspection_awaits_media"),
        ("单位3", "internal"),
    ]
    maker.spoil = {}
    assert officer.post(f"{BATCHES}/{batch}/resumption").get_json()["state"] == "running"
    run_jobs()
    shown = officer.get(f"{BATCHES}/{batch}").get_json()
    assert (shown["state"], shown["done"], shown["failed"]) == ("finished", 4, 0)
    assert serials() == [1, 2, 3, 4]  # those that failed keep their numbers


def test_cancelled_batch_makes_no_more_and_goes_on_when_asked(
    maker: Maker, run_jobs: Callable[[], int], client_as: Any, connected: None
) -> None:
    batch = start(wish(maker, 6))
    run_batch(batch, slice_seconds=0.001)
    officer = client_as("officer")
    for _ in range(2):  # cancelled twice it is cancelled once
        assert officer.post(f"{BATCHES}/{batch}/cancellation").get_json()["state"] == "cancelled"
    made = len(serials())
    run_jobs()
    assert 0 < len(serials()) == made < 6
    assert officer.post(f"{BATCHES}/{batch}/resumption").status_code == 200
    run_jobs()
    assert serials() == [1, 2, 3, 4, 5, 6]
    assert Event.select().where(Event.kind == "document_batch.cancelled").count() == 1
    assert officer.post(f"{BATCHES}/{batch}/cancellation").get_json()["code"] == "document_batch_finished"


@pytest.mark.parametrize("moment", ["numbered", "signed"])
def test_worker_killed_in_the_middle_leaves_no_gap_and_no_double(
    maker: Maker, run_jobs: Callable[[], int], connected: None, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = wish(maker)
    batch = start(asked)
    if moment == "numbered":
        maker.spoil = {asked.subjects[1].id: Killed()}
    else:
        monkeypatch.setattr(machinery, "_note", lambda *_a, **_k: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        run_batch(batch)
    monkeypatch.undo()
    maker.spoil = {}
    assert run_batch(batch) == 0  # what the dead one had in hand is still his
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3)):  # noqa: TID251 (leases are judged by the clock)
        run_jobs()
    assert serials() == [1, 2, 3, 4]
    states = [item.state for item in DocumentBatchItem.select().where(DocumentBatchItem.batch_id == batch)]
    assert states == ["done"] * 4
    assert DocumentFile.select().count() == 4


def test_number_taken_by_an_act_that_is_killed_is_free_again(maker: Maker, connected: None) -> None:
    paper = PaperWish(DocumentKind.HONOUR_CERTIFICATE, new_id(), None, maker.agency_id, ON)

    def act() -> None:
        with database.atomic():
            number_paper(paper)
            raise Killed()

    with pytest.raises(Killed):
        act()
    assert serials() == []
    assert number_paper(paper).serial == 1


def test_two_workers_at_once_make_each_paper_once(maker: Maker, world: World) -> None:
    batch = start(wish(maker, 8))

    def work(_: int) -> int:
        with database.connection_context():
            return run_batch(batch)

    with ThreadPoolExecutor(2) as pool:
        dealt = list(pool.map(work, range(2)))
    assert sum(dealt) == 8
    assert len(maker.calls) == len(set(maker.calls)) == 8
    assert serials() == list(range(1, 9))


def test_started_twice_it_is_one_batch_and_another_under_its_id_is_refused(maker: Maker, connected: None) -> None:
    asked = wish(maker, 2)
    assert start_batch(SYSTEM, asked).id == start_batch(SYSTEM, asked).id == asked.id
    assert DocumentBatchItem.select().count() == 2
    with pytest.raises(ResubmissionConflict):
        start_batch(SYSTEM, wish(maker, 3, id=asked.id))


def test_subject_named_twice_gets_one_paper(maker: Maker, connected: None) -> None:
    one = BatchSubject(new_id(), "单位")
    assert start_batch(SYSTEM, wish(maker, subjects=[one, one])).total == 1


def test_batch_of_nothing_or_of_papers_nobody_makes_is_refused(maker: Maker, connected: None) -> None:
    with pytest.raises(BatchEmpty):
        start_batch(SYSTEM, wish(maker, 0))
    with pytest.raises(MakerUnknown):
        start_batch(SYSTEM, replace(wish(maker), maker="nobody.knows"))


def test_batch_is_hidden_from_other_bureaus_and_units(maker: Maker, client_as: Any) -> None:
    batch = start(wish(maker, 1))
    for persona in ("stranger", "head"):
        client = client_as(persona)
        assert client.get(BATCHES).get_json()["items"] == []
        assert client.get(f"{BATCHES}/{batch}").status_code == 404
        assert client.get(f"{BATCHES}/{batch}/items").status_code == 404
    assert client_as("stranger").post(f"{BATCHES}/{batch}/cancellation").status_code == 404
    assert client_as("stranger").post(f"{BATCHES}/{batch}/resumption").status_code == 404
    assert client_as("head").post(f"{BATCHES}/{batch}/cancellation").status_code == 403
    assert client_as("city").get(f"{BATCHES}/{batch}").status_code == 200  # the bureau above


def test_unknown_state_of_items_is_invalid(maker: Maker, client_as: Any) -> None:
    batch = start(wish(maker, 1))
    answer = client_as("officer").get(f"{BATCHES}/{batch}/items?state=lost")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "state"
