"""What a task is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checklists.tasks.errors import OfficerElsewhere, OfficersTooFew
from server.core.errors import FieldProblem

KINDS = ("periodic", "temporary", "special", "random", "industry", "self")


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
