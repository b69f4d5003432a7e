"""Reads of credit records, within the reach of their units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from reports.credits.models import CreditRecord, CreditReport
from reports.credits.rules import Column, columns_of
from reports.penalties.models import PenaltyTerm
from reports.penalties.queries.terms import terms_on
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
WAITING = ("pending", "withdrawing")


@dataclass(frozen=True)
class CreditFilter:
    state: str | None = None
    late: bool = False
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def records_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose."""
    return CreditRecord.select().where(is_within_reach(actor, CreditRecord.unit_id))


def record_within_reach(actor: Actor, id: UUID) -> CreditRecord:
    """Raises NotFound."""
    row: CreditRecord | None = records_within_reach(actor).where(CreditRecord.id == id).first()
    if row is None:
        raise NotFound()
    return row


def filtered(actor: Actor, wanted: CreditFilter) -> ModelSelect:
    """Records of a filter, what waits longest first."""
    query = records_within_reach(actor)
    if wanted.state:
        query = query.where(CreditRecord.state == wanted.state)
    if wanted.late:
        query = query.where(CreditRecord.state.in_(WAITING) & (CreditRecord.due_on < clock.today()))
    if wanted.unit_id:
        query = query.where(CreditRecord.unit_id == wanted.unit_id)
    return query


def find_records(actor: Actor, wanted: CreditFilter) -> Json:
    """A page of records, the latest decision first; 5 queries."""
    query = filtered(actor, wanted).order_by(CreditRecord.id.desc())
    if wanted.after:
        query = query.where(CreditRecord.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": record_shapes(found["items"])}


def record_shapes(rows: list[CreditRecord]) -> list[Json]:
    """Records in wire shape; the number of queries does not grow."""
    names = unit_names([row.unit_id for row in rows])
    agencies = agencies_by_id(row.agency_id for row in rows)
    batches = [row.batch_id for row in rows if row.batch_id]
    receipts = {row.id: row.receipt_no for row in CreditReport.select().where(CreditReport.id.in_(batches))}
    today = clock.today()
    plain = ("id", "decision_id", "case_id", "state", "decided_on", "due_on", "is_certain", "publish_until_on", "cause")
    plain += ("made_at", "reported_at", "reported_by", "withdrawn_at", "withdrawn_by")
    return [
        {
            **{name: getattr(row, name) for name in plain},
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "number": row.facts.get("number", ""),
            "respondent_name": row.facts.get("respondent_name", ""),
            "content": row.facts.get("content", ""),
            "is_late": row.state in WAITING and row.due_on < today,
            "receipt_no": receipts.get(row.batch_id, "") if row.batch_id else "",
        }
        for row in rows
    ]


def column_set(name: str) -> list[Column]:
    """The columns in force today. Raises LookupError."""
    return columns_of(terms_on().values["credit_columns"], name)


def column_sets() -> list[Json]:
    """All sets in force today with their columns, and from when they hold; two queries."""
    found = terms_on().values["credit_columns"]
    rows = PenaltyTerm.select().where((PenaltyTerm.code == "credit_columns") & (PenaltyTerm.from_on <= clock.today()))
    row = rows.order_by(PenaltyTerm.from_on.desc(), PenaltyTerm.at.desc(), PenaltyTerm.id.desc()).first()
    return [
        {
            "name": name,
            "from_on": row.from_on,
            "basis": row.basis,
            "verified": row.verified,
            "columns": [{"code": one.code, "heading": one.heading} for one in columns_of(found, name)],
        }
        for name in found
    ]


def near_due() -> list[CreditRecord]:
    """Records whose step is due on a day that is reminded of, or late; two queries."""
    today, days = clock.today(), terms_on().values["reminder_days"]
    on = [today + timedelta(days=day) for day in days]
    query = CreditRecord.select().where(
        CreditRecord.state.in_(WAITING) & (CreditRecord.due_on.in_(on) | (CreditRecord.due_on < today))  # type: ignore[attr-defined]
    )
    return list(query.order_by(CreditRecord.id))
