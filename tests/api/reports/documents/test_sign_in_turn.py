"""会签: officer, second officer and leader sign one paper at times of their own, then the agency seals it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pyhanko.pdf_utils.reader import PdfFileReader

from reports.documents.errors import NotYourTurn
from reports.documents.models import Document, DocumentSigner
from reports.documents.queries import content_of, document_by_id
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import PaperWish, issue_paper, seal_document
from reports.documents.services.tools import trust
from server.core.database import database
from server.core.events import Event
from server.core.files import files
from server.core.ids import new_id
from server.units.people.queries import people_by_id
from tests.factories.structured import make_decision
from tests.world import PASSWORD, World

ROLES = {"officer": "officer", "second_officer": "reviewer", "leader": "leader"}


@pytest.fixture
def wish(world: World, connected: None) -> PaperWish:
    ids = {persona: world.people[persona].person_id for persona in ROLES}
    people = people_by_id(list(ids.values()))
    signers = tuple(Signer(role, ids[persona], people[ids[persona]].name) for persona, role in ROLES.items())
    kind, unit = DocumentKind.PENALTY_DECISION, world.units["school_first"]
    return PaperWish(kind, new_id(), unit, world.agencies["lixia"], date(2026, 11, 22), signers, in_turn=True)


@pytest.fixture
def paper(wish: PaperWish) -> Document:
    return issue(wish)


def issue(wish: PaperWish) -> Document:
    return issue_paper(wish, lambda number, verification: make_decision(number=number, verification=verification))


def sign(client: Any, paper: Document, password: str = PASSWORD) -> Any:
    return client.post(f"/api/v1/documents/{paper.id}/signatures", json={"password": password})


def test_persons_sign_in_order_and_the_agency_seals_last(
    paper: Document, client_as: Any, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    assert client_as("officer").get(f"/api/v1/documents/{paper.id}").get_json()["state"] == "waiting"
    for day, persona in enumerate(ROLES):
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=2 * day)):  # noqa: TID251
            client = client_as(persona)
            assert [row["id"] for row in client.get("/api/v1/papers-to-sign").get_json()["items"]] == [str(paper.id)]
            assert client.get(f"/api/v1/papers-to-sign/{paper.id}/file").get_data().startswith(b"%PDF")
            assert sign(client, paper).status_code == 200
            assert client.get("/api/v1/papers-to-sign").get_json()["items"] == []
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=7)):  # noqa: TID251
        run_jobs()
        shown = client_as("officer").get(f"/api/v1/documents/{paper.id}").get_json()
    assert shown["state"] == "signed"
    assert [signature["role"] for signature in shown["signatures"]] == ["officer", "reviewer", "leader", "authority"]
    path = tmp_path / "paper.pdf"
    path.write_bytes(content_of(document_by_id(paper.id)))
    seen = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False).stdout.decode()
    assert seen.count("Signature Validation: Signature is Valid.") == 4
    assert seen.count("Total document signed") == 1


def test_earlier_signatures_are_whole_after_each_later_one(
    paper: Document, client_as: Any, run_jobs: Callable[[], int]
) -> None:
    for count, persona in enumerate(ROLES, 1):
        sign(client_as(persona), paper)
        rows = list(DocumentSigner.select().where(DocumentSigner.signed_at.is_null(False)))
        latest = files().read(max(rows, key=lambda row: row.position).sha256)
        check(latest, count)
    run_jobs()
    check(content_of(document_by_id(paper.id)), 4)


def check(content: bytes, count: int) -> None:
    """pyHanko's strict policy: every signature intact, and nothing but signatures added since."""
    from pyhanko.sign.validation import validate_pdf_signature

    signatures = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    assert len(signatures) == count
    context = trust().context(datetime.now(UTC))  # noqa: TID251 (lists are judged by the machine's clock)
    for signature in signatures:
        status = validate_pdf_signature(signature, context)
        assert status.intact
        assert status.valid
        assert status.docmdp_ok, signature.field_name


def test_nobody_signs_out_of_order(paper: Document, client_as: Any) -> None:
    answer = sign(client_as("leader"), paper)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "not_your_turn")
    with pytest.raises(NotYourTurn):
        seal_document(paper.id)
    assert DocumentSigner.select().where(DocumentSigner.signed_at.is_null(False)).count() == 0


def test_signed_twice_it_is_signed_once(paper: Document, client_as: Any) -> None:
    officer = client_as("officer")
    assert sign(officer, paper).get_json()["state"] == sign(officer, paper).get_json()["state"] == "waiting"
    assert Event.select().where(Event.kind == "document.countersigned").count() == 1


def test_who_is_no_signer_finds_nothing_and_a_wrong_password_signs_nothing(paper: Document, client_as: Any) -> None:
    for persona in ("stranger", "planner", "head"):
        assert sign(client_as(persona), paper).status_code == 404
        assert client_as(persona).get(f"/api/v1/papers-to-sign/{paper.id}/file").status_code == 404
    wrong = sign(client_as("officer"), paper, "not-the-password")
    assert wrong.status_code in {401, 403, 422}
    missing = client_as("officer").post(f"/api/v1/documents/{paper.id}/signatures", json={})
    assert missing.get_json()["errors"][0]["field"] == "password"
    assert DocumentSigner.select().where(DocumentSigner.signed_at.is_null(False)).count() == 0


def test_signers_are_listed_in_their_order(paper: Document, client_as: Any) -> None:
    sign(client_as("officer"), paper)
    rows = client_as("officer").get(f"/api/v1/documents/{paper.id}/signers").get_json()["items"]
    assert [(row["position"], row["role"], row["signed_at"] is not None) for row in rows] == [
        (1, "officer", True),
        (2, "reviewer", False),
        (3, "leader", False),
    ]
    assert client_as("stranger").get(f"/api/v1/documents/{paper.id}/signers").status_code == 404


def test_asked_for_again_it_is_the_same_paper(wish: PaperWish, paper: Document, client_as: Any) -> None:
    sign(client_as("officer"), paper)
    assert issue(wish).id == paper.id
    assert DocumentSigner.select().count() == 3
    with database.atomic():
        assert DocumentSigner.select().where(DocumentSigner.signed_at.is_null(False)).count() == 1


def test_signer_whose_certificate_is_about_to_end_gets_a_new_one(
    wish: PaperWish, paper: Document, client_as: Any
) -> None:
    """One that ends within a week signs nothing (test_sign_documents), so the embedded authority renews in time."""
    sign(client_as("officer"), paper)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3 * 365 - 3)):  # noqa: TID251
        later = issue(replace(wish, subject_id=new_id()))
        assert sign(client_as("officer"), later).status_code == 200
    first, second = (row.certificate_sha256 for row in DocumentSigner.select().where(DocumentSigner.position == 1))
    assert None not in (first, second)
    assert first != second
