"""Reads of saved filters: one's own."""

from __future__ import annotations

from uuid import UUID

from reports.filters.models import SavedFilter
from server.core.errors import NotFound
from server.core.permissions import Actor


def own_filters(actor: Actor, page: str | None) -> list[SavedFilter]:
    """The account's filters by page and name; there are at most fifty."""
    query = SavedFilter.select().where(SavedFilter.account_id == actor.account_id)
    if page:
        query = query.where(SavedFilter.page == page)
    return list(query.order_by(SavedFilter.page, SavedFilter.name))


def own_filter(actor: Actor, id: UUID) -> SavedFilter:
    """Raises NotFound."""
    found = SavedFilter.get_or_none((SavedFilter.id == id) & (SavedFilter.account_id == actor.account_id))
    if found is None:
        raise NotFound(filter_id=str(id))
    return found
