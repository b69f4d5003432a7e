"""Reads of the event log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from server.core.events import Event
from server.web.paging import decode_cursor, page
from server.web.signin.models import Account


def events(*, kind: str, subject_id: UUID | None, limit: int, after: str | None) -> dict[str, Any]:
    """A page of events, latest first, with the names of who acted; 2 queries."""
    query = Event.select().order_by(Event.id.desc())
    if kind:
        query = query.where(Event.kind.startswith(kind))
    if subject_id:
        query = query.where(Event.subject_id == subject_id)
    if after:
        query = query.where(Event.id < decode_cursor(after, UUID)[0])
    rows = list(query.limit(limit + 1))
    actors = {row.actor_id for row in rows if row.actor_id}
    names = {account.id: account.name for account in Account.select().where(Account.id.in_(list(actors)))}
    for row in rows:
        row.actor_name = names.get(row.actor_id, "系统")
    return page(rows, limit, lambda row: (row.id,))
