"""Reads of applications with their reviews and decisions, within the reach of their units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.ratings.models import (
    RatingAppeal,
    RatingApplication,
    RatingDecision,
    RatingEndorsement,
    RatingReview,
    RatingRound,
    RatingScheme,
)
from reports.ratings.queries.schemes import live_rating
from reports.ratings.queries.standing import veto_of
from reports.ratings.rules.drafts import APPLICATION_FILES
from reports.ratings.rules.schemes import mean_points, read_scheme
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.attachments.queries import attachments_of
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class ApplicationFilter:
    round_id: UUID | None = None
    unit_id: UUID | None = None
    state: str | None = None
    limit: int = 50
    after: str | None = None


def applications_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose."""
    return RatingApplication.select().where(is_within_reach(actor, RatingApplication.unit_id))


def application_within_reach(actor: Actor, id: UUID) -> RatingApplication:
    """Raises NotFound."""
    row = applications_within_reach(actor).where(RatingApplication.id == id).first()
    if row is None:
        raise NotFound(application_id=str(id))
    return row


def find_applications(actor: Actor, wanted: ApplicationFilter) -> Json:
    """A page of applications, the latest first."""
    query = applications_within_reach(actor).order_by(RatingApplication.id.desc())
    for column, value in (
        (RatingApplication.round_id, wanted.round_id),
        (RatingApplication.unit_id, wanted.unit_id),
        (RatingApplication.state, wanted.state),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.after:
        query = query.where(RatingApplication.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": outlines(found["items"])}


def outlines(rows: list[RatingApplication]) -> list[Json]:
    """Applications as lists show them; 5 queries."""
    ids = [row.id for row in rows]
    units = unit_names(row.unit_id for row in rows)
    rounds = {row.id: row for row in RatingRound.select().where(RatingRound.id.in_([row.round_id for row in rows]))}
    schemes = {
        row.id: read_scheme(row)
        for row in RatingScheme.select().where(RatingScheme.id.in_([row.scheme_id for row in rounds.values()]))
    }
    reviews = _reviews_of(ids)
    decisions = {row.application_id: row for row in RatingDecision.select().where(_about(RatingDecision, ids))}
    return [
        {
            "id": row.id,
            "round": {"id": row.round_id, "name": rounds[row.round_id].title},
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
            "origin": row.origin,
            "grade": row.grade,
            "grade_name": schemes[rounds[row.round_id].scheme_id].grade(row.grade).name,
            "self_x100": row.self_x100,
            "state": row.state,
            "reviews_count": len(reviews.get(row.id, ())),
            "sides": sorted({review.side for review in reviews.get(row.id, ())}),
            "decided_grade": decisions[row.id].grade_name if row.id in decisions else None,
            "direction": decisions[row.id].direction if row.id in decisions else None,
            "by": row.by_name,
            "at": row.at,
        }
        for row in rows
    ]


def whole_application(actor: Actor, row: RatingApplication) -> Json:
    """One application with all that belongs to it. A unit reads the reviews once it is decided; about 20 queries."""
    round = RatingRound.get_by_id(row.round_id)
    scheme_row = RatingScheme.get_by_id(round.scheme_id)
    reviews = _reviews_of([row.id]).get(row.id, [])
    decision = RatingDecision.get_or_none(RatingDecision.application_id == row.id)
    endorsement = RatingEndorsement.get_or_none(RatingEndorsement.application_id == row.id)
    agencies = agencies_by_id(
        [row.agency_id, endorsement.agency_id if endorsement else None, *(review.agency_id for review in reviews)]
    )
    held, veto = live_rating(row.unit_id), veto_of(row.unit_id, clock.today())
    scheme = read_scheme(scheme_row)
    mean = mean_points(review.points_x100 for review in reviews) if reviews else None
    is_shown = actor.unit_id is None or row.state == "decided"
    return {
        **outlines([row])[0],
        "statement": row.statement,
        "scores": row.scores,
        "files": attachments_of(APPLICATION_FILES, [row.id]).get(row.id, []),
        "proposed_by": agencies[row.agency_id].name if row.agency_id else None,
        "endorsed_by": agencies[endorsement.agency_id].name if endorsement else None,
        "criteria": scheme_row.criteria,
        "grades": [vars(grade) for grade in scheme.grades],
        "held": held.name if held else None,
        "reviews": [_review(review, agencies[review.agency_id].name) for review in reviews] if is_shown else [],
        "points_x100": mean if is_shown else None,
        "reached": scheme.reached_by(mean).code if mean is not None and is_shown else None,
        "veto": veto.title if veto else None,
        "decision": decision_shape(decision) if decision else None,
    }


def decision_shape(row: RatingDecision) -> Json:
    """A decision with its paper, and until when the unit may appeal."""
    document = documents_of_subjects(DocumentKind.RATING_DECISION, [row.id]).get(row.id)
    appeal = RatingAppeal.get_or_none(RatingAppeal.about_id == row.id)
    return {
        "id": row.id,
        "grade": row.grade,
        "grade_name": row.grade_name,
        "before": row.before,
        "direction": row.direction,
        "points_x100": row.points_x100,
        "reason": row.reason,
        "decided_on": row.decided_on,
        "by": row.by_name,
        "document": document,
        "appeal_until_on": row.appeal_until_on,
        "appeal_id": appeal.id if appeal else None,
    }


def live_reviews(application_id: UUID) -> list[RatingReview]:
    """Those in force, one an agency."""
    return _reviews_of([application_id]).get(application_id, [])


def _about(table: Any, ids: list[UUID]) -> Any:
    return table.application_id.in_(ids)


def _reviews_of(ids: Iterable[UUID]) -> dict[UUID, list[RatingReview]]:
    found: dict[UUID, list[RatingReview]] = {}
    live = RatingReview.live == True  # noqa: E712
    for row in RatingReview.select().where(_about(RatingReview, list(ids)) & live).order_by(RatingReview.id):
        found.setdefault(row.application_id, []).append(row)
    return found


def _review(row: RatingReview, agency: str) -> Json:
    return {
        "id": row.id,
        "agency": {"id": row.agency_id, "name": agency},
        "side": row.side,
        "scores": row.scores,
        "points_x100": row.points_x100,
        "opinion": row.opinion,
        "by": row.by_name,
        "at": row.at,
    }
