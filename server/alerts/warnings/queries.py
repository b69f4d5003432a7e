"""Reads of warnings within reach, and of the rule that holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from server.alerts.warnings.models import SecurityWarning, WarningFeedback, WarningRule
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class WarningFilter:
    state: str | None = None
    level: str | None = None
    type: str | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def warnings_within_reach(actor: Actor) -> ModelSelect:
    return SecurityWarning.select().where(is_within_reach(actor, SecurityWarning.unit_id))


def warning_within_reach(actor: Actor, id: UUID) -> SecurityWarning:
    """Raises NotFound."""
    row: SecurityWarning | None = warnings_within_reach(actor).where(SecurityWarning.id == id).first()
    if row is None:
        raise NotFound(warning_id=str(id))
    return row


def find_warnings(actor: Actor, wanted: WarningFilter) -> dict[str, Any]:
    """A page of warnings, the latest first."""
    query = warnings_within_reach(actor).order_by(SecurityWarning.id.desc())
    for name in ("state", "level", "type", "unit_id"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(getattr(SecurityWarning, name) == value)
    if wanted.after:
        query = query.where(SecurityWarning.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def warnings_of_subject(subject_id: UUID, type: str, since: datetime) -> list[SecurityWarning]:
    """Those of a kind about one thing that are open or were raised since an instant; 1 query."""
    matter = (SecurityWarning.subject_id == subject_id) & (SecurityWarning.type == type)
    recent = (SecurityWarning.state == "open") | (SecurityWarning.raised_at >= since)
    return list(SecurityWarning.select().where(matter & recent))


def rule_in_force(code: str, day: date) -> WarningRule | None:
    """The rule of a code that holds on a day; None when there is none, or it is switched off."""
    row: WarningRule | None = (
        WarningRule.select()
        .where((WarningRule.code == code) & (WarningRule.from_on <= day))
        .order_by(WarningRule.from_on.desc())
        .first()
    )
    return row if row is not None and row.is_active else None


def latest_rule(code: str) -> WarningRule | None:
    """The rule of a code with the latest first day, in force or to come."""
    row: WarningRule | None = (
        WarningRule.select().where(WarningRule.code == code).order_by(WarningRule.from_on.desc()).first()
    )
    return row


def rules() -> list[WarningRule]:
    """All, by code, the latest first."""
    return list(WarningRule.select().order_by(WarningRule.code, WarningRule.from_on.desc()))


def shapes(rows: list[SecurityWarning]) -> list[dict[str, Any]]:
    """Warnings in their wire shape with addressees and feedback; 4 queries."""
    feedback: dict[UUID, list[WarningFeedback]] = {row.id: [] for row in rows}
    for one in (
        WarningFeedback.select().where(WarningFeedback.warning_id.in_(list(feedback))).order_by(WarningFeedback.id)
    ):
        feedback[one.warning_id].append(one)
    said = [one for found in feedback.values() for one in found]
    named = _names_of(rows, said)
    titles = {rule.id: rule for rule in WarningRule.select().where(WarningRule.id.in_([row.rule_id for row in rows]))}
    same = ("id", "type", "level", "text", "basis", "state", "raised_at", "closed_at", "end_reason", "subject_type")
    return [
        {
            **{name: getattr(row, name) for name in same},
            "subject_id": row.subject_id,
            "ended_by": row.ended_by_name,
            "rule": {"title": rule.title, "bases": rule.bases} if (rule := titles.get(row.rule_id)) else None,
            "unit": {"id": row.unit_id, "name": named.get(row.unit_id, "")},
            "addressees": [
                {"kind": one["kind"], "id": one["id"], "name": named.get(UUID(one["id"]), "")} for one in row.addressees
            ],
            "feedback": [
                {"id": one.id, "party": named.get(one.party_id, ""), "text": one.text, "by": one.by_name, "at": one.at}
                for one in feedback[row.id]
            ],
        }
        for row in rows
    ]


def _names_of(rows: Iterable[SecurityWarning], said: Iterable[WarningFeedback]) -> dict[UUID, str]:
    parties = [(one["kind"], UUID(one["id"])) for row in rows for one in row.addressees]
    parties += [("unit", row.unit_id) for row in rows] + [(one.party_kind, one.party_id) for one in said]
    agencies = agencies_by_id([id for kind, id in parties if kind == "agency"])
    names = unit_names([id for kind, id in parties if kind == "unit"])
    return {**names, **{id: agency.name for id, agency in agencies.items()}}
