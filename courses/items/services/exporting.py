"""Handing items out with their keys."""

from __future__ import annotations

from courses.items.queries.imports import drafts_to_export, export_file
from courses.items.queries.listing import ItemFilter
from server.core.database import database
from server.core.errors import Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.agencies.models import Agency


def export_items(actor: Actor, format: str, wanted: ItemFilter) -> bytes:
    """The items that match, as a file of a format; who took how many is recorded, since keys go with them.

    Raises Forbidden, TooManyItems.
    """
    actor.check("item.edit")
    if actor.agency_id is None:
        raise Forbidden(permission="item.edit")
    drafts = drafts_to_export(actor, wanted)
    content = export_file(format, drafts)
    with database.atomic():
        agency = Agency.get_by_id(actor.agency_id)
        record_event(actor, "items.exported", subject=agency, details={"count": len(drafts), "format": format})
    return content
