"""Reads about agencies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.statements import Prepared
from server.units.agencies.models import Agency, AgencyContact, AgencyName
from server.units.agencies.rules import POLICE


def agency_by_id(id: UUID) -> Agency:
    """Agencies are no secret: everybody who may see the tree sees all of it. Raises NotFound."""
    agency = Agency.get_or_none(Agency.id == id)
    if agency is None:
        raise NotFound(agency_id=str(id))
    return agency


def agencies_by_id(ids: Iterable[UUID | None]) -> dict[UUID, Agency]:
    """Those that exist; one query."""
    wanted = list({id for id in ids if id is not None})
    return {agency.id: agency for agency in _by_ids.rows(ids=wanted)} if wanted else {}


_by_ids = Prepared(lambda ids: Agency.select().where(Agency.id.in_(ids)))


def find_agencies(kind: str | None, parent_id: UUID | None, after: int | None, limit: int) -> list[Agency]:
    """By number, which is parents first; one more than ``limit`` if there are more."""
    query = Agency.select().order_by(Agency.number)
    if kind:
        query = query.where(Agency.kind == kind)
    if parent_id:
        query = query.where(Agency.parent_id == parent_id)
    if after is not None:
        query = query.where(Agency.number > after)
    return list(query.limit(limit + 1))


def subtree(agency: Agency) -> list[Agency]:
    """The agency and all below it."""
    return list(Agency.select().where(Agency.path.startswith(agency.path)).order_by(Agency.number))


def chain(agency: Agency) -> list[Agency]:
    """The agency and all above it, the highest first; one query."""
    numbers = [int(part) for part in agency.path.split("/") if part]
    return list(Agency.select().where(Agency.number.in_(numbers)).order_by(Agency.path))


def agency_paths(actor: Actor) -> list[str]:
    """Paths whose subtree is the actor's; empty for people of units and for no agency. One query."""
    if actor.agency_id is None:
        return []
    return [row.path for row in Agency.select(Agency.path).where(Agency.id == actor.agency_id)]


def name_on(agency_id: UUID, day: date | None = None) -> AgencyName:
    """The name an agency had on a day: a document of last year bears last year's name.

    The day before its first known name counts to that one. Raises NotFound.
    """
    names = list(AgencyName.select().where(AgencyName.agency == agency_id).order_by(AgencyName.from_on))
    if not names:
        raise NotFound(agency_id=str(agency_id))
    day = day or clock.today()
    return next((name for name in reversed(names) if name.from_on <= day), names[0])


def names_of(agency_id: UUID) -> list[AgencyName]:
    """All names, the oldest first."""
    return list(AgencyName.select().where(AgencyName.agency == agency_id).order_by(AgencyName.from_on))


def contacts_of(agency_id: UUID) -> list[AgencyContact]:
    """All contacts an agency had, the oldest first."""
    return list(AgencyContact.select().where(AgencyContact.agency_id == agency_id).order_by(AgencyContact.from_on))


def contact_on(agency: Agency, day: date) -> AgencyContact | None:
    """The contact in force on a day: the agency's own, else that of the nearest above it. One query.

    Source: JN-end-b.
    """
    above = {row.id: row.path for row in chain(agency)}
    rows = AgencyContact.select().where(AgencyContact.agency_id.in_(list(above)) & (AgencyContact.from_on <= day))  # type: ignore[attr-defined]
    return max(rows, key=lambda row: (len(above[row.agency_id]), row.from_on), default=None)


def is_police(agency: Agency) -> bool:
    return agency.kind in POLICE
