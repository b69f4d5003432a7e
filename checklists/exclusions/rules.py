"""Why an officer is not to be sent: to one unit (回避), or for a time to none (请假)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checklists.exclusions.errors import SpanImpossible
from server.core.errors import FieldProblem, Invalid

KINDS = ("recusal", "leave")


@dataclass(frozen=True)
class ExclusionDraft:
    """From a Beijing day to a day, both included; without an end, until it is ended."""

    id: UUID
    kind: str
    person_id: UUID
    unit_id: UUID | None
    reason: str
    from_on: date
    to_on: date | None


def check_draft(draft: ExclusionDraft) -> None:
    """A recusal is from a unit, a leave from none. Raises Invalid, SpanImpossible.

    Source: JN-2.3.2a; 公安机关办理行政案件程序规定 art. 17.
    """
    if (draft.kind == "recusal") != (draft.unit_id is not None):
        message = "回避须指明单位" if draft.kind == "recusal" else "请假不指明单位"
        raise Invalid(message, fields=[FieldProblem("unit_id", message, "unit_misplaced")])
    if draft.to_on is not None and draft.to_on < draft.from_on:
        raise SpanImpossible(fields=[FieldProblem("to_on", SpanImpossible.title, SpanImpossible.code)])
