"""Reads of cases within reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from server.alerts.cases.models import SecurityCase
from server.core.clock import beijing_day
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class CaseFilter:
    kind: str | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def cases_within_reach(actor: Actor) -> ModelSelect:
    return SecurityCase.select().where(is_within_reach(actor, SecurityCase.unit_id))


def case_within_reach(actor: Actor, id: UUID) -> SecurityCase:
    """Raises NotFound."""
    row = cases_within_reach(actor).where(SecurityCase.id == id).first()
    if row is None:
        raise NotFound(case_id=str(id))
    return row


def find_cases(actor: Actor, wanted: CaseFilter) -> dict[str, Any]:
    """A page of cases, the latest recorded first."""
    query = cases_within_reach(actor).order_by(SecurityCase.id.desc())
    for name in ("kind", "unit_id"):
        if getattr(wanted, name) is not None:
            query = query.where(getattr(SecurityCase, name) == getattr(wanted, name))
    if wanted.after:
        query = query.where(SecurityCase.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def shapes(rows: list[SecurityCase]) -> list[dict[str, Any]]:
    """Cases in their wire shape; ``happened_on`` is the Beijing day before which hazards count as prior. 1 query."""
    names = unit_names([row.unit_id for row in rows])
    same = ("id", "kind", "happened_at", "summary", "source_no", "recorded_at")
    return [
        {
            **{name: getattr(row, name) for name in same},
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "happened_on": beijing_day(row.happened_at),
            "by": row.by_name,
        }
        for row in rows
    ]
