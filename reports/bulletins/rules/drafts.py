"""What people send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reports.bulletins.errors import HearingDayImpossible
from reports.bulletins.rules.periods import Period, Span
from server.core.errors import FieldProblem


@dataclass(frozen=True)
class BulletinDraft:
    """A bulletin to be drafted from the figures of a period, of the own agency or one below it."""

    id: UUID
    period: Period
    scope_id: UUID | None
    title: str  # empty: as usual
    addressees: tuple[str, ...]
    copied_to: tuple[str, ...]
    reader_ids: tuple[UUID, ...]
    supersedes_id: UUID | None


@dataclass(frozen=True)
class Revision:
    """The words of a draft as they are to be."""

    title: str
    opening: str
    closing: str
    addressees: tuple[str, ...]
    copied_to: tuple[str, ...]
    reader_ids: tuple[UUID, ...]
    printed_by: str
    contact: str


@dataclass(frozen=True)
class ScheduleDraft:
    """Briefs of an agency's figures to a government: due so many days after each period, heard within so many more."""

    id: UUID
    scope_id: UUID
    to_agency_id: UUID
    span: Span
    due_days: int
    hear_days: int
    from_on: date


@dataclass(frozen=True)
class HearingDraft:
    """A leader heard the brief on a day, and said something."""

    heard_on: date
    leader: str
    instruction: str


def check_hearing(heard_on: date, issued_on: date, today: date) -> None:
    """Raises HearingDayImpossible."""
    if not issued_on <= heard_on <= today:
        problem = FieldProblem("heard_on", HearingDayImpossible.title, HearingDayImpossible.code)
        raise HearingDayImpossible(fields=[problem])
