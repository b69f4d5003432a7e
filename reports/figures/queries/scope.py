"""Under which agency somebody may read figures: the own one, or one below it."""

from __future__ import annotations

from uuid import UUID

from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id


def agency_within_reach(actor: Actor, id: UUID | None = None) -> Agency:
    """The agency named, or the actor's own; one query. Raises NotFound for one that is not in the own subtree."""
    own = agencies_by_id([actor.agency_id, id])
    mine = own.get(actor.agency_id) if actor.agency_id else None
    wanted = own.get(id) if id else mine
    if mine is None or wanted is None or not wanted.path.startswith(mine.path):
        raise NotFound(agency_id=str(id or ""))
    return wanted


def agencies_below(agency: Agency) -> list[Agency]:
    """Those right below one, or itself when there are none; one query."""
    return list(Agency.select().where(Agency.parent_id == agency.id).order_by(Agency.number)) or [agency]
