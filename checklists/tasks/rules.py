"""What a task is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checklists.tasks.errors import OfficersTooFew
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
    """Two distinct officers with valid certificates, but for a unit's self-check. Raises OfficersTooFew."""
    if draft.kind == "self":
        return
    fit = {id for id in draft.officer_ids if id in qualified}
    if len(fit) < 2 or len(fit) != len(draft.officer_ids):
        raise OfficersTooFew(fields=[FieldProblem("officer_ids", OfficersTooFew.title, OfficersTooFew.code)])
