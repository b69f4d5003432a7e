"""What the body decides upon the reviews."""

from __future__ import annotations

from uuid import UUID

from reports.ratings.errors import (
    ApplicationNotOpen,
    DecidedByReviewer,
    GradeAbovePoints,
    OneReviewerOnly,
    VetoInForce,
)
from reports.ratings.models import (
    RatingApplication,
    RatingDecision,
    RatingReview,
    RatingRound,
    RatingScheme,
    UnitRating,
)
from reports.ratings.queries.applications import application_within_reach, live_reviews
from reports.ratings.queries.schemes import check_runs, live_rating
from reports.ratings.queries.standing import veto_of
from reports.ratings.rules.drafts import DecisionDraft
from reports.ratings.rules.schemes import Grade, Scheme, direction_of, mean_points, read_scheme
from reports.ratings.services.grading import Move, move_grade
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.jobs import enqueue
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.calendar.queries import add_working_days
from server.units.registry.queries.lookups import lock_unit
from server.web.signin.queries import is_of_actor

MAKE_DECISION = "ratings.make_decision"


def decide_rating(actor: Actor, application_id: UUID, draft: DecisionDraft) -> RatingApplication:
    """Give a grade, or none, with a reason; the unit's history moves, papers follow. Sent twice it is one.

    The caller has asked for the password again. Raises NotFound, RoundOfAnotherAgency, ApplicationNotOpen,
    OneReviewerOnly, DecidedByReviewer, GradeUnknown, GradeAbovePoints, VetoInForce, ResubmissionConflict.
    Source: LN-15, JN-2.3.2d.
    """
    application = application_within_reach(actor, application_id)
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id, "application_id": application.id}
    if find_resubmitted(RatingDecision, draft.id, **known):
        return application
    round = RatingRound.get_by_id(application.round_id)
    check_runs(actor, round.agency_id)
    scheme_row = RatingScheme.get_by_id(round.scheme_id)
    scheme = read_scheme(scheme_row)
    grade = scheme.grade(draft.grade)

    def create() -> RatingDecision:
        lock_unit(application.unit_id)
        lock_row(RatingApplication.select(RatingApplication.id).where(RatingApplication.id == application.id))
        if RatingApplication.get_by_id(application.id).state != "submitted":
            raise ApplicationNotOpen()
        reviews = live_reviews(application.id)
        points = _check_allowed(actor, application, scheme, grade, reviews)
        held, today = live_rating(application.unit_id), clock.today()
        direction = direction_of(held.rank if held else 0, grade.rank, known=held is not None)
        row = RatingDecision.create(
            id=draft.id,
            round_id=round.id,
            unit_id=application.unit_id,
            agency_id=round.agency_id,
            grade=grade.code,
            grade_name=grade.name,
            before=held.name if held else "",
            direction=direction,
            points_x100=points,
            review_ids=[str(review.id) for review in reviews],
            reason=draft.reason,
            decided_on=today,
            appeal_until_on=add_working_days(today, scheme_row.appeal_working_days),
            by_name=actor.name,
            at=clock.now(),
            **known,
        )
        RatingApplication.update(state="decided").where(RatingApplication.id == application.id).execute()
        if _moves(held, grade):
            origin = Move("decision", row.id, draft.reason, round.agency_id, scheme_row.id, round.id)
            move_grade(actor, application.unit_id, grade, origin)
        _tell(row, scheme_row.body_name)
        enqueue(MAKE_DECISION, {"decision_id": str(row.id)}, key=f"{MAKE_DECISION}:{row.id}")
        details = {"decision_id": str(row.id), "grade": grade.code, "direction": direction}
        record_event(actor, "rating.decided", subject=application, about_unit_id=row.unit_id, details=details)
        return row

    once(create, lambda: find_resubmitted(RatingDecision, draft.id, **known))
    return application_within_reach(actor, application.id)


def _check_allowed(
    actor: Actor, application: RatingApplication, scheme: Scheme, grade: Grade, reviews: list[RatingReview]
) -> int:
    """The mean of the reviews, when they carry this grade."""
    sides = {review.side for review in reviews}
    if len({review.agency_id for review in reviews}) < scheme.least_reviews or sides != {"police", "department"}:
        raise OneReviewerOnly(reviews=len(reviews), sides=sorted(sides), least=scheme.least_reviews)
    if is_of_actor(actor, [review.by_account_id for review in reviews]):
        raise DecidedByReviewer()
    points = mean_points(review.points_x100 for review in reviews)
    if grade.rank > scheme.reached_by(points).rank:
        raise GradeAbovePoints(
            fields=[FieldProblem("grade", GradeAbovePoints.title, GradeAbovePoints.code)], points_x100=points
        )
    if grade.rank and (veto := veto_of(application.unit_id, clock.today())):
        raise VetoInForce(f"{VetoInForce.title}：{veto.title}", ends_on=veto.ends_on.isoformat())
    return points


def _moves(held: UnitRating | None, grade: Grade) -> bool:
    """A grade that is kept goes on as it is, with its certificate; who never had one loses none."""
    return (held.rank if held else 0) != grade.rank


def _tell(row: RatingDecision, body_name: str) -> None:
    notify(
        kind="rating.decided",
        key=f"rating:decided:{row.id}",
        text=f"{body_name}评定结果：{row.grade_name}。如有异议，可在{row.appeal_until_on}前申诉。",
        subject_type="rating_application",
        subject_id=row.application_id,
        unit_id=row.unit_id,
        due_on=row.appeal_until_on,
        permission="rating.view",
    )
