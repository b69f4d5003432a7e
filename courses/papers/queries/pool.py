"""What may be drawn: live items of the bank that an agency sees, whose bases hold, and that were not shown too often."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from peewee import fn

from courses.items.models import Item, ItemVersion, KnowledgePoint
from courses.papers.models import ItemExposure
from courses.papers.rules.matching import Pool, PoolItem
from server.core import clock
from server.units.agencies.models import Agency
from server.units.agencies.rules import numbers_of_path
from server.units.bases.models import PolicyBasis
from server.units.bases.rules import Status

EXPOSURE_DAYS = 365


def pool_for(agency_id: UUID | None, most_uses: int | None = None, session_id: UUID | None = None) -> Pool:
    """The pool of an agency's blueprint today; 4 queries.

    Items of the product, of the agency and of agencies above it; none with a lapsed basis. With ``most_uses`` none
    that stood in so many other sessions within a year.  Source: LN-3b.
    """
    worn = _worn_items(most_uses, session_id) if most_uses is not None else set()
    lapsed = _lapsed_codes(clock.today())
    rows = (
        Item.select(Item.id, Item.current_id, Item.type, Item.category, KnowledgePoint.code, Item.difficulty)
        .select_extend(ItemVersion.bases)
        .join(KnowledgePoint, on=(KnowledgePoint.id == Item.point_id))
        .join(ItemVersion, on=(ItemVersion.id == Item.current_id))
        .where((Item.state == "live") & _owned_for(agency_id))
        .tuples()
    )
    return Pool(
        PoolItem(str(id), str(version_id), type, category, point, difficulty)
        for id, version_id, type, category, point, difficulty, bases in rows.iterator()
        if id not in worn and not any(basis.get("basis") in lapsed for basis in bases)
    )


def _owned_for(agency_id: UUID | None) -> object:
    if agency_id is None:
        return Item.agency_id.is_null()
    path = Agency.select(Agency.path).where(Agency.id == agency_id).scalar() or ""
    line = Agency.select(Agency.id).where(Agency.number.in_(numbers_of_path(path)))
    return Item.agency_id.is_null() | Item.agency_id.in_(line)


def _worn_items(most_uses: int, session_id: UUID | None) -> set[UUID]:
    """Stood in ``most_uses`` sessions or more within a year, this one not counted."""
    recent = ItemExposure.at >= clock.now() - timedelta(days=EXPOSURE_DAYS)
    if session_id is not None:
        recent &= ItemExposure.session_id != session_id
    uses = fn.COUNT(ItemExposure.session_id)
    rows = ItemExposure.select(ItemExposure.item_id).where(recent).group_by(ItemExposure.item_id)
    return {row.item_id for row in rows.having(uses >= most_uses)}


def _lapsed_codes(on: date) -> set[str]:
    columns = (PolicyBasis.code, PolicyBasis.effective_from, PolicyBasis.effective_to)
    return {row.code for row in PolicyBasis.select(*columns) if row.validity.status_on(on) is Status.LAPSED}
