"""Records for the credit platform and services of papers, as lists need them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reports.credits.models import CreditRecord
from reports.deliveries.models import PaperDelivery
from reports.documents.models import Document, DocumentFile
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.agencies.queries import agency_by_id
from tests.factories.deliveries import consent
from tests.world import World


def grow_credits(world: World, rows: int = 5) -> None:
    """Records that wait, so that their list has rows; needs an open connection."""
    today = clock.today()
    for number in range(rows):
        CreditRecord.create(
            id=new_id(),
            decision_id=new_id(),
            case_id=new_id(),
            unit_id=world.units["school_first"],
            agency_id=world.agencies["lixia"],
            state="pending",
            facts={"number": f"历公（治）行罚决字〔2026〕{number}号", "respondent_name": "学校"},
            decided_on=today,
            due_on=today + timedelta(days=9),
            is_certain=True,
            publish_until_on=today + timedelta(days=90),
            made_at=clock.now(),
        )


def grow_deliveries(client: Any, world: World, rows: int = 3) -> None:
    """Signed papers that wait, papers that were served, and consents; needs an open connection."""
    for number in range(2 * rows):
        document = _signed_paper(world)
        if number < rows:
            _served(world, document)
    for _ in range(rows):
        consent(client, world.units["school_first"])


def _signed_paper(world: World) -> Document:
    agency = agency_by_id(world.agencies["lixia"])
    about = {"kind": DocumentKind.PAYMENT_DEMAND, "subject_id": new_id(), "unit_id": world.units["school_first"]}
    with database.atomic():
        document = reserve_document(SYSTEM, **about, agency=agency, on=clock.today())
        DocumentFile.create(
            id=new_id(),
            document_id=document.id,
            sha256=document.id.hex * 2,
            byte_count=1,
            pages=1,
            signature_count=1,
            missing_characters=[],
            signed_at=clock.now(),
        )
    return document


def _served(world: World, document: Document) -> None:
    texts = ("refusal", "witness", "tracking_no", "channel", "address", "cause", "note", "draft_hash")
    PaperDelivery.create(
        **dict.fromkeys(texts, ""),
        id=new_id(),
        document_id=document.id,
        unit_id=document.unit_id,
        agency_id=document.agency_id,
        way="direct",
        at=clock.now(),
        effective_on=clock.today(),
        officers=[],
        place="传达室",
        receiver="孙珺",
        receiver_kind="responsible_person",
        live=True,
        by_account_id=world.people["officer"].account_id,
        by_name="陈明理",
        recorded_at=clock.now(),
    )
