"""Certificates that others issued: recorded, checked, ended; never issued here. Source: LN-19b."""

from __future__ import annotations

from pathlib import Path

from courses.trainees.errors import DayAhead, EndBeforeStart, EndedAlready, LevelUnknown, NumberKnown
from courses.trainees.models import SkillCertificate, SkillGradeTerm, Trainee
from courses.trainees.queries.membership import trained_person_within_reach
from courses.trainees.queries.skills import level_on
from courses.trainees.rules import CheckState, SkillDraft
from server.core import clock
from server.core.database import IntegrityError, database, lock_row, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows

SEED = Path(__file__).parent.parent / "skill_grades.json"


def seed_skill_grades(actor: Actor) -> None:
    """Lay down the levels the program comes with, those that are not there yet. Source: LN-19b."""
    seed_rows(actor, SkillGradeTerm, SEED, "skill_grades.seeded")


def record_skill(actor: Actor, draft: SkillDraft) -> SkillCertificate:
    """Record a certificate of somebody within reach; sent twice it is one.

    Raises NotFound, DayAhead, EndBeforeStart, LevelUnknown, NumberKnown, ResubmissionConflict.  Source: LN-19b.
    """
    actor.check("trainee.edit")
    trained_person_within_reach(actor, draft.person_id)
    known = {**vars(draft), "kind": draft.kind.value}
    known.pop("id")
    if earlier := find_resubmitted(SkillCertificate, draft.id, **known):
        return earlier
    _check_days(draft)
    if level_on(draft.kind.value, draft.level, draft.issued_on) is None:
        raise LevelUnknown(fields=[FieldProblem("level", LevelUnknown.title, LevelUnknown.code)])

    def create() -> SkillCertificate:
        row = SkillCertificate.create(id=draft.id, by_account_id=actor.account_id, created_at=clock.now(), **known)
        _tell(actor, "skill.recorded", row)
        return row

    try:
        return once(create, lambda: find_resubmitted(SkillCertificate, draft.id, **known))[0]
    except IntegrityError as error:
        raise NumberKnown(fields=[FieldProblem("number", NumberKnown.title, NumberKnown.code)]) from error


def _check_days(draft: SkillDraft) -> None:
    if draft.issued_on > clock.today():
        raise DayAhead(fields=[FieldProblem("issued_on", DayAhead.title, DayAhead.code)])
    if draft.valid_to and draft.valid_to < draft.issued_on:
        raise EndBeforeStart(fields=[FieldProblem("valid_to", EndBeforeStart.title, EndBeforeStart.code)])


def check_skill(actor: Actor, row: SkillCertificate, checked: CheckState) -> SkillCertificate:
    """Note whether the issuer knows the certificate; checked again the newer word stands. Source: LN-19b."""
    actor.check("trainee.check")
    with database.atomic():
        row = lock_row(SkillCertificate.select().where(SkillCertificate.id == row.id))
        save_versioned(row, {"checked": checked.value, "checked_at": clock.now(), "checked_by": actor.name})
        _tell(actor, "skill.checked", row)
    return row


def end_skill(actor: Actor, row: SkillCertificate, reason: str) -> SkillCertificate:
    """A certificate counts no longer (withdrawn, entered by mistake); ended twice alike it is one.

    Raises EndedAlready.
    """
    actor.check("trainee.edit")
    with database.atomic():
        row = lock_row(SkillCertificate.select().where(SkillCertificate.id == row.id))
        if row.ended_reason == reason:
            return row
        if row.ended_reason:
            raise EndedAlready()
        save_versioned(row, {"ended_reason": reason})
        _tell(actor, "skill.ended", row)
    return row


def _tell(actor: Actor, kind: str, row: SkillCertificate) -> None:
    unit = Trainee.get_or_none(Trainee.person_id == row.person_id)
    details = {"person_id": str(row.person_id), "checked": row.checked}
    record_event(actor, kind, subject=row, about_unit_id=unit.unit_id if unit else None, details=details)
