"""What a task is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checklists.tasks.errors import OfficerElsewhere, OfficersTooFew
from server.core.errors import FieldProblem

KINDS = ("periodic", "temporary", "special", "random", "industry", "self")
RESULTS = ("assigned", "unchanged", "ended", "self_check", "not_found")
ORIGINS = ("manual", "plan", "draw", "level")  # by hand, by a plan, by a draw, by a raised security level


@dataclass(frozen=True)
class TaskDraft:
    """A check to be made by a Beijing day."""

    id: UUID
    kind: str
    unit_id: UUID
    site_id: UUID | None
    template_ids: tuple[UUID, ...]
    officer_ids: tuple[UUID, ...]
    due_on: date
    note: str = ""


#: Origin, unit, first day of the period: what a task of a kind may exist for only once.
TaskKey = tuple[UUID, UUID, date]


@dataclass(frozen=True)
class NewTask:
    """A check that a plan or a level asks for; of its origin, unit, period and kind there is only one."""

    kind: str
    unit_id: UUID
    version_ids: tuple[UUID, ...]
    note: str
    origin: str
    origin_id: UUID
    period_on: date
    due_on: date
    escalate_on: date
    agency_id: UUID | None
    officer_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ManningDraft:
    """Officers for tasks, in place of those who were to go; both in the order they were sent."""

    id: UUID
    task_ids: tuple[UUID, ...]
    officer_ids: tuple[UUID, ...]
    reason: str = ""


def result_of(kind: str, state: str, before: Collection[UUID], wanted: Collection[UUID]) -> str:
    """What becomes of a task that is to be given to officers: one of RESULTS, but for not_found."""
    if kind == "self":
        return "self_check"
    if state != "open":
        return "ended"
    return "unchanged" if set(before) == set(wanted) else "assigned"


def check_officers(draft: TaskDraft, qualified: Collection[UUID]) -> None:
    """Two distinct officers with valid certificates. Raises OfficersTooFew."""
    fit = {id for id in draft.officer_ids if id in qualified}
    if len(fit) < 2 or len(fit) != len(draft.officer_ids):
        raise OfficersTooFew(fields=[FieldProblem("officer_ids", OfficersTooFew.title, OfficersTooFew.code)])


def check_own_people(draft: TaskDraft, unit_of: Mapping[UUID, UUID | None]) -> None:
    """A self-check is the unit's own people's, each named once, or nobody's in particular. Raises OfficerElsewhere."""
    own = {id for id in draft.officer_ids if unit_of.get(id) == draft.unit_id}
    if len(own) != len(draft.officer_ids):
        raise OfficerElsewhere(fields=[FieldProblem("officer_ids", OfficerElsewhere.title, OfficerElsewhere.code)])
