"""Opening a year's rotation, and changing what it asks for."""

from __future__ import annotations

from typing import Any

from courses.rotations.errors import AudienceNotTheirs, CycleClosed, NoBasisInForce, OwnerUnclear, WindowWrong
from courses.rotations.models import RotationCycle
from courses.rotations.queries.cycles import sees_all_of
from courses.rotations.rules import TIER_OF_KIND, CycleDraft, Tier, is_window, may_train
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, Invalid, NotFound
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.queries import agency_by_id
from server.units.bases.queries import resolve_known_bases
from server.units.registry.queries.reach import unit_within_reach


def open_cycle(actor: Actor, draft: CycleDraft) -> RotationCycle:
    """Set up a year's rotation of one audience; people are enrolled by a job. Sent twice it is one.

    Raises NotFound, OwnerUnclear, AudienceNotTheirs, WindowWrong, NoBasisInForce, Invalid, ResubmissionConflict.
    Source: JN-3.4a, JN-3.4b, LN-19a.
    """
    actor.check("rotation.edit")
    tier = _tier(actor, draft)
    known: dict[str, Any] = {**vars(draft), "audience": draft.audience.value, "tier": tier.value}
    for name in ("course_ids", "remind_days", "bases"):
        known[name] = list(known[name])
    known.pop("id")
    if earlier := find_resubmitted(RotationCycle, draft.id, **known):
        return earlier
    if not may_train(tier, draft.audience):
        raise AudienceNotTheirs(fields=[FieldProblem("audience", AudienceNotTheirs.title, AudienceNotTheirs.code)])
    _check(draft.year, known)

    def create() -> RotationCycle:
        row = RotationCycle.create(id=draft.id, by_account_id=actor.account_id, created_at=clock.now(), **known)
        details = {"year": row.year, "audience": row.audience, "tier": row.tier}
        record_event(actor, "rotation.opened", subject=row, about_unit_id=row.unit_id, details=details)
        return row

    return once(create, lambda: find_resubmitted(RotationCycle, draft.id, **known))[0]


def _tier(actor: Actor, draft: CycleDraft) -> Tier:
    if (draft.agency_id is None) == (draft.unit_id is None):
        raise OwnerUnclear(fields=[FieldProblem("agency_id", OwnerUnclear.title, OwnerUnclear.code)])
    if draft.unit_id:
        unit_within_reach(actor, draft.unit_id)
        if actor.account_id is not None and actor.unit_id != draft.unit_id:
            raise OwnerUnclear("单位的年度轮训由单位自己开展", fields=[_problem("unit_id", OwnerUnclear)])
        return Tier.UNIT
    agency = agency_by_id(draft.agency_id)  # type: ignore[arg-type]
    probe = RotationCycle(agency_id=agency.id, unit_id=None)
    if not sees_all_of(actor, probe):
        raise NotFound(agency_id=str(agency.id))
    if agency.kind not in TIER_OF_KIND:
        raise AudienceNotTheirs(fields=[_problem("agency_id", AudienceNotTheirs)])
    return TIER_OF_KIND[agency.kind]


def _check(year: int, values: dict[str, Any]) -> None:
    if not is_window(year, values["opens_on"], values["ends_on"]):
        raise WindowWrong(fields=[_problem("ends_on", WindowWrong)])
    found = resolve_known_bases(values["bases"])
    for place, reference in enumerate(values["bases"]):
        if reference["basis"] not in found:
            raise Invalid(fields=[FieldProblem(f"bases.{place}.basis", "没有这个依据", "unknown_basis")])
    if not any(found[reference["basis"]]["status"] == "in_force" for reference in values["bases"]):
        raise NoBasisInForce(fields=[_problem("bases", NoBasisInForce)])


def _problem(field: str, error: type[Any]) -> FieldProblem:
    return FieldProblem(field, error.title, error.code)


def revise_cycle(actor: Actor, cycle: RotationCycle, changes: dict[str, Any]) -> RotationCycle:
    """Change what an open cycle asks for; a job counts everybody anew. What is not named stays.

    Raises CycleClosed, WindowWrong, NoBasisInForce, Invalid, Stale.  Source: JN-3.4a.
    """
    if cycle.closed_at is not None:
        raise CycleClosed()
    values = {**cycle.__data__, **changes}
    if {"opens_on", "ends_on", "bases"} & set(changes):
        _check(cycle.year, values)
    with database.atomic():
        save_versioned(cycle, changes)
        details = {"fields": sorted(changes)}
        record_event(actor, "rotation.revised", subject=cycle, about_unit_id=cycle.unit_id, details=details)
    return cycle
