"""Bulletins and briefs: drafts for their own agency, what was issued for its line and for those it was sent to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, ModelSelect

from reports.bulletins.models import BriefHearing, BriefTask, Bulletin, BulletinReader
from reports.bulletins.rules import Period, Span
from reports.documents.models import Document
from reports.documents.queries import document_by_id, documents_of_subjects
from reports.documents.queries.documents import content_of
from reports.documents.rules import DocumentKind
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.agencies.rules import numbers_of_path
from server.web.paging import decode_cursor, page

KINDS = {"bulletin": DocumentKind.BULLETIN, "brief": DocumentKind.SITUATION_BRIEF}


@dataclass(frozen=True)
class BulletinFilter:
    kind: str | None = None
    state: str | None = None
    year: int | None = None
    unheard: bool = False
    limit: int = 50
    after: str | None = None


def bulletins_within_reach(actor: Actor) -> ModelSelect:
    """With the hearing joined as ``hearing``.

    Issued ones are for the issuer's subtree and those above it, and for the agencies it was sent to; drafts for
    those of the own agency who make or issue.
    """
    query = Bulletin.select(Bulletin, BriefHearing).join(
        BriefHearing, JOIN.LEFT_OUTER, on=(BriefHearing.bulletin_id == Bulletin.id), attr="hearing"
    )
    if actor.account_id is None:
        return query
    seen: Any = SQL("1 = 0")
    for path in agency_paths(actor):
        line = Agency.select(Agency.id).where(
            Agency.path.startswith(path) | Agency.number.in_(numbers_of_path(path))  # type: ignore[attr-defined]
        )
        sent = BulletinReader.select(BulletinReader.bulletin_id).where(BulletinReader.agency_id == actor.agency_id)
        seen = Bulletin.agency_id.in_(line) | Bulletin.id.in_(sent)  # type: ignore[attr-defined]
    seen &= Bulletin.state != "draft"
    if actor.may("bulletin.make") or actor.may("bulletin.issue"):
        seen |= (Bulletin.state == "draft") & (Bulletin.agency_id == actor.agency_id)
    return query.where(seen)


def bulletin_within_reach(actor: Actor, id: UUID) -> Bulletin:
    """Raises NotFound."""
    row: Bulletin | None = bulletins_within_reach(actor).where(Bulletin.id == id).first()
    if row is None:
        raise NotFound()
    return row


def bulletin_by_id(id: UUID) -> Bulletin:
    """For jobs. Raises NotFound."""
    row = Bulletin.get_or_none(Bulletin.id == id)
    if row is None:
        raise NotFound()
    return row


def find_bulletins(actor: Actor, wanted: BulletinFilter) -> dict[str, Any]:
    """A page, newest first."""
    query = bulletins_within_reach(actor).order_by(Bulletin.id.desc())  # type: ignore[attr-defined]
    for column, value in ((Bulletin.kind, wanted.kind), (Bulletin.state, wanted.state), (Bulletin.year, wanted.year)):
        if value is not None:
            query = query.where(column == value)
    if wanted.unheard:
        query = query.where((Bulletin.kind == "brief") & (Bulletin.state == "issued") & BriefHearing.id.is_null())
    if wanted.after:
        query = query.where(Bulletin.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(actor, found["items"])}


def shapes(actor: Actor, rows: list[Bulletin]) -> list[dict[str, Any]]:
    """In wire shape, without the figures; the number of queries does not grow."""
    ids = [row.id for row in rows]
    documents = {id: shape for kind in KINDS.values() for id, shape in documents_of_subjects(kind, ids).items()}
    readers = readers_of(ids)
    agencies = agencies_by_id(
        [id for row in rows for id in (row.agency_id, row.scope_id)] + [id for of in readers.values() for id in of]
    )
    superseded_by = _superseded_by(ids)
    return [
        {
            **_same(row),
            "period": period_of_row(row).words,
            "agency": _party(agencies[row.agency_id]),
            "scope": _party(agencies[row.scope_id]),
            "readers": [_party(agencies[id]) for id in readers[row.id] if id in agencies],
            "document": documents.get(row.id),
            "number": documents[row.id]["number"] if row.id in documents else None,
            "superseded_by": superseded_by.get(row.id),
            "hearing": _hearing(row),
            "is_overdue": _is_overdue(row),
            "may": _may(actor, row, readers[row.id]),
        }
        for row in rows
    ]


_SAME = [
    "id",
    "kind",
    "span",
    "year",
    "part",
    "from_on",
    "to_on",
    "title",
    "opening",
    "closing",
    "addressees",
    "copied_to",
    "printed_by",
    "contact",
    "state",
    "supersedes_id",
    "schedule_id",
    "due_on",
    "hear_by_on",
    "issued_on",
    "issued_at",
    "issued_by",
    "revoked_reason",
    "revoked_at",
    "by_name",
    "created_at",
    "checkpoint",
    "version",
]


def _same(row: Bulletin) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SAME}


def period_of_row(row: Bulletin) -> Period:
    return Period(row.year, Span(row.span), row.part)


def readers_of(ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Agencies each was sent to; one query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    of_rows = BulletinReader.bulletin_id.in_(ids)  # type: ignore[attr-defined]
    for row in BulletinReader.select().where(of_rows).order_by(BulletinReader.id) if ids else ():
        found[row.bulletin_id].append(row.agency_id)
    return found


def file_of(actor: Actor, id: UUID) -> bytes:
    """The signed paper. Raises NotFound, DocumentNotSigned."""
    row = bulletin_within_reach(actor, id)
    if row.document_id is None:
        raise NotFound()
    return content_of(document_by_id(row.document_id))


def find_tasks(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """Open tasks about briefs that were not heard in time, of the own agency, oldest first."""
    mine = (BriefTask.agency_id == actor.agency_id) | (BriefTask.to_agency_id == actor.agency_id)
    query = (
        BriefTask.select(BriefTask, Bulletin)
        .join(Bulletin, on=(Bulletin.id == BriefTask.bulletin_id), attr="bulletin")
        .where(mine & BriefTask.done_at.is_null())  # type: ignore[union-attr]
        .order_by(BriefTask.id)
    )
    if after:
        query = query.where(BriefTask.id > decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    agencies = agencies_by_id(id for row in found["items"] for id in (row.agency_id, row.to_agency_id))
    items = [
        {
            "id": row.id,
            "bulletin_id": row.bulletin_id,
            "title": row.bulletin.title,
            "agency": _party(agencies[row.agency_id]),
            "to_agency": _party(agencies[row.to_agency_id]),
            "due_on": row.due_on,
            "raised_at": row.raised_at,
        }
        for row in found["items"]
    ]
    return {**found, "items": items}


def _superseded_by(ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """The number of the one that took each one's place."""
    if not ids:
        return {}
    later = (
        Bulletin.select(Bulletin.id, Bulletin.supersedes_id, Document.number)
        .join(Document, on=(Document.id == Bulletin.document_id), attr="paper")
        .where(Bulletin.supersedes_id.in_(ids) & (Bulletin.state != "draft"))  # type: ignore[union-attr]
    )
    return {row.supersedes_id: {"id": row.id, "number": row.paper.number} for row in later}


def _hearing(row: Bulletin) -> dict[str, Any] | None:
    hearing = getattr(row, "hearing", None)
    if hearing is None:
        return None
    same = ("heard_on", "leader", "instruction", "by_name", "at")
    return {name: getattr(hearing, name) for name in same}


def _is_overdue(row: Bulletin) -> bool:
    waits = row.kind == "brief" and row.state == "issued" and getattr(row, "hearing", None) is None
    return bool(waits and row.hear_by_on and row.hear_by_on < clock.today())


def _may(actor: Actor, row: Bulletin, readers: list[UUID]) -> list[str]:
    own = actor.agency_id == row.agency_id
    acts = []
    if own and row.state == "draft":
        acts += ["edit"] if actor.may("bulletin.make") else []
        acts += ["issue"] if actor.may("bulletin.issue") else []
    if own and row.state == "issued" and actor.may("bulletin.issue"):
        acts.append("revoke")
    unheard = row.kind == "brief" and row.state == "issued" and getattr(row, "hearing", None) is None
    if unheard and actor.agency_id in readers and actor.may("bulletin.hear"):
        acts.append("hear")
    return acts


def _party(agency: Agency) -> dict[str, Any]:
    return {"id": agency.id, "name": agency.name}
