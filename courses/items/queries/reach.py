"""Whose items an actor sees and edits: the product's are seen by all, an agency's by itself and those below it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from courses.items.errors import NotYourItem
from courses.items.models import Item, ItemVersion
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import chain


def is_item_within_reach(actor: Actor) -> Any:
    """A condition on items; two queries.  Source: LN-3b."""
    own = Agency.get_or_none(Agency.id == actor.agency_id) if actor.agency_id else None
    above = [agency.id for agency in chain(own)] if own else []
    mine = Item.agency_id.is_null()
    return mine | Item.agency_id.in_(above) if above else mine


def item_within_reach(actor: Actor, id: UUID) -> Item:
    """Raises NotFound."""
    row = Item.get_or_none((Item.id == id) & is_item_within_reach(actor))
    if row is None:
        raise NotFound(item_id=str(id))
    return row


def are_items_within_reach(actor: Actor, ids: Collection[UUID]) -> bool:
    """Whether each of these, at most a few hundred, exists and is seen by the actor; three queries."""
    if not ids:
        return True
    return bool(Item.select().where(Item.id.in_(list(ids)) & is_item_within_reach(actor)).count() == len(ids))


def current_versions_of(ids: Collection[UUID]) -> set[UUID]:
    """Ids of what these items, at most a few hundred, say now; one query."""
    rows = Item.select(Item.current_id).where(Item.id.in_(list(ids))) if ids else ()
    return {row.current_id for row in rows}


def item_to_edit(actor: Actor, id: UUID) -> Item:
    """One of the actor's own agency; the product's are kept by an agency that has none above it.

    Raises NotFound, NotYourItem.
    """
    row = item_within_reach(actor, id)
    if not may_edit(actor, row):
        raise NotYourItem()
    return row


def may_edit(actor: Actor, row: Item) -> bool:
    if row.agency_id is not None:
        return row.agency_id == actor.agency_id
    return keeps_the_products(actor)


def keeps_the_products(actor: Actor) -> bool:
    """Whether the actor's agency has none above it. One query."""
    top = (Agency.id == actor.agency_id) & Agency.parent.is_null()
    return actor.agency_id is not None and Agency.select().where(top).exists()


def current_version(row: Item) -> ItemVersion:
    """Raises NotFound for an item that says nothing, which does not happen."""
    version = ItemVersion.get_or_none(ItemVersion.id == row.current_id)
    if version is None:
        raise NotFound(item_id=str(row.id))
    return version
