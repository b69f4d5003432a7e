"""A year's round: opened by one agency, made public with its results."""

from __future__ import annotations

from uuid import UUID

from reports.ratings.errors import SchemeNotInForce
from reports.ratings.models import RatingRound
from reports.ratings.queries.schemes import check_runs, round_within_reach, scheme_by_id
from reports.ratings.rules.drafts import RoundDraft, check_round
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once


def open_round(actor: Actor, draft: RoundDraft) -> RatingRound:
    """Open a round; a job has the grades that this agency gave reviewed in it. Sent twice it is one.

    Raises NotFound (scheme), Forbidden (no agency), RoundUnsound, SchemeNotInForce, ResubmissionConflict.
    Source: LN-15, JN-2.3.2d.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(RatingRound, draft.id, **known):
        return earlier
    if actor.agency_id is None:
        raise Forbidden()
    check_round(draft)
    scheme = scheme_by_id(draft.scheme_id)
    if not scheme.effective_from <= draft.opens_on <= (scheme.effective_to or draft.opens_on):
        raise SchemeNotInForce(fields=[FieldProblem("scheme_id", SchemeNotInForce.title, SchemeNotInForce.code)])

    def create() -> RatingRound:
        row = RatingRound.create(
            id=draft.id,
            year=draft.year,
            title=draft.title,
            scheme_id=scheme.id,
            agency_id=actor.agency_id,
            opens_on=draft.opens_on,
            closes_on=draft.closes_on,
            created_at=clock.now(),
            **known,
        )
        record_event(actor, "rating_round.opened", subject=row, details={"year": draft.year})
        return row

    return once(create, lambda: find_resubmitted(RatingRound, draft.id, **known))[0]


def publish_round(actor: Actor, id: UUID) -> RatingRound:
    """Make the round's grades public, those still to be decided as they are. Sent twice it is made public once.

    Raises NotFound, RoundOfAnotherAgency.
    """
    row = round_within_reach(actor, id)
    check_runs(actor, row.agency_id)
    with database.atomic():
        lock_row(RatingRound.select(RatingRound.id).where(RatingRound.id == id))
        fresh = RatingRound.get_by_id(id)
        if fresh.published_at is None:
            RatingRound.update(published_at=clock.now(), published_by=actor.name).where(RatingRound.id == id).execute()
            record_event(actor, "rating_round.published", subject=fresh)
    return round_within_reach(actor, id)
