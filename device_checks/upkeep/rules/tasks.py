"""What a task of upkeep is, and how it may end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from device_checks.upkeep.errors import CheckNeedsReport, EndWithoutReason, NewLifeEndMissing
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

KINDS = ("check", "repair", "replace")
ORIGINS = ("report", "life_end", "period", "picture", "alarm", "recording", "person")
OUTCOMES = ("done", "cancelled")


@dataclass(frozen=True)
class TaskDraft:
    """Something to be done about a facility; ``origin_id`` is the row that gave rise to it, such as a fault."""

    facility_id: UUID
    kind: str  # check, repair, replace
    reason: str
    due_on: date
    origin: str  # report, life_end, period, picture, alarm, recording, person
    origin_id: UUID | None = None


@dataclass(frozen=True)
class TaskEndDraft:
    """How a person ends a task; ``life_end_on`` is that of what replaced the thing."""

    id: UUID
    outcome: str  # done, cancelled
    note: str
    life_end_on: date | None = None
    files: tuple[AttachedFile, ...] = ()


def open_key_of(facility_id: UUID, kind: str, origin_id: UUID | None) -> str:
    """What no two open tasks share: asked again for the same thing, the same task answers."""
    return f"{facility_id}:{kind}:{origin_id or '-'}"


def check_end(draft: TaskEndDraft, kind: str, origin: str, needs_life_end: bool, today: date) -> None:
    """A reason in words; a check that came due is done by a report; what was replaced lives on.

    Raises EndWithoutReason, CheckNeedsReport, NewLifeEndMissing.  Source: JN-2.2.2d, JN-2.2.5g.
    """
    if not draft.note.strip():
        raise EndWithoutReason(fields=[FieldProblem("note", EndWithoutReason.title, EndWithoutReason.code)])
    if draft.outcome != "done":
        return
    if kind == "check" and origin == "period":
        raise CheckNeedsReport()
    is_over = draft.life_end_on is None or draft.life_end_on < today
    if kind == "replace" and needs_life_end and is_over:
        raise NewLifeEndMissing(fields=[FieldProblem("life_end_on", NewLifeEndMissing.title, NewLifeEndMissing.code)])
