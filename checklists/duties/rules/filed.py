"""What a unit puts on file, and what it must hold to count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from checklists.duties.errors import AcceptanceMissing, DayInFuture, PaperMissing, ReviewBeforeAdoption
from checklists.duties.rules.owed import DutyKind
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

GATES = ("planning", "construction", "acceptance")  # 同步规划、同步施工、同步验收. Source: LN-6b.


@dataclass(frozen=True)
class PaperDraft:
    """A rule, a plan or a statement of compliance as the unit files it."""

    id: UUID
    duty: str
    item: str
    title: str
    edition: str
    adopted_on: date
    review_on: date | None
    statement: str
    files: tuple[AttachedFile, ...]


def check_paper(draft: PaperDraft, today: date) -> None:
    """Raises DayInFuture, ReviewBeforeAdoption, PaperMissing, AcceptanceMissing.  Source: JN-2.2.2c, LN-6a."""
    if draft.adopted_on > today:
        raise DayInFuture(fields=[FieldProblem("adopted_on", DayInFuture.title, DayInFuture.code)])
    if draft.review_on is not None and draft.review_on <= draft.adopted_on:
        raise ReviewBeforeAdoption(
            fields=[FieldProblem("review_on", ReviewBeforeAdoption.title, ReviewBeforeAdoption.code)]
        )
    if not draft.files:
        raise PaperMissing(fields=[FieldProblem("files", PaperMissing.title, PaperMissing.code)])
    if draft.duty == DutyKind.STANDARD and not any(file.purpose == "acceptance" for file in draft.files):
        raise AcceptanceMissing(fields=[FieldProblem("files", AcceptanceMissing.title, AcceptanceMissing.code)])


@dataclass(frozen=True)
class DrillDraft:
    """A drill that a unit plans."""

    id: UUID
    kind: str
    title: str
    planned_on: date
    place: str
    plan_id: UUID | None


@dataclass(frozen=True)
class DrillReportDraft:
    """How a drill went; a later report of the same drill takes the place of an earlier one."""

    id: UUID
    held_on: date
    place: str
    people_count: int
    evaluation: str
    files: tuple[AttachedFile, ...] = field(default=())


def lacking_of(draft: DrillReportDraft) -> list[str]:
    """What a report lacks to count: sign-in sheet, photos, evaluation. Source: LN-4."""
    purposes = {file.purpose for file in draft.files}
    lacking = [purpose for purpose in ("sign_in", "photo") if purpose not in purposes]
    return lacking if draft.evaluation.strip() or "evaluation" in purposes else [*lacking, "evaluation"]


@dataclass(frozen=True)
class ProjectDraft:
    """A building or reconstruction project with the day each gate is due. Source: LN-6b."""

    id: UUID
    title: str
    kind: str
    due: Mapping[str, date]


@dataclass(frozen=True)
class GateDraft:
    """That a gate was passed: the day and its papers."""

    id: UUID
    done_on: date
    note: str
    files: tuple[AttachedFile, ...]


def is_late(due_on: date, done_on: date | None, day: date) -> bool:
    """Passed after its day, or not passed though the day is over. Source: LN-6b."""
    return (done_on or day) > due_on
