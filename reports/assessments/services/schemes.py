"""Acts on schemes: draft, revise, publish."""

from __future__ import annotations

from typing import Any

from reports.assessments.errors import AssessmentElsewhere, SchemeNotPublished, SchemePublished
from reports.assessments.models import AssessmentScheme
from reports.assessments.queries.schemes import scheme_within_reach
from reports.assessments.queries.subjects import check_subjects
from reports.assessments.queries.terms import first_year
from reports.assessments.rules import SchemeDraft, check_indicators, check_scheme_year
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import NotFound
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_by_id


def draft_scheme(actor: Actor, draft: SchemeDraft) -> AssessmentScheme:
    """Draft a scheme, or the next version of a published one. Sent twice it is one.

    Raises NotFound, SchemeYearTooEarly, SchemeWrong, Invalid, SchemeNotPublished, ResubmissionConflict.
    Source: JN-2.1e, JN-3.5b.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(AssessmentScheme, draft.id, **known):
        return earlier
    owner = _check(actor, draft)
    number = 1
    if draft.replaces_id:
        replaced = scheme_within_reach(actor, draft.replaces_id)
        if replaced.agency_id != owner.id:
            raise AssessmentElsewhere()
        if replaced.state != "published":
            raise SchemeNotPublished()
        number = replaced.number + 1

    def create() -> AssessmentScheme:
        row = AssessmentScheme.create(
            **_columns(draft),
            **known,
            id=draft.id,
            agency_id=owner.id,
            replaces_id=draft.replaces_id,
            number=number,
            state="draft",
            by_name=actor.name,
            created_at=clock.now(),
        )
        record_event(actor, "assessment_scheme.drafted", subject=row)
        return row

    return once(create, lambda: find_resubmitted(AssessmentScheme, draft.id, **known))[0]


def revise_scheme(actor: Actor, row: AssessmentScheme, draft: SchemeDraft) -> AssessmentScheme:
    """Change a draft over the version that was read. Raises AssessmentElsewhere, SchemePublished, Stale and the like."""
    _check_draft(actor, row)
    _check(actor, draft)
    with database.atomic():
        save_versioned(row, _columns(draft))
        record_event(actor, "assessment_scheme.revised", subject=row)
    return scheme_within_reach(actor, row.id)


def publish_scheme(actor: Actor, row: AssessmentScheme) -> AssessmentScheme:
    """From now on it may be reckoned and never changed. Published twice it is published once.

    Raises AssessmentElsewhere.
    """
    if row.agency_id != actor.agency_id:
        raise AssessmentElsewhere()
    with database.atomic():
        locked = lock_row(AssessmentScheme.select().where(AssessmentScheme.id == row.id))
        if locked.state == "draft":
            changes = {"state": "published", "published_at": clock.now(), "published_by": actor.name}
            save_versioned(locked, changes)
            record_event(actor, "assessment_scheme.published", subject=locked)
    return scheme_within_reach(actor, row.id)


def _check(actor: Actor, draft: SchemeDraft) -> Agency:
    if actor.agency_id is None:
        raise NotFound()
    owner = agency_by_id(actor.agency_id)
    check_scheme_year(draft.year, first_year())
    check_indicators(draft.target, draft.indicators)
    check_subjects(actor, owner, draft.target, draft.subjects)
    return owner


def _check_draft(actor: Actor, row: AssessmentScheme) -> None:
    if row.agency_id != actor.agency_id:
        raise AssessmentElsewhere()
    if row.state != "draft":
        raise SchemePublished()


def _columns(draft: SchemeDraft) -> dict[str, Any]:
    return {
        "year": draft.year,
        "title": draft.title,
        "target": draft.target,
        "subjects": list(draft.subjects),
        "indicators": list(draft.indicators),
    }
