"""What people hand in about a hazard, and what of it can be refused without looking at the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checklists.hazards.errors import (
    CheckedAtImpossible,
    DayImpossible,
    NewDeadlineImpossible,
    OfficersUnfit,
    PhotoUnknown,
    ReasonMissing,
)
from server.core.clock import beijing_day
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

OFFICERS = 2  # Source: 行政处罚法 art. 42


@dataclass(frozen=True)
class HazardReport:
    """A hazard told of by hand."""

    id: UUID
    unit_id: UUID
    site_id: UUID | None
    title: str
    note: str
    grade: str
    kind: str
    found_on: date
    bases: tuple[Mapping[str, str], ...]
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class RectificationDraft:
    id: UUID
    measure: str
    done_on: date
    responsible: str
    files: tuple[AttachedFile, ...]
    pairs: tuple[Mapping[str, str], ...]  # {"before": sha256, "after": sha256}


@dataclass(frozen=True)
class ExtensionDraft:
    id: UUID
    reasons: str
    wished_on: date
    interim_measures: str
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class ExtensionDecisionDraft:
    id: UUID
    request_id: UUID
    granted: bool
    new_deadline_on: date | None
    reason: str


@dataclass(frozen=True)
class Finding:
    """What was found about one hazard."""

    hazard_id: UUID
    passed: bool
    note: str
    new_deadline_on: date | None
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class RecheckDraft:
    """One visit to one unit."""

    id: UUID
    officer_ids: tuple[UUID, ...]
    checked_at: datetime
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class HandoverDraft:
    id: UUID
    agency_id: UUID
    reference: str
    reason: str


@dataclass(frozen=True)
class TermDraft:
    """A number or table from a day on."""

    id: UUID
    code: str
    value: Any
    basis: str
    from_on: date


def check_day(day: date, first: date, today: date, name: str) -> None:
    """Raises DayImpossible for a day before the first possible one or after today."""
    if not first <= day <= today:
        raise DayImpossible(fields=[FieldProblem(name, f"应在 {first} 至今天之间", DayImpossible.code)])


def check_pairs(draft: RectificationDraft, before: Collection[str]) -> None:
    """Each pair sets a photo of the hazard beside one handed in now. Raises PhotoUnknown."""
    after = {file.sha256 for file in draft.files}
    problems = [
        FieldProblem(f"pairs.{number}.{side}", PhotoUnknown.title, PhotoUnknown.code)
        for number, pair in enumerate(draft.pairs)
        for side, known in (("before", before), ("after", after))
        if pair[side] not in known
    ]
    if problems:
        raise PhotoUnknown(fields=problems)


def check_new_deadline(day: date | None, deadline_on: date | None, today: date) -> None:
    """A new deadline lies after the old one and not in the past. Raises NewDeadlineImpossible."""
    if day is None or deadline_on is None or day <= deadline_on or day < today:
        raise NewDeadlineImpossible(
            fields=[FieldProblem("new_deadline_on", NewDeadlineImpossible.title, NewDeadlineImpossible.code)]
        )


def check_recheck(draft: RecheckDraft, own_person_id: UUID | None, now: datetime) -> None:
    """Two distinct officers, the recorder among them, not in the future; what failed says why.

    Raises OfficersUnfit, CheckedAtImpossible, ReasonMissing.  Source: 行政处罚法 art. 42; 公安部令第93号 art. 10.
    """
    if len(set(draft.officer_ids)) < OFFICERS or own_person_id not in draft.officer_ids:
        raise OfficersUnfit("复查须由两名不同的民警进行，登记人应为其中一名", fields=[_of_officers()])
    if draft.checked_at > now:
        raise CheckedAtImpossible(
            fields=[FieldProblem("checked_at", CheckedAtImpossible.title, CheckedAtImpossible.code)]
        )
    silent = [
        FieldProblem(f"findings.{number}.note", "复查不合格应写明情况", ReasonMissing.code)
        for number, finding in enumerate(draft.findings)
        if not finding.passed and not finding.note
    ]
    if silent:
        raise ReasonMissing(fields=silent)


def check_qualified(officer_ids: Collection[UUID], qualified: Collection[UUID]) -> None:
    """Raises OfficersUnfit for officers without a certificate valid on the day, or of no police agency."""
    if set(officer_ids) - set(qualified):
        raise OfficersUnfit(fields=[_of_officers()])


def _of_officers() -> FieldProblem:
    return FieldProblem("officer_ids", OfficersUnfit.title, OfficersUnfit.code)


def visited_on(draft: RecheckDraft) -> date:
    """The Beijing day of the visit."""
    return beijing_day(draft.checked_at)
