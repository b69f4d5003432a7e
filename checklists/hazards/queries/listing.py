"""Reads of hazards, within the reach of their units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from checklists.hazards.models import Hazard, HazardStep
from checklists.hazards.rules import ENDED, Standing, allowed_acts
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.areas.rules import code_prefix
from server.units.attachments.queries import attachments_of
from server.units.bases.queries import resolve_known_bases
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

#: What waits for somebody, as the work list of the console names it.
WAITING = ("recheck", "extension", "overdue", "penalty")
#: Found by the unit itself, or by its own equipment. Source: JN-1b.
OWN_SOURCES = ("self", "device")
PLAIN_FILTERS = ("state", "grade", "unit_id", "source", "kind")
#: Columns that a hazard's answer repeats as they are.
SHOWN = (
    "id", "inspection_id", "unit_id", "site_id", "item_id", "title", "note", "grade", "photos", "found_on", "source",
    "kind", "state", "order_id", "deadline_on", "recheck_due_on", "extension_asked_on", "overdue_on", "failed_on",
    "closed_on", "version",
)  # fmt: skip


@dataclass(frozen=True)
class HazardFilter:
    state: str | None = None
    grade: str | None = None
    unit_id: UUID | None = None
    source: str | None = None
    kind: str | None = None
    area_code: str | None = None
    industry: str | None = None
    unit_kind: str | None = None
    overdue: bool | None = None
    open: bool | None = None
    own: bool | None = None
    counted: bool | None = None
    agency_id: UUID | None = None
    waiting: str | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    found_from: date | None = None
    found_to: date | None = None
    found_before: date | None = None
    q: str = ""
    limit: int = 50
    after: str | None = None


def hazards_within_reach(actor: Actor) -> ModelSelect:
    return Hazard.select().where(is_within_reach(actor, Hazard.unit_id))


def hazard_row_within_reach(actor: Actor, id: UUID) -> Hazard:
    """Raises NotFound."""
    return hazard_rows_within_reach(actor, [id])[0]


def hazard_rows_within_reach(actor: Actor, ids: Collection[UUID]) -> list[Hazard]:
    """All of them or none; one query. Raises NotFound."""
    wanted = set(ids)
    rows = list(hazards_within_reach(actor).where(Hazard.id.in_(list(wanted)))) if wanted else []
    if len(rows) != len(wanted) or not rows:
        raise NotFound()
    return rows


def hazard_within_reach(actor: Actor, id: UUID) -> dict[str, Any]:
    """One hazard in the shape of a list's row. Raises NotFound."""
    return rows_of([hazard_row_within_reach(actor, id)], actor)[0]


def find_hazards(actor: Actor, wanted: HazardFilter) -> dict[str, Any]:
    """A page of hazards, newest first."""
    query = matching_hazards(actor, wanted).order_by(Hazard.id.desc())
    if wanted.after:
        query = query.where(Hazard.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda hazard: (hazard.id,))
    return {**found, "items": rows_of(found["items"], actor)}


def count_hazards(actor: Actor, wanted: HazardFilter) -> int:
    """How many match, by looking at each: for files made in the background."""
    return int(matching_hazards(actor, wanted).count())


def matching_hazards(actor: Actor, wanted: HazardFilter) -> ModelSelect:
    """Hazards within reach that fit the filter."""
    days = {
        "deadline_from": lambda day: Hazard.deadline_on >= day,
        "deadline_to": lambda day: Hazard.deadline_on <= day,
        "found_from": lambda day: Hazard.found_on >= day,
        "found_to": lambda day: Hazard.found_on <= day,
        "found_before": lambda day: Hazard.found_on < day,
    }
    others = {
        "overdue": lambda overdue: _is_past_deadline() if overdue else ~_is_past_deadline(),
        "open": lambda open: Hazard.state.not_in(ENDED) if open else Hazard.state.in_(ENDED),
        "own": lambda own: Hazard.source.in_(OWN_SOURCES) if own else Hazard.source.not_in(OWN_SOURCES),
        "counted": lambda counted: Hazard.state != "withdrawn" if counted else Hazard.state == "withdrawn",
        "agency_id": _under,
        "waiting": _waits_for,
        "area_code": lambda code: _of_units(Unit.area_code.startswith(code_prefix(code))),
        "industry": lambda industry: _of_units(Unit.industry == industry),
        "unit_kind": lambda kind: _of_units(Unit.kind == kind),
    }
    asked = {name: value for name, value in vars(wanted).items() if value is not None}
    conditions = [getattr(Hazard, name) == asked[name] for name in PLAIN_FILTERS if name in asked]
    conditions += [condition(asked[name]) for name, condition in {**days, **others}.items() if name in asked]
    if wanted.q:
        conditions.append(Hazard.title.contains(wanted.q) | _of_units(Unit.name.contains(wanted.q)))
    query = hazards_within_reach(actor)
    return query.where(*conditions) if conditions else query


def _of_units(condition: Any) -> Any:
    return Hazard.unit_id.in_(Unit.select(Unit.id).where(condition))


def _under(agency_id: UUID) -> Any:
    """Of units that the agency reaches, as figures count them; the reader's own reach bounds the list besides."""
    number = Agency.select(Agency.number).where(Agency.id == agency_id)
    reached = UnitReach.select(UnitReach.unit_number).where(UnitReach.agency_number.in_(number))
    return _of_units(Unit.number.in_(reached))


def _is_past_deadline() -> Any:
    """As the figures count it, whether or not the daily watch has been round: open, its last day gone by."""
    open_still = Hazard.state.not_in(ENDED)
    return open_still & Hazard.deadline_on.is_null(False) & (Hazard.deadline_on < clock.today())


def _waits_for(what: str) -> Any:
    """Overdue means stamped by the daily watch; what failed its re-check besides is also a candidate for a penalty."""
    ordered = Hazard.state == "ordered"
    if what == "recheck":
        return (Hazard.state == "rectified") & Hazard.order_id.is_null(False)
    if what == "extension":
        return ordered & Hazard.extension_asked_on.is_null(False)
    if what == "overdue":
        return ordered & Hazard.overdue_on.is_null(False)
    return is_penalty_candidate()


def is_penalty_candidate() -> Any:
    """An order stands, its deadline passed, a re-check after that found it not put right. Source: 国务院令第421号 art. 19."""
    return Hazard.state.in_(["ordered", "rectified"]) & Hazard.order_id.is_null(False) & Hazard.failed_on.is_null(False)


def hazards_of_inspections(ids: Collection[UUID]) -> dict[UUID, list[Hazard]]:
    """Hazards by inspection, in the order they were made; 1 query."""
    found: dict[UUID, list[Hazard]] = {id: [] for id in ids}
    for hazard in Hazard.select().where(Hazard.inspection_id.in_(list(ids))).order_by(Hazard.id):
        found[hazard.inspection_id].append(hazard)
    return found


def hazards_changed_since(actor: Actor, moment: datetime | None, most: int) -> list[dict[str, Any]]:
    """For the phones: hazards within reach that changed after the moment, latest first."""
    query = hazards_within_reach(actor).order_by(Hazard.changed_at.desc())
    if moment:
        query = query.where(Hazard.changed_at > moment)
    return rows_of(list(query.limit(most)), actor)


def shapes(hazards: Sequence[Hazard], on: date | None = None) -> list[dict[str, Any]]:
    """Hazards in their wire shape, with official titles of their bases and how these stand; 3 queries."""
    steps: dict[UUID, list[dict[str, Any]]] = {hazard.id: [] for hazard in hazards}
    for step in HazardStep.select().where(HazardStep.hazard_id.in_(list(steps))).order_by(HazardStep.at, HazardStep.id):
        steps[step.hazard_id].append(
            {
                "event": step.step,
                "state": step.state,
                "at": step.at,
                "by": step.by_name,
                "detail": step.detail,
                "details": step.details,
            }
        )
    names = unit_names([hazard.unit_id for hazard in hazards])
    bases = resolve_known_bases([ref for hazard in hazards for ref in hazard.bases], on)
    return [
        {
            **{name: getattr(hazard, name) for name in SHOWN},
            "unit_name": names.get(hazard.unit_id, ""),
            "bases": [
                {**bases[ref["basis"]], "article": ref.get("article", "")}
                for ref in hazard.bases
                if ref["basis"] in bases
            ],
            "history": steps[hazard.id],
        }
        for hazard in hazards
    ]


def rows_of(hazards: Sequence[Hazard], actor: Actor) -> list[dict[str, Any]]:
    """The same with what an actor may do now, and how long there is; 3 queries."""
    today = clock.today()
    return [
        {
            **shape,
            "allowed": allowed_acts(standing_of(hazard), actor.permissions, today),
            "days_left": _days_left(hazard, today),
            "order_number": next(
                (step["detail"] for step in reversed(shape["history"]) if step["event"] == "ordered"), None
            )
            if hazard.order_id
            else None,
        }
        for hazard, shape in zip(hazards, shapes(hazards), strict=True)
    ]


def standing_of(hazard: Hazard) -> Standing:
    """How a hazard stands, for the rules."""
    return Standing(
        state=hazard.state,
        source=hazard.source,
        kind=hazard.kind,
        has_order=hazard.order_id is not None,
        deadline_on=hazard.deadline_on,
        overdue_on=hazard.overdue_on,
        extension_asked_on=hazard.extension_asked_on,
    )


def photos_of(hazard: Hazard) -> set[str]:
    """Hashes of the pictures that show the hazard itself; one query."""
    attached = attachments_of("hazard", [hazard.id]).get(hazard.id, [])
    return {*hazard.photos, *(file.sha256 for file in attached)}


def _days_left(hazard: Hazard, today: date) -> int | None:
    """Below zero: days overdue. None when no deadline runs."""
    running = hazard.state == "ordered" and hazard.deadline_on is not None
    return (hazard.deadline_on - today).days if running and hazard.deadline_on else None
