"""How a unit gets into a round: it applies, two agencies propose it together, or its grade is reviewed yearly."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.ratings.errors import AlreadyApplied, ApplicationNotOpen, EndorsedByOneself, RatingIsForUnits
from reports.ratings.models import RatingApplication, RatingEndorsement, RatingRound, RatingScheme, UnitRating
from reports.ratings.queries.applications import application_within_reach
from reports.ratings.queries.schemes import round_within_reach
from reports.ratings.queries.sides import side_of
from reports.ratings.rules.drafts import APPLICATION_FILES, ApplicationDraft, check_open
from reports.ratings.rules.schemes import check_scores, read_scheme
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import IntegrityError, database, lock_row
from server.core.errors import NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agency_by_id
from server.units.attachments.services import attach
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_by_id
from server.units.registry.queries.reach import unit_within_reach


def apply_for_rating(actor: Actor, draft: ApplicationDraft) -> RatingApplication:
    """The unit applies with its own score, criterion by criterion. Sent twice it is one.

    Raises NotFound, RatingIsForUnits, RoundClosed, GradeUnknown, CriterionUnknown, AlreadyApplied, FileMissing,
    ResubmissionConflict.  Source: LN-15.
    """
    if actor.unit_id is None:
        raise RatingIsForUnits()
    if earlier := _resubmitted(actor, draft):
        return earlier
    round = _open_round(actor, draft.round_id)
    scheme = read_scheme(RatingScheme.get_by_id(round.scheme_id))
    scheme.grade(draft.grade)
    points = check_scores(scheme, draft.scores)
    return _enter(actor, unit_by_id(actor.unit_id), draft, origin="unit", state="submitted", self_x100=points)


def propose_jointly(actor: Actor, draft: ApplicationDraft) -> RatingApplication:
    """An agency proposes a unit; it counts once the other side stands behind it. Sent twice it is one.

    Raises NotFound, NotCompetentToReview, RoundClosed, GradeUnknown, AlreadyApplied, FileMissing,
    ResubmissionConflict.  Source: LN-15.
    """
    if draft.unit_id is None:
        raise NotFound()
    unit = unit_within_reach(actor, draft.unit_id)
    if earlier := _resubmitted(actor, draft):
        return earlier
    side_of(actor, unit)
    round = _open_round(actor, draft.round_id)
    read_scheme(RatingScheme.get_by_id(round.scheme_id)).grade(draft.grade)
    return _enter(actor, unit, draft, origin="joint", state="proposed", self_x100=None)


def endorse_proposal(actor: Actor, application_id: UUID) -> RatingApplication:
    """The other side stands behind a proposal, which then goes to review. Sent twice it is once.

    Raises NotFound, ApplicationNotOpen, NotCompetentToReview, EndorsedByOneself.
    """
    application = application_within_reach(actor, application_id)
    unit = unit_by_id(application.unit_id)
    with database.atomic():
        lock_row(RatingApplication.select(RatingApplication.id).where(RatingApplication.id == application_id))
        earlier = RatingEndorsement.get_or_none(RatingEndorsement.application_id == application_id)
        if earlier is None or earlier.agency_id != actor.agency_id:
            _endorse(actor, RatingApplication.get_by_id(application_id), unit)
    return application_within_reach(actor, application_id)


def _endorse(actor: Actor, application: RatingApplication, unit: Unit) -> None:
    if application.state != "proposed" or application.agency_id is None:
        raise ApplicationNotOpen()
    proposer = agency_by_id(application.agency_id)
    if side_of(actor, unit) == ("department" if proposer.kind == "department" else "police"):
        raise EndorsedByOneself()
    RatingEndorsement.create(
        id=new_id(),
        application_id=application.id,
        agency_id=actor.agency_id,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    RatingApplication.update(state="submitted").where(RatingApplication.id == application.id).execute()
    record_event(actor, "rating.endorsed", subject=application, about_unit_id=unit.id)


def open_yearly_reviews(round_id: UUID) -> int:
    """Put every grade that the round's agency gave into the round, once; how many were put in now.

    Source: LN-15.
    """
    round = RatingRound.get_by_id(round_id)
    live = (UnitRating.live == True) & (UnitRating.rank > 0) & (UnitRating.agency_id == round.agency_id)  # noqa: E712
    return sum(_open_yearly(round, rating) for rating in UnitRating.select().where(live).order_by(UnitRating.id))


def _open_yearly(round: RatingRound, rating: UnitRating) -> bool:
    standing = (RatingApplication.round_id == round.id) & (RatingApplication.unit_id == rating.unit_id)
    if RatingApplication.select().where(standing & RatingApplication.live.is_null(False)).exists():
        return False
    with database.atomic():
        row = RatingApplication.create(
            id=new_id(),
            round_id=round.id,
            unit_id=rating.unit_id,
            origin="yearly",
            grade=rating.grade,
            statement="",
            scores=[],
            state="submitted",
            live=True,
            draft_hash="",
            by_name=SYSTEM.name,
            at=clock.now(),
        )
        notify(
            kind="rating.yearly",
            key=f"rating:yearly:{round.id}:{rating.unit_id}",
            text=f"{round.title}：你单位的“{rating.name}”进入年度复核。",
            subject_type="rating_application",
            subject_id=row.id,
            unit_id=rating.unit_id,
            permission="rating.view",
        )
        record_event(SYSTEM, "rating.review_opened", subject=row, about_unit_id=rating.unit_id)
    return True


def _open_round(actor: Actor, id: UUID) -> RatingRound:
    round = round_within_reach(actor, id)
    check_open(round.opens_on, round.closes_on, clock.today())
    return round


def _resubmitted(actor: Actor, draft: ApplicationDraft) -> RatingApplication | None:
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    return find_resubmitted(RatingApplication, draft.id, **known)


def _enter(actor: Actor, unit: Unit, draft: ApplicationDraft, **columns: Any) -> RatingApplication:
    def create() -> RatingApplication:
        row = RatingApplication.create(
            id=draft.id,
            round_id=draft.round_id,
            unit_id=unit.id,
            grade=draft.grade,
            statement=draft.statement,
            scores=list(draft.scores),
            agency_id=actor.agency_id,
            live=True,
            draft_hash=hash_of(draft),
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
            **columns,
        )
        attach(actor, APPLICATION_FILES, row.id, unit.id, draft.files)
        for agency_id in {unit.managed_by_id, unit.department_id} - {actor.agency_id}:
            notify(
                kind="rating.applied",
                key=f"rating:applied:{row.id}:{agency_id}",
                text=f"{unit.name}申报平安单位评定，请评审。",
                subject_type="rating_application",
                subject_id=row.id,
                unit_id=unit.id,
                agency_id=agency_id,
                permission="rating.review",
            )
        record_event(actor, "rating.applied", subject=row, about_unit_id=unit.id)
        return row

    try:
        return once(create, lambda: _resubmitted(actor, draft))[0]
    except IntegrityError:  # another application of the unit stands in this round
        raise AlreadyApplied() from None
