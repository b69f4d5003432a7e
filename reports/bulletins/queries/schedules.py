"""Schedules of briefs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect

from reports.bulletins.models import BriefHearing, BriefSchedule, Bulletin
from reports.bulletins.rules import Period, Span, due_periods
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.web.paging import decode_cursor, page


def schedules_within_reach(actor: Actor) -> ModelSelect:
    """Of the own subtree, and those whose briefs come to the own agency."""
    seen: Any = SQL("1 = 0")
    for path in agency_paths(actor):
        own = Agency.select(Agency.id).where(Agency.path.startswith(path))
        seen = BriefSchedule.agency_id.in_(own) | (BriefSchedule.to_agency_id == actor.agency_id)  # type: ignore[attr-defined]
    return BriefSchedule.select().where(seen)


def schedule_within_reach(actor: Actor, id: UUID) -> BriefSchedule:
    """Raises NotFound."""
    row: BriefSchedule | None = schedules_within_reach(actor).where(BriefSchedule.id == id).first()
    if row is None:
        raise NotFound()
    return row


def find_schedules(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """A page, newest first."""
    query = schedules_within_reach(actor).order_by(BriefSchedule.id.desc())  # type: ignore[attr-defined]
    if after:
        query = query.where(BriefSchedule.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": schedule_shapes(found["items"])}


def schedule_shapes(rows: list[BriefSchedule]) -> list[dict[str, Any]]:
    """In wire shape; one query for names."""
    agencies = agencies_by_id(id for row in rows for id in (row.agency_id, row.scope_id, row.to_agency_id))
    same = ("id", "span", "due_days", "hear_days", "from_on", "ended_on", "by_name", "created_at")
    return [
        {
            **{name: getattr(row, name) for name in same},
            "agency": _party(agencies[row.agency_id]),
            "scope": _party(agencies[row.scope_id]),
            "to_agency": _party(agencies[row.to_agency_id]),
        }
        for row in rows
    ]


def briefs_due(today: date) -> Iterator[tuple[BriefSchedule, Period]]:
    """Briefs whose day has come and that are not made yet, the oldest first: a job that ran late makes up for it."""
    for schedule in BriefSchedule.select().order_by(BriefSchedule.id):
        until = min(today, schedule.ended_on) if schedule.ended_on else today
        periods = list(due_periods(Span(schedule.span), schedule.due_days, schedule.from_on, until))
        made = {row.from_on for row in Bulletin.select(Bulletin.from_on).where(Bulletin.schedule_id == schedule.id)}
        yield from ((schedule, period) for period in periods if period.first not in made)


def unheard_past_their_day(today: date) -> list[Bulletin]:
    """Issued briefs that nobody heard by the day they were to be heard."""
    heard = BriefHearing.select(BriefHearing.bulletin_id)
    late = (Bulletin.kind == "brief") & (Bulletin.state == "issued") & (Bulletin.hear_by_on < today)  # type: ignore[operator]
    return list(Bulletin.select().where(late & Bulletin.id.not_in(heard)).order_by(Bulletin.id))  # type: ignore[attr-defined]


def _party(agency: Agency) -> dict[str, Any]:
    return {"id": agency.id, "name": agency.name}
