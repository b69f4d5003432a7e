"""A round is opened, and changed while it is open."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from reports.commendations.errors import HonourUnknown, NoAgencyToCommend, NotYourRound, PartnerUnknown
from reports.commendations.models import CommendationRound, Nomination
from reports.commendations.rules import RoundDraft, RoundState, check_bases, check_open
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id
from server.units.bases.queries import bases_for_area, resolve_known_bases


def open_round(actor: Actor, draft: RoundDraft) -> CommendationRound:
    """Open a round of the actor's agency; sent twice it is opened once.

    Raises NoAgencyToCommend, BasisElsewhere, NoBasisInForce, PartnerUnknown, ResubmissionConflict.
    Source: 国务院令第421号 art. 17, JN-3.5a, LN-19c.
    """
    if actor.agency_id is None:
        raise NoAgencyToCommend()
    known = {"draft_hash": hash_of(draft), "created_by": actor.account_id}
    find = partial(find_resubmitted, CommendationRound, draft.id, **known)
    if earlier := find():
        return earlier
    agency = agency_by_id(actor.agency_id)
    check_bases_on(draft.bases, agency, clock.today())
    _check_partners(draft)

    def create() -> CommendationRound:
        row = CommendationRound.create(
            id=draft.id, agency_id=agency.id, created_at=clock.now(), **_columns(draft), **known
        )
        record_event(actor, "commendation.opened", subject=row)
        return row

    return once(create, find)[0]


def revise_round(actor: Actor, row: CommendationRound, draft: RoundDraft) -> CommendationRound:
    """Change an open round over the version that was read.

    Raises NotYourRound, RoundClosed, RoundWithdrawn, HonourUnknown (an honour that is nominated for would go), Stale,
    and what open_round raises.
    """
    check_giver(actor, row)
    check_open(row.state, RoundState.OPEN)
    check_bases_on(draft.bases, agency_by_id(row.agency_id), clock.today())
    _check_partners(draft)
    with database.atomic():
        lock_row(CommendationRound.select().where(CommendationRound.id == row.id))
        kept = {(honour.code, honour.kind) for honour in draft.honours}
        used = Nomination.select(Nomination.honour_code, Nomination.kind).where(Nomination.round_id == row.id)
        if gone := {(one.honour_code, one.kind) for one in used} - kept:
            raise HonourUnknown("已有提名的荣誉称号不能删除", honours=sorted(code for code, _ in gone))
        save_versioned(row, _columns(draft))
        record_event(actor, "commendation.revised", subject=row)
    return row


def check_giver(actor: Actor, row: CommendationRound) -> None:
    """Raises NotYourRound for somebody of another agency than the one that gives the round."""
    if actor.account_id is not None and actor.agency_id != row.agency_id:
        raise NotYourRound()


def check_bases_on(bases: Any, agency: Agency, day: date) -> None:
    """Raises BasisElsewhere, NoBasisInForce."""
    statuses = {code: known["status"] for code, known in resolve_known_bases(bases, day).items()}
    here = bases_for_area(bases, agency.area_code) & set(statuses)
    check_bases(bases, statuses, here)


def _check_partners(draft: RoundDraft) -> None:
    known = agencies_by_id(draft.partner_ids)
    problems = [
        FieldProblem(f"partner_ids.{place}", "没有这个机关", "not_found")
        for place, id in enumerate(draft.partner_ids)
        if id not in known
    ]
    if problems:
        raise PartnerUnknown(fields=problems)


def _columns(draft: RoundDraft) -> dict[str, Any]:
    return {
        **{name: getattr(draft, name) for name in ("year", "level", "title", "note")},
        "bases": list(draft.bases),
        "honours": [vars(honour) for honour in draft.honours],
        "partner_ids": [str(id) for id in draft.partner_ids],
    }
