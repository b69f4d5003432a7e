"""An act becomes a paper: numbered once, then rendered and signed by a job that may run again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reports.documents.models import Document
from reports.documents.queries.documents import document_by_id, live_document, verification_of
from reports.documents.queries.signers import is_waiting
from reports.documents.rules import DocumentFacts, DocumentKind, Signer, Verification
from reports.documents.services.cosigning import await_signers
from reports.documents.services.issuing import complete_document, note_failure, reserve_document
from server.core.database import IntegrityError, database
from server.core.permissions import SYSTEM, Actor
from server.units.agencies.queries import agency_by_id, name_on

#: Under which number, and how the paper is checked → what it says.
Write = Callable[[str, Verification], DocumentFacts]


@dataclass(frozen=True)
class PaperWish:
    """Which paper of which act; `signers` sign in order by certificate, the agency seals last of all.

    With `in_turn` each signer signs by hand, with the password, when it is their turn (`sign_in_turn`); the paper then waits
    and has no file until the last has signed. Without, all sign at once: they have given their word in the act itself.
    """

    kind: DocumentKind
    subject_id: UUID
    unit_id: UUID | None
    agency_id: UUID
    on: date  # Beijing day, which gives the year of the number
    signers: tuple[Signer, ...] = ()
    in_turn: bool = False


def issue_paper(wish: PaperWish, write: Write, actor: Actor = SYSTEM) -> Document:
    """Number, render, sign and register; run again, or beside a twin, it gives what is there.

    A paper that waits for signers is given back without a file.
    What the act numbered in its own transaction (``reserve_document``) keeps that number.
    Raises what rendering and signing raise, and notes it.
    """
    document = number_paper(wish, actor)
    if getattr(document, "file", None) or (wish.in_turn and is_waiting(document.id)):
        return document
    try:
        facts = write(document.number, verification_of(document))
    except Exception as error:
        note_failure(document.id, error)  # or the paper would be "being made" for ever
        raise
    authority = Signer("authority", wish.agency_id, name_on(wish.agency_id, wish.on).name)
    if wish.in_turn:
        return await_signers(document.id, facts, [*wish.signers, authority])
    return complete_document(document.id, facts, [*wish.signers, authority])


def number_paper(wish: PaperWish, actor: Actor = SYSTEM) -> Document:
    """The live document of the act, numbered in a transaction of its own if there is none yet."""
    if earlier := live_document(wish.kind, wish.subject_id):
        return earlier
    try:
        with database.atomic():
            row = reserve_document(
                actor,
                kind=wish.kind,
                subject_id=wish.subject_id,
                unit_id=wish.unit_id,
                agency=agency_by_id(wish.agency_id),
                on=wish.on,
            )
    except IntegrityError:
        if earlier := live_document(wish.kind, wish.subject_id):  # a twin was first
            return earlier
        raise
    return document_by_id(row.id)
