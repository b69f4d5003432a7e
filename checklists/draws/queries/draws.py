"""Reads of draws: those of the own agency and of agencies below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from checklists.draws.models import (
    Draw,
    DrawAbandonment,
    DrawFreeze,
    DrawPublication,
    DrawResult,
    DrawTasking,
)
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class DrawFilter:
    state: str | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class Course:
    """A draw with the rows of its course."""

    draw: Draw
    freeze: DrawFreeze | None
    result: DrawResult | None
    tasking: DrawTasking | None
    abandonment: DrawAbandonment | None
    publications: tuple[DrawPublication, ...]


def draws_within_reach(actor: Actor) -> ModelSelect:
    """Draws of the own agency and of those below; none for people of units."""
    if actor.account_id is None:
        return Draw.select()
    query = Draw.select().join(Agency, on=(Agency.id == Draw.agency_id))
    path = next(iter(agency_paths(actor)), None)
    return query.where(Agency.path.startswith(path)) if path else query.where(Draw.id.is_null())


def draw_within_reach(actor: Actor, id: UUID) -> Draw:
    """Raises NotFound."""
    draw = draws_within_reach(actor).where(Draw.id == id).first()
    if draw is None:
        raise NotFound()
    return draw


def draw_by_id(id: UUID) -> Draw:
    """For jobs and the public page. Raises NotFound."""
    draw = Draw.get_or_none(Draw.id == id)
    if draw is None:
        raise NotFound()
    return draw


def find_draws(actor: Actor, wanted: DrawFilter) -> dict[str, Any]:
    """A page of draws, newest first; abandoned ones too, for nothing that was committed to vanishes."""
    query = draws_within_reach(actor).order_by(Draw.id.desc())
    if wanted.state:
        query = query.where(Draw.state == wanted.state)
    if wanted.after:
        query = query.where(Draw.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda draw: (draw.id,))
    return {**found, "items": shapes(found["items"])}


def latest_of_pool(agency_id: UUID, pool_kind: str) -> Draw | None:
    """The agency's latest draw by the same conditions, abandoned or not."""
    same = (Draw.agency_id == agency_id) & (Draw.pool_kind == pool_kind)
    return Draw.select().where(same).order_by(Draw.id.desc()).first()


def courses_of(draws: Collection[Draw]) -> list[Course]:
    """Draws with their rows; 5 queries, however many."""
    ids = [draw.id for draw in draws]
    rows = {
        table: {row.draw_id: row for row in table.select().where(table.draw_id.in_(ids))}
        for table in (DrawFreeze, DrawResult, DrawTasking, DrawAbandonment)
    }
    publications: dict[UUID, list[DrawPublication]] = {id: [] for id in ids}
    for row in DrawPublication.select().where(DrawPublication.draw_id.in_(ids)).order_by(DrawPublication.at):
        publications[row.draw_id].append(row)
    return [
        Course(
            draw,
            rows[DrawFreeze].get(draw.id),
            rows[DrawResult].get(draw.id),
            rows[DrawTasking].get(draw.id),
            rows[DrawAbandonment].get(draw.id),
            tuple(publications[draw.id]),
        )
        for draw in draws
    ]


def course_of(draw: Draw) -> Course:
    """One draw with its rows."""
    return courses_of([draw])[0]


def chain_of(draw: Draw) -> list[Draw]:
    """The draw with those it repeats and those that repeat it, the first first; a query a step."""
    earlier: list[Draw] = [draw]
    while earlier[0].repeats_id is not None:
        earlier.insert(0, Draw.get_by_id(earlier[0].repeats_id))
    later: list[Draw] = []
    waiting = [draw.id]
    while waiting:
        found = list(Draw.select().where(Draw.repeats_id.in_(waiting)).order_by(Draw.id))
        later += found
        waiting = [one.id for one in found]
    return [*earlier, *later]


def shapes(draws: Collection[Draw]) -> list[dict[str, Any]]:
    """Draws in the wire shape of a list: the course, without what was drawn."""
    agencies = agencies_by_id(draw.agency_id for draw in draws)
    repeated = _names(draw.repeats_id for draw in draws if draw.repeats_id)
    return [_shape(course, agencies[course.draw.agency_id], repeated) for course in courses_of(draws)]


def full_shape(draw: Draw) -> dict[str, Any]:
    """One draw with everything: what was drawn by name, reasons of exclusions, the chain of repeats."""
    shape = shapes([draw])[0]
    result = DrawResult.get_or_none(DrawResult.draw_id == draw.id)
    left_out = [UUID(id) for id in draw.terms["units"]["left_out"]]
    names = unit_names([*left_out, *(UUID(one["unit"]) for one in (result.result if result else ()))])
    return {
        **shape,
        "terms": draw.terms,
        "left_out_units": [
            {"unit": {"id": id, "name": names.get(id, "")}, "reason": draw.reasons.get(str(id), "")} for id in left_out
        ],
        "drawn": _drawn(result, names) if result else [],
        "chain": [
            {"id": one.id, "name": one.name, "state": one.state, "opened_at": one.created_at} for one in chain_of(draw)
        ],
    }


def _shape(course: Course, agency: Agency, repeated: dict[UUID, str]) -> dict[str, Any]:
    draw, freeze, result = course.draw, course.freeze, course.result
    return {
        "id": draw.id,
        "name": draw.name,
        "reason": draw.reason,
        "state": draw.state,
        "agency": {"id": agency.id, "name": agency.name},
        "unit_count": draw.unit_count,
        "officers_per_unit": draw.officers_per_unit,
        "commitment": draw.commitment,
        "opened_at": draw.created_at,
        "repeats": {
            "id": draw.repeats_id,
            "name": repeated[draw.repeats_id],
            "reason": draw.terms["repeats"]["reason"],
        }
        if draw.repeats_id
        else None,
        "freeze": freeze
        and {
            "at": freeze.at,
            "by": freeze.by_name,
            "units": {"count": freeze.units_count, "sha256": freeze.units_sha256},
            "officers": {"count": freeze.officers_count, "sha256": freeze.officers_sha256},
            "left_out": freeze.left_out,
        },
        "result": result
        and {
            "at": result.at,
            "operator": result.by_name,
            "witness": result.witness,
            "words": result.words,
            "seed": result.seed,
            "record_sha256": result.record_sha256,
        },
        "tasking": course.tasking and {"at": course.tasking.at, "due_on": course.tasking.due_on},
        "abandonment": course.abandonment and {"at": course.abandonment.at, "reason": course.abandonment.reason},
        "publications": [{"scope": row.scope, "at": row.at} for row in course.publications],
    }


def _drawn(result: DrawResult, names: dict[UUID, str]) -> list[dict[str, Any]]:
    people = people_by_id(UUID(id) for one in result.result for id in one["officers"])
    return [
        {
            "unit": {"id": UUID(one["unit"]), "name": names.get(UUID(one["unit"]), "")},
            "officers": [
                {
                    "person_id": UUID(id),
                    "name": people[UUID(id)].name,
                    "certificate_no": people[UUID(id)].certificate_no,
                }
                for id in one["officers"]
            ],
        }
        for one in result.result
    ]


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(set(ids))
    return {row.id: row.name for row in Draw.select(Draw.id, Draw.name).where(Draw.id.in_(wanted))} if wanted else {}
