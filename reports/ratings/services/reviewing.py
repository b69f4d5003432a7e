"""One agency's review, with reasons and the rows behind them."""

from __future__ import annotations

from uuid import UUID

from reports.ratings.errors import ApplicationNotOpen, RatingIsForUnits, RowElsewhere
from reports.ratings.models import RatingApplication, RatingReview, RatingRound, RatingScheme
from reports.ratings.queries.applications import application_within_reach
from reports.ratings.queries.figures import rows_elsewhere
from reports.ratings.queries.sides import side_of
from reports.ratings.rules.drafts import ReviewDraft
from reports.ratings.rules.schemes import check_scores, read_scheme
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.registry.queries.lookups import unit_by_id


def review_application(actor: Actor, application_id: UUID, draft: ReviewDraft) -> RatingApplication:
    """Score every criterion with a reason; a later review of the same agency takes the earlier's place.

    Sent twice it is one. Raises NotFound, ApplicationNotOpen, NotCompetentToReview, CriterionUnknown, RowElsewhere,
    ResubmissionConflict.  Source: LN-15.
    """
    application = application_within_reach(actor, application_id)
    known = {
        "draft_hash": hash_of(draft),
        "by_account_id": actor.account_id,
        "application_id": application.id,
    }
    if find_resubmitted(RatingReview, draft.id, **known):
        return application
    side = side_of(actor, unit_by_id(application.unit_id))
    scheme = read_scheme(RatingScheme.get_by_id(RatingRound.get_by_id(application.round_id).scheme_id))
    points = check_scores(scheme, draft.scores)
    _check_rows(application.unit_id, draft)

    def create() -> RatingReview:
        lock_row(RatingApplication.select(RatingApplication.id).where(RatingApplication.id == application.id))
        if RatingApplication.get_by_id(application.id).state != "submitted":
            raise ApplicationNotOpen()
        mine = (RatingReview.application_id == application.id) & (RatingReview.agency_id == actor.agency_id)
        RatingReview.update(live=None).where(mine).execute()
        row = RatingReview.create(
            id=draft.id,
            agency_id=actor.agency_id,
            side=side,
            scores=[
                {**score, "rows": [{**row, "id": str(row["id"])} for row in score["rows"]]} for score in draft.scores
            ],
            points_x100=points,
            opinion=draft.opinion,
            live=True,
            by_name=actor.name,
            at=clock.now(),
            **known,
        )
        details = {"review_id": str(row.id), "points_x100": points}
        record_event(actor, "rating.reviewed", subject=application, about_unit_id=application.unit_id, details=details)
        return row

    once(create, lambda: find_resubmitted(RatingReview, draft.id, **known))
    return application


def withdraw_application(actor: Actor, application_id: UUID) -> RatingApplication:
    """The unit takes its own application back before it is decided. Sent twice it is once.

    Raises NotFound, RatingIsForUnits, ApplicationNotOpen (decided, or not the unit's own).
    """
    application = application_within_reach(actor, application_id)
    if actor.unit_id is None:
        raise RatingIsForUnits()
    with database.atomic():
        lock_row(RatingApplication.select(RatingApplication.id).where(RatingApplication.id == application_id))
        fresh = RatingApplication.get_by_id(application_id)
        if fresh.state != "withdrawn":
            if fresh.origin != "unit" or fresh.state != "submitted":
                raise ApplicationNotOpen()
            RatingApplication.update(state="withdrawn", live=None).where(
                RatingApplication.id == application_id
            ).execute()
            record_event(actor, "rating.withdrawn", subject=application, about_unit_id=application.unit_id)
    return application_within_reach(actor, application_id)


def _check_rows(unit_id: UUID, draft: ReviewDraft) -> None:
    named = [
        (f"scores.{n}.rows.{m}", row) for n, score in enumerate(draft.scores) for m, row in enumerate(score["rows"])
    ]
    elsewhere = rows_elsewhere(unit_id, [row for _, row in named])
    if elsewhere:
        fields = [FieldProblem(path, RowElsewhere.title, RowElsewhere.code) for path, row in named if row in elsewhere]
        raise RowElsewhere(fields=fields)
