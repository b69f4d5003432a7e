"""Registering and revising units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from server.core import clock
from server.core.canonical import content_hash
from server.core.database import IntegrityError, database, lock_row, save_versioned
from server.core.errors import FieldProblem, Invalid, NotFound, ResubmissionConflict, Stale
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import AgencyKind
from server.units.agencies.services import next_numbers
from server.units.areas.queries import known_codes
from server.units.competences.queries import competent_agency
from server.units.registry.errors import OutsideOwnArea, UsccTaken
from server.units.registry.models import Site, Unit
from server.units.registry.queries.reach import scope_of, unit_within_reach
from server.units.registry.queries.search import forget_name, index_names
from server.units.registry.rules import Placement, UnitDraft, check_authorities, initials_of, is_uscc
from server.units.registry.services.bulk import insert_rows
from server.units.registry.services.reach_rows import (
    ReachRow,
    TallyChanges,
    agencies_over,
    agency_ids_of,
    enter_reach,
    facet_ids,
    facet_key,
    move_reach,
    record_departures,
    settle_tallies,
)

AUTHORITIES = ("managed_by_id", "guided_by_id", "station_id", "department_id", "supervised_by_id")


def register_unit(actor: Actor, draft: UnitDraft) -> Unit:
    """Register a unit under its three authorities; a draft sent twice is one unit.

    Raises Forbidden, Invalid (fields), OutsideOwnArea, UsccTaken, ResubmissionConflict. Source: JN-1a.
    """
    actor.check("unit.edit")
    if earlier := _find_registered(actor, draft):
        return earlier
    routed = route(draft)
    agencies = agencies_of([routed])
    if problems := check_draft(routed, agencies, known_codes([routed.area_code])):
        raise Invalid(fields=problems)
    check_own_area(actor, routed, agencies)
    (unit,) = prepare_units([routed])
    unit.draft_hash = content_hash(draft.content())  # as sent: a retry is known even when competences have changed
    try:
        with database.atomic():
            changes: TallyChanges = Counter()
            insert_units([unit], agencies, changes)
            settle_tallies(changes)
            record_event(actor, "unit.registered", subject=unit, about_unit_id=unit.id, details=_details(routed))
    except IntegrityError:
        if earlier := _find_registered(actor, draft):  # a parallel twin was first
            return earlier
        raise _uscc_taken(draft) from None
    return unit


def _find_registered(actor: Actor, draft: UnitDraft) -> Unit | None:
    earlier = Unit.get_or_none(Unit.id == draft.id)
    if earlier is None:
        return None
    if earlier.draft_hash != content_hash(draft.content()):
        raise ResubmissionConflict(id=str(draft.id))
    return unit_within_reach(actor, earlier.id)


def revise_unit(actor: Actor, unit: Unit, draft: UnitDraft) -> Unit:
    """Write a unit's master data over the version that was read. It may leave the own reach: that hands it over.

    Raises Forbidden, Invalid (fields), UsccTaken, Stale. Source: JN-1a.
    """
    actor.check("unit.edit")
    agencies = agencies_of([draft])
    if problems := check_draft(draft, agencies, known_codes([draft.area_code])):
        raise Invalid(fields=problems)
    try:
        with database.atomic():
            changes: TallyChanges = Counter()
            revised = rewrite_unit(unit, draft, agencies, changes)
            settle_tallies(changes)
            details = {**_details(draft), "version": revised.version}
            record_event(actor, "unit.revised", subject=revised, about_unit_id=unit.id, details=details)
    except IntegrityError:
        raise _uscc_taken(draft) from None
    return revised


def route(draft: UnitDraft, known: dict[tuple[str, str], UUID | None] | None = None) -> UnitDraft:
    """Where no department is named, the one competent for the industry in the area; one query, none for what is known.

    Source: LN-27.
    """
    if draft.department_id is not None:
        return draft
    known, place = {} if known is None else known, (draft.industry, draft.area_code)
    if place not in known:
        agency = competent_agency(*place)
        known[place] = agency.id if agency else None
    return replace(draft, department_id=known[place])


def agencies_of(drafts: Iterable[UnitDraft]) -> dict[UUID, Agency]:
    """The agencies that drafts name; one query."""
    return agencies_by_id(id for draft in drafts for id in named_ids(draft))


def check_draft(draft: UnitDraft, agencies: Mapping[UUID, Agency], areas: set[str]) -> list[FieldProblem]:
    """Everything that is wrong with a draft, by field."""
    problems = []
    if draft.department_id is None:
        problems.append(
            FieldProblem("department_id", "没有登记该行业在此地的主管部门，请指定", "no_competent_department")
        )
    for field in AUTHORITIES:
        id = getattr(draft, field)
        if id is not None and id not in agencies:
            problems.append(FieldProblem(field, "没有这个机构", "unknown_agency"))
    if not problems:
        problems += check_authorities(
            _placement(agencies, draft.managed_by_id),
            _placement(agencies, draft.guided_by_id),
            _placement(agencies, draft.station_id),
            _placement(agencies, draft.department_id),
            _placement(agencies, draft.supervised_by_id),
        )
    if draft.area_code not in areas:
        problems.append(FieldProblem("area_code", "没有这个行政区划代码", "unknown_area"))
    if draft.uscc is not None and not is_uscc(draft.uscc):
        problems.append(FieldProblem("uscc", "统一社会信用代码校验不通过", "wrong_check_character"))
    if (draft.lat is None) != (draft.lon is None):
        problems.append(FieldProblem("lon" if draft.lon is None else "lat", "经纬度须同时填写", "half_position"))
    return problems


def check_own_area(actor: Actor, draft: UnitDraft, agencies: Mapping[UUID, Agency]) -> None:
    """Raises OutsideOwnArea. One query."""
    if scope_of(actor).everything:
        return
    own = Agency.get_or_none(Agency.id == actor.agency_id) if actor.agency_id else None
    if own is None or own.number not in agencies_over(_named(draft, agencies)):
        raise OutsideOwnArea(fields=[FieldProblem("station_id", OutsideOwnArea.title, OutsideOwnArea.code)])


def prepare_units(drafts: Iterable[UnitDraft]) -> list[Unit]:
    """Rows of checked drafts, with all that can be worked out before the transaction: only numbers are missing."""
    moment = clock.now()
    return [
        Unit(
            **_columns(draft),
            id=draft.id,
            draft_hash=content_hash(draft.content()),
            created_at=moment,
            changed_at=moment,
            version=1,
        )
        for draft in drafts
    ]


def insert_units(units: Sequence[Unit], agencies: Mapping[UUID, Agency], changes: TallyChanges) -> None:
    """Write prepared units with their reach and words; inside the caller's transaction."""
    moment = clock.now()
    facets = facet_ids(facet_key(unit) for unit in units)
    for unit, number in zip(units, next_numbers("unit", len(units)), strict=True):
        unit.number = number
        unit.facet_id = facets[facet_key(unit)]
        unit.created_at = unit.changed_at = moment
    names = [field.column_name for field in Unit._meta.sorted_fields]  # as attributes they hold the ids
    insert_rows(Unit, names, ([getattr(unit, name) for name in names] for unit in units))
    over: dict[frozenset[UUID], frozenset[int]] = {}
    rows = []
    for unit in units:
        ids = frozenset(agency_ids_of(unit, ()))
        if ids not in over:
            over[ids] = agencies_over(agencies[id] for id in ids)
        rows.append(ReachRow(unit.number, unit.initials, unit.facet_id, over[ids]))
    enter_reach(rows, changes)
    index_names((unit.number, unit.name) for unit in units)


def rewrite_unit(unit: Unit, draft: UnitDraft, agencies: Mapping[UUID, Agency], changes: TallyChanges) -> Unit:
    """Write a checked draft over a unit, moving its reach; inside the caller's transaction. Raises Stale."""
    now = clock.now()
    current = lock_row(Unit.select().where(Unit.id == unit.id))
    if current is None:
        raise NotFound(unit_id=str(unit.id))
    if current.version != unit.version:
        raise Stale()
    sites = list(Site.select().where(Site.unit == unit.id))
    before = reach_row(current, sites)
    name_before = current.name
    for column, value in _columns(draft).items():
        setattr(current, column, value)
    facet_id = facet_ids([facet_key(current)])[facet_key(current)]
    save_versioned(current, {**_columns(draft), "facet_id": facet_id, "changed_at": now})
    record_departures(current, move_reach(before, reach_row(current, sites), changes), now)
    if current.name != name_before:
        forget_name(current.number)
        index_names([(current.number, current.name)])
    return current


def reach_row(unit: Unit, sites: Iterable[Site]) -> ReachRow:
    """A unit's rows as they must be; one query."""
    over = agencies_over(agencies_by_id(agency_ids_of(unit, sites)).values())
    return ReachRow(unit.number, unit.initials, unit.facet_id, over)


def _columns(draft: UnitDraft) -> dict[str, Any]:
    columns = {name: value for name, value in vars(draft).items() if name != "id"}
    return columns | {"kind": draft.kind.value, "initials": initials_of(draft.name)}


def _placement(agencies: Mapping[UUID, Agency], id: UUID | None) -> Placement | None:
    agency = agencies.get(id) if id else None
    return Placement(agency.id, AgencyKind(agency.kind), agency.path) if agency else None


def _named(draft: UnitDraft, agencies: Mapping[UUID, Agency]) -> list[Agency]:
    return [agencies[id] for id in named_ids(draft)]


def named_ids(draft: UnitDraft) -> set[UUID]:
    return {id for field in AUTHORITIES if (id := getattr(draft, field)) is not None}


def _details(draft: UnitDraft) -> dict[str, Any]:
    ids = {name: str(value) if (value := getattr(draft, name)) else None for name in AUTHORITIES}
    return {**ids, "kind": draft.kind.value, "key_unit_level": draft.key_unit_level}


def _uscc_taken(draft: UnitDraft) -> UsccTaken:
    return UsccTaken(fields=[FieldProblem("uscc", UsccTaken.title, UsccTaken.code)], id=str(draft.id))
