"""Reads of schemes and rounds: no secret, whoever may see ratings sees them all."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from reports.ratings.errors import RoundOfAnotherAgency
from reports.ratings.models import RatingApplication, RatingRound, RatingScheme, UnitRating
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.bases.queries import resolve_known_bases
from server.units.registry.models import Unit
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


def scheme_by_id(id: UUID) -> RatingScheme:
    """Raises NotFound."""
    row = RatingScheme.get_or_none(RatingScheme.id == id)
    if row is None:
        raise NotFound(scheme_id=str(id))
    return row


def scheme_kept_by(actor: Actor, id: UUID) -> RatingScheme:
    """A scheme of the actor's own agency; shipped ones are nobody's to change. Raises NotFound."""
    row = scheme_by_id(id)
    if row.agency_id is None or row.agency_id != actor.agency_id:
        raise NotFound(scheme_id=str(id))
    return row


def find_schemes(after: str | None, limit: int) -> Json:
    """A page of schemes, the latest beginning first."""
    query = RatingScheme.select().order_by(RatingScheme.effective_from.desc(), RatingScheme.id.desc())
    if after:
        day, id = decode_cursor(after, date.fromisoformat, UUID)
        earlier = RatingScheme.effective_from < day
        query = query.where(earlier | ((RatingScheme.effective_from == day) & (RatingScheme.id < id)))
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.effective_from.isoformat(), row.id))
    return {**found, "items": scheme_shapes(found["items"])}


def scheme_shapes(rows: list[RatingScheme]) -> list[Json]:
    """Schemes in wire shape; 3 queries."""
    agencies = agencies_by_id(row.agency_id for row in rows)
    bases = resolve_known_bases([{"basis": row.basis_code} for row in rows if row.basis_code])
    used = {row.scheme_id for row in RatingRound.select(RatingRound.scheme_id).distinct()}
    return [
        {
            **{name: value for name, value in row.__data__.items() if name not in {"draft_hash", "by_account_id"}},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name} if row.agency_id else None,
            "basis_title": bases[row.basis_code]["title"] if row.basis_code in bases else "",
            "total_x100": sum(one["points_x100"] for one in row.criteria),
            "is_used": row.id in used,
        }
        for row in rows
    ]


def scheme_for_unit(unit: Unit, day: date) -> RatingScheme | None:
    """By which scheme a unit is judged: that of the grade it holds, else the latest in force of its bureau or shipped."""
    held = live_rating(unit.id)
    if held is not None:
        return scheme_by_id(held.scheme_id)
    agency = Agency.get_by_id(unit.managed_by_id)
    above = [row.id for row in Agency.select(Agency.id, Agency.path) if agency.path.startswith(row.path)]
    rows = RatingScheme.select().where(
        (RatingScheme.agency_id.is_null() | RatingScheme.agency_id.in_(above))
        & (RatingScheme.effective_from <= day)
        & (RatingScheme.effective_to.is_null() | (RatingScheme.effective_to >= day))
    )
    return max(rows, key=lambda row: (row.agency_id is not None, row.effective_from), default=None)


def live_rating(unit_id: UUID) -> UnitRating | None:
    """What the unit holds; rank 0 says that it held something once."""
    mine = (UnitRating.unit_id == unit_id) & (UnitRating.live == True)  # noqa: E712
    return UnitRating.get_or_none(mine)


def rounds_seen_by(actor: Actor) -> ModelSelect:
    """All to agencies; to a unit those of the agencies that answer for it: who may apply must see where."""
    query = RatingRound.select()
    if actor.unit_id is None:
        return query
    unit = Unit.get_by_id(actor.unit_id)
    chain = Agency.select(Agency.path).where(Agency.id.in_([unit.managed_by_id, unit.department_id]))
    numbers = {int(part) for row in chain for part in row.path.split("/") if part}
    return query.where(RatingRound.agency_id.in_(Agency.select(Agency.id).where(Agency.number.in_(list(numbers)))))


def round_within_reach(actor: Actor, id: UUID) -> RatingRound:
    """Raises NotFound."""
    row = rounds_seen_by(actor).where(RatingRound.id == id).first()
    if row is None:
        raise NotFound(round_id=str(id))
    return row


def check_runs(actor: Actor, agency_id: UUID) -> None:
    """Refuse who belongs neither to the agency nor to one above it. Raises RoundOfAnotherAgency."""
    agency = Agency.get_by_id(agency_id)
    if not any(agency.path.startswith(path) for path in agency_paths(actor)):
        raise RoundOfAnotherAgency()


def find_rounds(actor: Actor, year: int | None, after: str | None, limit: int) -> Json:
    """A page of rounds, the latest first, with how many stand in each among the units within reach."""
    query = rounds_seen_by(actor).order_by(RatingRound.id.desc())
    if year:
        query = query.where(RatingRound.year == year)
    if after:
        query = query.where(RatingRound.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": round_shapes(actor, found["items"])}


def round_shapes(actor: Actor, rows: list[RatingRound]) -> list[Json]:
    """Rounds in wire shape; 3 queries."""
    agencies = agencies_by_id(row.agency_id for row in rows)
    schemes = {row.id: row for row in RatingScheme.select().where(RatingScheme.id.in_([r.scheme_id for r in rows]))}
    counts: dict[UUID, Json] = {row.id: {} for row in rows}
    counted = (
        RatingApplication.select(
            RatingApplication.round_id, RatingApplication.state, fn.COUNT(RatingApplication.id).alias("count")
        )
        .where(RatingApplication.round_id.in_(list(counts)) & is_within_reach(actor, RatingApplication.unit_id))
        .group_by(RatingApplication.round_id, RatingApplication.state)
    )
    for row in counted:
        counts[row.round_id][row.state] = row.count
    today = clock.today()
    return [
        {
            "id": row.id,
            "year": row.year,
            "title": row.title,
            "scheme": {"id": row.scheme_id, "name": schemes[row.scheme_id].title},
            "body_name": schemes[row.scheme_id].body_name,
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "opens_on": row.opens_on,
            "closes_on": row.closes_on,
            "is_open": row.opens_on <= today <= row.closes_on,
            "published_at": row.published_at,
            "published_by": row.published_by,
            "counts": {state: counts[row.id].get(state, 0) for state in ("proposed", "submitted", "decided")},
        }
        for row in rows
    ]
