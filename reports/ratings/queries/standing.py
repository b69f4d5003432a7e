"""Reads of what units hold and held, of vetoes, downgrades and appeals, within the reach of their units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.ratings.models import (
    RatingAppeal,
    RatingDecision,
    RatingDowngrade,
    RatingRound,
    RatingScheme,
    RatingVeto,
    UnitRating,
)
from reports.ratings.rules.drafts import APPEAL_FILES, VETO_FILES
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.attachments.queries import attachments_of
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
CERTIFICATE = DocumentKind.RATING_CERTIFICATE


@dataclass(frozen=True)
class RatingFilter:
    unit_id: UUID | None = None
    grade: str | None = None
    limit: int = 50
    after: str | None = None


def held_within_reach(actor: Actor) -> ModelSelect:
    """Grades in force; units that lost theirs are not among them."""
    live = (UnitRating.live == True) & (UnitRating.rank > 0)  # noqa: E712
    return UnitRating.select().where(live & is_within_reach(actor, UnitRating.unit_id))


def find_ratings(actor: Actor, wanted: RatingFilter) -> Json:
    """A page of the grades in force, the latest first."""
    query = held_within_reach(actor).order_by(UnitRating.id.desc())
    if wanted.unit_id:
        query = query.where(UnitRating.unit_id == wanted.unit_id)
    if wanted.grade:
        query = query.where(UnitRating.grade == wanted.grade)
    if wanted.after:
        query = query.where(UnitRating.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": rating_shapes(found["items"])}


def lines_of_list(actor: Actor) -> Iterator[tuple[str, ...]]:
    """The grades in force as rows of a worksheet, by unit."""
    rows = list(held_within_reach(actor).order_by(UnitRating.rank.desc(), UnitRating.id))
    units = {
        row.id: row for row in Unit.select(Unit.id, Unit.name, Unit.uscc).where(Unit.id.in_([r.unit_id for r in rows]))
    }
    bodies = {row.id: row.body_name for row in RatingScheme.select(RatingScheme.id, RatingScheme.body_name)}
    for row in rows:
        unit = units[row.unit_id]
        day = row.from_on.isoformat()
        yield unit.name, unit.uscc or "", row.name, day, row.plaque_number, bodies[row.scheme_id], row.reason


def public_ratings(after: str | None, limit: int) -> Json:
    """What everybody may read: grades in force whose round was made public, and no more of the unit than its name."""
    live = (UnitRating.live == True) & (UnitRating.rank > 0)  # noqa: E712
    query = (
        UnitRating.select(UnitRating, Unit.name.alias("unit_name"))
        .join(RatingRound, on=(RatingRound.id == UnitRating.round_id))
        .switch(UnitRating)
        .join(Unit, on=(Unit.id == UnitRating.unit_id))
        .where(live & RatingRound.published_at.is_null(False))
        .order_by(UnitRating.id.desc())
    )
    if after:
        query = query.where(UnitRating.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1).objects()), limit, lambda row: (row.id,))
    fields = ("unit_name", "name", "from_on", "plaque_number")
    return {**found, "items": [{field: getattr(row, field) for field in fields} for row in found["items"]]}


def history_of(unit_id: UUID) -> Json:
    """Every grade of a unit from a day to a day, with the certificate, and what may still lower it."""
    rows = list(UnitRating.select().where(UnitRating.unit_id == unit_id).order_by(UnitRating.from_on, UnitRating.id))
    downgrades = RatingDowngrade.select().where(
        (RatingDowngrade.unit_id == unit_id) & (RatingDowngrade.state == "open")
    )
    veto = veto_of(unit_id, clock.today())
    return {
        "items": rating_shapes(rows),
        "downgrades": downgrade_shapes(list(downgrades)),
        "veto": {"title": veto.title, "ends_on": veto.ends_on} if veto else None,
    }


def rating_shapes(rows: list[UnitRating]) -> list[Json]:
    """Grades in wire shape; 5 queries."""
    units, agencies = unit_names(row.unit_id for row in rows), agencies_by_id(row.agency_id for row in rows)
    certificates = documents_of_subjects(CERTIFICATE, [row.id for row in rows])
    fields = (
        "id", "grade", "name", "rank", "from_on", "to_on", "origin", "reason", "ended_reason", "plaque_number",
    )  # fmt: skip
    return [
        {
            **{field: getattr(row, field) for field in fields},
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "certificate": certificates.get(row.id),
        }
        for row in rows
    ]


def veto_of(unit_id: UUID, day: date) -> RatingVeto | None:
    """A veto that keeps the unit from a grade on a day, the one that lasts longest."""
    return next(iter(standing_vetoes(unit_id, day)), None)


def standing_vetoes(unit_id: UUID, day: date) -> list[RatingVeto]:
    """All that stand on a day, the one that lasts longest first."""
    stands = RatingVeto.withdrawn_at.is_null() & (RatingVeto.ends_on >= day)
    rows = RatingVeto.select().where((RatingVeto.unit_id == unit_id) & stands)
    return list(rows.order_by(RatingVeto.ends_on.desc(), RatingVeto.id))


def veto_within_reach(actor: Actor, id: UUID) -> RatingVeto:
    """Raises NotFound."""
    row = RatingVeto.select().where((RatingVeto.id == id) & is_within_reach(actor, RatingVeto.unit_id)).first()
    if row is None:
        raise NotFound(veto_id=str(id))
    return row


def find_vetoes(actor: Actor, unit_id: UUID | None, after: str | None, limit: int) -> Json:
    """A page of vetoes, the latest first."""
    query = RatingVeto.select().where(is_within_reach(actor, RatingVeto.unit_id)).order_by(RatingVeto.id.desc())
    if unit_id:
        query = query.where(RatingVeto.unit_id == unit_id)
    if after:
        query = query.where(RatingVeto.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": veto_shapes(found["items"])}


def veto_shapes(rows: list[RatingVeto]) -> list[Json]:
    """Vetoes with the downgrade that each opened; 6 queries."""
    ids = [row.id for row in rows]
    units, files = unit_names(row.unit_id for row in rows), attachments_of(VETO_FILES, ids)
    opened = list(RatingDowngrade.select().where(RatingDowngrade.veto_id.in_(ids)))
    downgrades = {row.veto_id: shape for row, shape in zip(opened, downgrade_shapes(opened), strict=True)}
    fields = (
        "id", "code", "title", "lowers", "occurred_on", "ends_on", "reason", "source_kind", "at", "withdrawn_at",
        "withdrawn_reason",
    )  # fmt: skip
    return [
        {
            **{field: getattr(row, field) for field in fields},
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
            "by": row.by_name,
            "files": files.get(row.id, []),
            "downgrade": downgrades.get(row.id),
        }
        for row in rows
    ]


def downgrade_shapes(rows: list[RatingDowngrade]) -> list[Json]:
    """Downgrades with their papers and the last day to appeal; 4 queries."""
    documents = documents_of_subjects(DocumentKind.RATING_DECISION, [row.id for row in rows])
    appeals = {
        row.about_id: row.id for row in RatingAppeal.select().where(RatingAppeal.about_id.in_([row.id for row in rows]))
    }
    fields = (
        "id", "before", "after", "reason", "state", "opened_on", "takes_effect_on", "applied_at",
        "appeal_until_on",
    )  # fmt: skip
    return [
        {
            **{field: getattr(row, field) for field in fields},
            "document": documents.get(row.id),
            "appeal_id": appeals.get(row.id),
        }
        for row in rows
    ]


def appeal_within_reach(actor: Actor, id: UUID) -> RatingAppeal:
    """Raises NotFound."""
    row = RatingAppeal.select().where((RatingAppeal.id == id) & is_within_reach(actor, RatingAppeal.unit_id)).first()
    if row is None:
        raise NotFound(appeal_id=str(id))
    return row


def find_appeals(actor: Actor, state: str | None, after: str | None, limit: int) -> Json:
    """A page of appeals, the latest first."""
    query = RatingAppeal.select().where(is_within_reach(actor, RatingAppeal.unit_id)).order_by(RatingAppeal.id.desc())
    if state:
        query = query.where(RatingAppeal.state == state)
    if after:
        query = query.where(RatingAppeal.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": appeal_shapes(found["items"])}


def appeal_shapes(rows: list[RatingAppeal]) -> list[Json]:
    """Appeals with what they are about; 4 queries."""
    units, files = unit_names(row.unit_id for row in rows), attachments_of(APPEAL_FILES, [row.id for row in rows])
    about = [row.about_id for row in rows]
    decisions = {row.id: row for row in RatingDecision.select().where(RatingDecision.id.in_(about))}
    downgrades = {row.id: row for row in RatingDowngrade.select().where(RatingDowngrade.id.in_(about))}
    grades = _grades_of_rounds({row.round_id for row in decisions.values()})
    return [
        {
            "id": row.id,
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
            "about": row.about,
            "about_id": row.about_id,
            "about_text": _about_text(decisions.get(row.about_id) or downgrades[row.about_id]),
            "grades": grades[decisions[row.about_id].round_id] if row.about_id in decisions else [],
            "statement": row.statement,
            "files": files.get(row.id, []),
            "state": row.state,
            "by": row.by_name,
            "at": row.at,
            "grade": row.grade,
            "reason": row.reason,
            "decided_by": row.decided_by,
            "decided_at": row.decided_at,
        }
        for row in rows
    ]


def due_downgrades(today: date) -> list[RatingDowngrade]:
    """Open ones whose day has come."""
    due = (RatingDowngrade.state == "open") & (RatingDowngrade.takes_effect_on <= today)
    return list(RatingDowngrade.select().where(due).order_by(RatingDowngrade.id))


def _grades_of_rounds(ids: set[UUID]) -> dict[UUID, list[Json]]:
    rows = (
        RatingScheme.select(RatingScheme.grades, RatingRound.id.alias("round_id"))
        .join(RatingRound, on=(RatingRound.scheme_id == RatingScheme.id))
        .where(RatingRound.id.in_(list(ids)))
        .objects()
    )
    return {row.round_id: row.grades for row in rows}


def _about_text(row: RatingDecision | RatingDowngrade) -> str:
    after = row.grade_name if isinstance(row, RatingDecision) else row.after
    return f"{row.before or '未评定'} → {after}：{row.reason}"
