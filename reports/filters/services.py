"""Keeping and dropping saved filters."""

from __future__ import annotations

from uuid import UUID

from reports.filters.errors import FilterNameTaken, TooManyFilters
from reports.filters.models import SavedFilter
from reports.filters.queries import own_filter, own_filters
from reports.filters.rules import MOST_SAVED, FilterDraft
from server.core import clock
from server.core.database import IntegrityError, database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted


def keep_filter(actor: Actor, draft: FilterDraft) -> SavedFilter:
    """Keep filters under a name of one's own; sent twice they are kept once.

    Raises FilterNameTaken, TooManyFilters, ResubmissionConflict.
    """
    if earlier := _find_resubmitted(actor, draft):
        return earlier
    if len(own_filters(actor, None)) >= MOST_SAVED:
        raise TooManyFilters(most=MOST_SAVED)
    try:
        with database.atomic():
            kept = SavedFilter.create(**vars(draft), account_id=actor.account_id, created_at=clock.now())
            record_event(actor, "filter.kept", subject=kept, details={"page": draft.page})
    except IntegrityError:
        if earlier := _find_resubmitted(actor, draft):  # a parallel twin was first
            return earlier
        problem = FieldProblem("name", FilterNameTaken.title, FilterNameTaken.code)
        raise FilterNameTaken(fields=[problem]) from None
    return kept


def drop_filter(actor: Actor, id: UUID) -> None:
    """Forget a filter. Raises NotFound for one that is not one's own."""
    kept = own_filter(actor, id)
    with database.atomic():
        SavedFilter.delete().where(SavedFilter.id == kept.id).execute()
        record_event(actor, "filter.dropped", subject=kept, details={"page": kept.page})


def _find_resubmitted(actor: Actor, draft: FilterDraft) -> SavedFilter | None:
    content = {"page": draft.page, "name": draft.name, "query": draft.query}
    return find_resubmitted(SavedFilter, draft.id, account_id=actor.account_id, **content)
