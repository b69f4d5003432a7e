"""How a chapter of a unit's file is read: a query, its order, and how its rows become entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from server.core.permissions import Actor
from server.units.registry.models import Unit


@dataclass(frozen=True)
class Entry:
    """One line of a chapter, in words that page and paper share."""

    id: UUID
    on: date | None
    title: str
    detail: str = ""
    state: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads which unit's file. ``for_paper``: it may be handed on, so it holds what was decided and served only."""

    actor: Actor
    unit: Unit
    for_paper: bool = False

    @property
    def is_of_unit(self) -> bool:
        """Whether the reader belongs to the unit, and sees only what was told to it."""
        return self.actor.account_id is not None and self.actor.agency_id is None

    @property
    def sees_served_only(self) -> bool:
        return self.is_of_unit or self.for_paper


@dataclass(frozen=True)
class Found:
    query: ModelSelect
    order: tuple[Any, ...]
    entries: Callable[[list[Any]], list[Entry]]


@dataclass(frozen=True)
class Chapter:
    """``permissions``: any of them opens it beside the one for unit files; none: that one is enough."""

    code: str
    title: str
    read: Callable[[Reader], Found]
    permissions: tuple[str, ...] = ()
    on_paper: bool = True

    def is_open_to(self, reader: Reader) -> bool:
        if reader.for_paper and not self.on_paper:
            return False
        return not self.permissions or any(reader.actor.may(name) for name in self.permissions)


@dataclass(frozen=True)
class Section:
    """A chapter as it was read: how many rows there are, and the newest of them."""

    code: str
    title: str
    count: int
    rows: Sequence[Entry]

    @property
    def last_on(self) -> date | None:
        return max((row.on for row in self.rows if row.on), default=None)


def read_chapter(chapter: Chapter, reader: Reader, most: int) -> Section:
    """Count and newest rows; 2 queries, and what the entries' words need."""
    found = chapter.read(reader)
    count = int(found.query.select(fn.COUNT(SQL("*"))).order_by().scalar() or 0)
    rows = list(found.query.order_by(*found.order).limit(most)) if count else []
    return Section(chapter.code, chapter.title, count, found.entries(rows) if rows else [])
