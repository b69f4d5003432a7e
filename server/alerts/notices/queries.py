"""Reads of one's own notices: to oneself, to one's unit, to one's agency, and nothing that one may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, ModelSelect, fn

from server.alerts.notices.models import Notice, NoticeReading
from server.alerts.notices.rules import MOST_COUNTED
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach, scope_of
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class NoticeFilter:
    unread: bool = False
    kind: str | None = None
    subject_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def notices_of(actor: Actor) -> ModelSelect:
    """Notices the actor may read, with the reading joined. One index range for each way of being addressed.

    An agency's notices are for those of it who may see units: its administrators are not among them.
    """
    scope = scope_of(actor)
    own = [id for id in (actor.person_id, scope.agency_id, scope.unit_id) if id]
    if not own:
        return Notice.select().where(SQL("1 = 0"))
    read = (NoticeReading.notice_id == Notice.id) & (NoticeReading.account_id == actor.account_id)
    return (
        Notice.select(Notice, NoticeReading.at)
        .join(NoticeReading, JOIN.LEFT_OUTER, on=read, attr="reading")
        .where(Notice.to_id.in_(own))
        .where(Notice.permission.in_(["", *sorted(actor.permissions)]))
        .where(Notice.unit_id.is_null() | is_within_reach(actor, Notice.unit_id))
    )


def notice_of(actor: Actor, id: UUID) -> Notice:
    """Raises NotFound."""
    notice = notices_of(actor).where(Notice.id == id).first()
    if notice is None:
        raise NotFound(notice_id=str(id))
    return notice


def unread_of(actor: Actor) -> ModelSelect:
    """Without an order."""
    return notices_of(actor).where(_is_unread(actor))


def count_unread(actor: Actor) -> int:
    """Exact up to MOST_COUNTED, where counting ends."""
    return unread_of(actor).select(Notice.id).limit(MOST_COUNTED).count()


def find_notices(actor: Actor, wanted: NoticeFilter) -> dict[str, Any]:
    """A page of notices, newest first."""
    query = (unread_of(actor) if wanted.unread else notices_of(actor)).order_by(Notice.id.desc())
    if wanted.kind:
        query = query.where(Notice.kind == wanted.kind)
    if wanted.subject_id:
        query = query.where(Notice.subject_id == wanted.subject_id)
    if wanted.after:
        query = query.where(Notice.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda notice: (notice.id,))
    return {**found, "items": shapes(found["items"])}


def shapes(notices: list[Notice]) -> list[dict[str, Any]]:
    """Notices in their wire shape; one query."""
    names = unit_names([notice.unit_id for notice in notices if notice.unit_id])
    return [
        {
            "id": notice.id,
            "kind": notice.kind,
            "text": notice.text,
            "subject_type": notice.subject_type,
            "subject_id": notice.subject_id,
            "unit": {"id": notice.unit_id, "name": names.get(notice.unit_id, "")} if notice.unit_id else None,
            "due_on": notice.due_on,
            "created_at": notice.created_at,
            "read_at": reading.at if reading else None,
        }
        for notice in notices
        for reading in [getattr(notice, "reading", None)]
    ]


def _is_unread(actor: Actor) -> Any:
    reading = NoticeReading.alias("own_reading")
    return ~fn.EXISTS(
        reading.select(SQL("1")).where((reading.notice_id == Notice.id) & (reading.account_id == actor.account_id))
    )
