"""Award records of units and persons: what each was given, and whether it still stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from reports.commendations.models import CommendationRound, Honour, HonourRevocation
from reports.commendations.queries.rounds import rounds_within_reach
from reports.documents.queries import documents_of_subjects
from reports.documents.queries.documents import content_of, document_by_id, live_document
from reports.documents.rendering.codes import draw_code
from reports.documents.rules import DocumentKind
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.registry.queries.reach import unit_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
KIND = DocumentKind.HONOUR_CERTIFICATE


def honour_within_reach(actor: Actor, id: UUID) -> Honour:
    """An honour of a round within reach. Raises NotFound."""
    row = Honour.get_or_none(Honour.id == id)
    if row is None or not rounds_within_reach(actor).where(CommendationRound.id == row.round_id).exists():
        raise NotFound()
    return row


def honours_of_round(round_id: UUID, after: str | None = None, limit: int = 50) -> Json:
    """A page in the order they were given; whoever asks has checked reach."""
    query = Honour.select().where(Honour.round_id == round_id).order_by(Honour.id)
    if after:
        query = query.where(Honour.id > decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": honour_shapes(found["items"])}


def all_honours_of(round_id: UUID) -> list[Json]:
    """Every honour of a round with its certificate, for the list as a workbook; 4 queries."""
    return honour_shapes(list(Honour.select().where(Honour.round_id == round_id).order_by(Honour.id)))


def honours_of_unit(actor: Actor, unit_id: UUID) -> list[Json]:
    """What a unit within reach and its people were given, newest first, those revoked too; 6 queries.

    Raises NotFound.
    """
    unit_within_reach(actor, unit_id)
    return honour_shapes(list(Honour.select().where(Honour.unit_id == unit_id).order_by(Honour.id.desc())))


def my_honours(actor: Actor) -> list[Json]:
    """The actor's own, each with the address to verify it at as a QR code (SVG)."""
    if actor.person_id is None:
        return []
    mine = Honour.select().where((Honour.kind == "person") & (Honour.person_id == actor.person_id))
    rows = honour_shapes(list(mine.order_by(Honour.id.desc())))
    return [{**row, "code": draw_code(row["paper"]["verify_url"]) if row["paper"] else None} for row in rows]


def my_paper(actor: Actor, id: UUID) -> bytes:
    """The signed certificate of one's own honour. Raises NotFound, also while it is being made or when revoked."""
    row = Honour.get_or_none((Honour.id == id) & (Honour.kind == "person") & Honour.person_id.is_null(False))
    document = live_document(KIND, id) if row and row.person_id == actor.person_id and row.live else None
    if document is None or getattr(document, "file", None) is None:
        raise NotFound()
    return content_of(document)


def my_revocation(actor: Actor, id: UUID) -> bytes:
    """The signed decision that took one's own honour back. Raises NotFound, also while it is being made."""
    row = Honour.get_or_none((Honour.id == id) & (Honour.kind == "person") & Honour.person_id.is_null(False))
    decision = HonourRevocation.get_or_none(HonourRevocation.honour_id == id)
    mine = row is not None and decision is not None and row.person_id == actor.person_id
    document = document_by_id(decision.document_id) if mine else None
    if document is None or getattr(document, "file", None) is None:
        raise NotFound()
    return content_of(document)


def honour_shapes(rows: Sequence[Honour]) -> list[Json]:
    """With certificate, agency, round's title and how it was taken back; 7 queries."""
    papers = documents_of_subjects(KIND, [row.id for row in rows])
    agencies = agencies_by_id(row.agency_id for row in rows)
    rounds = _rounds({row.round_id for row in rows})
    revocations = _revocations([row for row in rows if not row.live])
    fields = ("id", "round_id", "kind", "unit_id", "person_id", "title", "name", "place", "decided_on", "given_at")
    return [
        {
            **{name: getattr(row, name) for name in fields},
            "state": "given" if row.live else "revoked",
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "round_title": rounds[row.round_id].title,
            "year": rounds[row.round_id].year,
            "revocation": None if row.live else revocations[row.id],
            "paper": papers.get(row.id),
        }
        for row in rows
    ]


def _revocations(rows: Sequence[Honour]) -> dict[UUID, Json]:
    """Why and by which decision; those taken back before there were decisions have none. 3 queries."""
    ids = [row.id for row in rows]
    decisions = (
        {one.honour_id: one.id for one in HonourRevocation.select().where(HonourRevocation.honour_id.in_(ids))}
        if ids
        else {}
    )  # type: ignore[attr-defined]
    papers = documents_of_subjects(DocumentKind.HONOUR_REVOCATION, decisions.values())
    return {
        row.id: {"reason": row.revoked_reason, "at": row.revoked_at, "paper": papers.get(decisions.get(row.id))}
        for row in rows
    }


def _rounds(ids: set[UUID]) -> dict[UUID, CommendationRound]:
    return {row.id: row for row in CommendationRound.select().where(CommendationRound.id.in_(list(ids)))} if ids else {}
