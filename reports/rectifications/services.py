"""A decision, a re-check or a hand-over becomes a paper: numbered once, then rendered and signed by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from reports.documents.models import Document
from reports.documents.queries import document_by_id, verification_of
from reports.documents.queries.documents import live_document
from reports.documents.rules import DocumentFacts, DocumentKind, Signer, Verification
from reports.documents.services import complete_document, note_failure, reserve_document
from server.core.clock import beijing_day
from server.core.database import IntegrityError, database
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id, name_on
from server.web.signin.models import Account
from server.web.signin.services import actor_of


class Act(Protocol):
    """What somebody did, as its row bears it."""

    id: UUID
    by_account_id: UUID
    by_name: str
    at: datetime


#: Who acted, for which agency, under which number, and how the paper is checked → what it says.
Write = Callable[[UUID, UUID, str, Verification], DocumentFacts]


def make_paper(kind: DocumentKind, act: Act, unit_id: UUID, write: Write) -> Document | None:
    """Number, render and sign the paper of an act in the name of who acted; run again it gives what is there.

    None when the account has no person and agency in whose name to sign. Raises what rendering and signing raise.
    """
    actor = actor_of(Account.get_by_id(act.by_account_id))
    if actor.agency_id is None or actor.person_id is None:
        return None
    document = _numbered(kind, act, actor, unit_id)
    if getattr(document, "file", None):
        return document
    try:
        facts = write(actor.person_id, actor.agency_id, document.number, verification_of(document))
    except Exception as error:
        note_failure(document.id, error)  # or the paper would be "being made" for ever
        raise
    authority = name_on(actor.agency_id, beijing_day(act.at)).name
    signers = [Signer("officer", actor.person_id, act.by_name), Signer("authority", actor.agency_id, authority)]
    return complete_document(document.id, facts, signers)


def _numbered(kind: DocumentKind, act: Act, actor: Actor, unit_id: UUID) -> Document:
    if earlier := live_document(kind, act.id):
        return earlier
    try:
        with database.atomic():
            row = reserve_document(
                actor,
                kind=kind,
                subject_id=act.id,
                unit_id=unit_id,
                agency=agency_by_id(actor.agency_id),  # type: ignore[arg-type]
                on=beijing_day(act.at),
            )
    except IntegrityError:
        if earlier := live_document(kind, act.id):  # a twin was first
            return earlier
        raise
    return document_by_id(row.id)
