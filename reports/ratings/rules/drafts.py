"""What people send about ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reports.ratings.errors import RoundClosed, RoundUnsound, VetoInTheFuture
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

Json = dict[str, Any]

ORIGINS = ("unit", "joint", "yearly")
APPLICATION_STATES = ("proposed", "submitted", "decided", "withdrawn")
DIRECTIONS = ("first", "up", "kept", "down", "refused")
RATING_ORIGINS = ("decision", "veto", "appeal", "withdrawal")
DOWNGRADE_STATES = ("open", "applied", "cancelled")
APPEAL_SUBJECTS = ("decision", "downgrade")
APPEAL_STATES = ("open", "upheld", "rejected")
VETO_SOURCES = ("hand", "accountability", "penalty", "case")
ROW_KINDS = ("inspection", "hazard", "order", "case")
SIDES = ("police", "department")

APPLICATION_FILES = "rating_application"
VETO_FILES = "rating_veto"
APPEAL_FILES = "rating_appeal"


@dataclass(frozen=True)
class SchemeDraft:
    id: UUID
    title: str
    body_name: str
    effective_from: date
    effective_to: date | None
    pass_x100: int
    grades: tuple[Json, ...]
    criteria: tuple[Json, ...]
    vetoes: tuple[Json, ...]
    least_reviews: int
    appeal_working_days: int
    veto_months: int
    basis_code: str | None
    article: str


@dataclass(frozen=True)
class RoundDraft:
    id: UUID
    year: int
    title: str
    scheme_id: UUID
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class ApplicationDraft:
    """``unit_id`` is of a joint proposal only; ``scores`` of a unit's own application."""

    id: UUID
    round_id: UUID
    unit_id: UUID | None
    grade: str
    statement: str
    scores: tuple[Json, ...]
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class ReviewDraft:
    id: UUID
    scores: tuple[Json, ...]  # {criterion, points_x100, reason, rows: [{kind, id}]}
    opinion: str


@dataclass(frozen=True)
class DecisionDraft:
    id: UUID
    grade: str
    reason: str


@dataclass(frozen=True)
class VetoDraft:
    id: UUID
    unit_id: UUID
    code: str
    occurred_on: date
    reason: str
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class AppealDraft:
    id: UUID
    about: str
    about_id: UUID
    statement: str
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class AppealDecisionDraft:
    outcome: str
    grade: str
    reason: str


def check_round(draft: RoundDraft) -> None:
    """Raises RoundUnsound."""
    wrong = {
        "closes_on": draft.closes_on < draft.opens_on,
        "opens_on": draft.opens_on.year not in (draft.year, draft.year - 1),
    }
    if fields := [field for field, is_wrong in wrong.items() if is_wrong]:
        raise RoundUnsound(fields=[FieldProblem(field, RoundUnsound.title, RoundUnsound.code) for field in fields])


def check_open(opens_on: date, closes_on: date, today: date) -> None:
    """Raises RoundClosed."""
    if not opens_on <= today <= closes_on:
        raise RoundClosed(opens_on=opens_on.isoformat(), closes_on=closes_on.isoformat())


def check_occurred(occurred_on: date, today: date) -> None:
    """Raises VetoInTheFuture."""
    if occurred_on > today:
        raise VetoInTheFuture(fields=[FieldProblem("occurred_on", VetoInTheFuture.title, VetoInTheFuture.code)])
