"""Reads about areas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from peewee import ModelSelect

from server.core import clock
from server.units.areas.models import Area


def areas_on(day: date | None = None) -> ModelSelect:
    """Areas that existed on a day (default: today)."""
    day = day or clock.today()
    return Area.select().where(
        (Area.effective_from.is_null() | (Area.effective_from <= day))
        & (Area.effective_to.is_null() | (Area.effective_to >= day))
    )


def children(parent_code: str | None, after: str | None, limit: int, day: date | None = None) -> list[Area]:
    """Areas right below one (None: the provinces), by code; one row more than ``limit`` if there are more."""
    query = areas_on(day).where(Area.parent_code.is_null() if parent_code is None else Area.parent_code == parent_code)
    if after:
        query = query.where(Area.code > after)
    return list(query.order_by(Area.code).limit(limit + 1))


def known_codes(codes: Iterable[str], day: date | None = None) -> set[str]:
    """Those of the codes that are in use on a day; one query."""
    return {area.code for area in areas_on(day).where(Area.code.in_(list(set(codes))))}
