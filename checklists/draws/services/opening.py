"""Open a draw: commit to a seed before anybody can know the pools."""

from __future__ import annotations

from typing import Any

from checklists.draws.errors import NoAgencyToDrawFor, RepeatUnnamed
from checklists.draws.models import Draw, DrawSeed
from checklists.draws.queries.draws import draw_within_reach, latest_of_pool
from checklists.draws.queries.pools import officer_pool, unit_pool
from checklists.draws.rules.algorithm import commitment_of
from checklists.draws.rules.pools import DrawDraft
from checklists.draws.services.seeds import new_seed, seal
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import lock_row
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id
from server.units.registry.queries.reach import unit_within_reach


def open_draw(actor: Actor, draft: DrawDraft) -> Draw:
    """Commit to a secret seed and to the terms; the pools are looked at only when they are frozen.

    Sent twice it is opened once, with the first seed. Raises NoAgencyToDrawFor, NotFound (a unit, an agency or the
    repeated draw out of reach), RepeatUnnamed, ResubmissionConflict.  Source: JN-2.3.2a.
    """
    agency = _agency_of(actor)
    terms = {**draft.content(), "agency": {"id": str(agency.id), "name": agency.name}}
    reasons = {str(one.unit_id): one.reason for one in draft.units.left_out}
    known = {"terms_sha256": content_hash(terms), "reasons": reasons, "created_by": actor.account_id}
    if earlier := find_resubmitted(Draw, draft.id, **known):
        return earlier
    _check_reach(actor, agency, draft)

    def create() -> Draw:
        lock_row(Agency.select(Agency.id).where(Agency.id == agency.id))  # two at once must not overlook each other
        _check_repeat(actor, agency, draft)
        seed = new_seed()
        draw = Draw.create(
            id=draft.id,
            agency_id=agency.id,
            name=draft.name,
            reason=draft.reason,
            terms=terms,
            pool_kind=draft.units.kind_of_pool(),
            unit_count=draft.unit_count,
            officers_per_unit=draft.officers_per_unit,
            commitment=commitment_of(seed),
            repeats_id=draft.repeats_id,
            state="committed",
            created_at=clock.now(),
            **known,
        )
        DrawSeed.create(id=new_id(), draw_id=draw.id, sealed=seal(seed, draw.id))
        # The chained event is what dates the commitment: its lane's head goes into the stamped checkpoints.
        details = {"commitment": draw.commitment, "terms_sha256": draw.terms_sha256}
        record_event(actor, "draw.committed", subject=draw, details=details)
        return draw

    return once(create, lambda: find_resubmitted(Draw, draft.id, **known))[0]


def count_pools(actor: Actor, draft: DrawDraft) -> dict[str, Any]:
    """How large the pools would be now; nothing is kept. Raises NoAgencyToDrawFor, NotFound."""
    agency = _agency_of(actor)
    _check_reach(actor, agency, draft)
    day = clock.today()
    units = unit_pool(agency, draft.units, dict(draft.weights), day)
    officers = officer_pool(agency, draft.agency_ids, [unit["id"] for unit in units.entries], day)
    earlier = latest_of_pool(agency.id, draft.units.kind_of_pool())
    return {
        "units": len(units.entries),
        "officers": len(officers.entries),
        "left_out": {"units": units.counts(), "officers": officers.counts()},
        "weight": sum(unit["weight"] for unit in units.entries),
        "earlier": earlier and {"id": earlier.id, "name": earlier.name},
    }


def _agency_of(actor: Actor) -> Agency:
    if actor.agency_id is None:
        raise NoAgencyToDrawFor()
    return agency_by_id(actor.agency_id)


def _check_reach(actor: Actor, agency: Agency, draft: DrawDraft) -> None:
    for one in draft.units.left_out:
        unit_within_reach(actor, one.unit_id)
    named = agencies_by_id(draft.agency_ids)
    if any(id not in named or not named[id].path.startswith(agency.path) for id in draft.agency_ids):
        raise NotFound()


def _check_repeat(actor: Actor, agency: Agency, draft: DrawDraft) -> None:
    if draft.repeats_id is not None:
        if draw_within_reach(actor, draft.repeats_id).agency_id != agency.id:
            raise NotFound()
        return
    earlier = latest_of_pool(agency.id, draft.units.kind_of_pool())
    if earlier is not None and earlier.id != draft.id:  # a twin of this very request is no second draw
        fields = [FieldProblem("repeats_id", RepeatUnnamed.title, RepeatUnnamed.code)]
        raise RepeatUnnamed(fields=fields, draw_id=str(earlier.id), draw_name=earlier.name)
