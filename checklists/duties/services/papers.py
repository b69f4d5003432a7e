"""A unit files a rule, a plan or its statement of compliance with a standard."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.duties.errors import DutyUnknown
from checklists.duties.models import DutyPaper
from checklists.duties.queries.catalogue import known_items
from checklists.duties.queries.filed import PAPER
from checklists.duties.rules import DutyKind, PaperDraft, check_paper
from checklists.duties.services.covers import cover_by_papers
from server.core import clock
from server.core.canonical import content_hash
from server.core.errors import FieldProblem
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.attachments.services import attach
from server.units.registry.queries.reach import unit_within_reach

FILED = frozenset({DutyKind.RULEBOOK.value, DutyKind.PLAN.value, DutyKind.STANDARD.value})


def file_paper(actor: Actor, unit_id: UUID, draft: PaperDraft) -> DutyPaper:
    """File an edition with its text; sent twice it is filed once. Source: JN-2.2.2c, JN-2.2.5c, LN-6a.

    Raises NotFound, DutyUnknown, DayInFuture, ReviewBeforeAdoption, PaperMissing, AcceptanceMissing, FileMissing,
    ResubmissionConflict.
    """
    unit = unit_within_reach(actor, unit_id)
    known = {"draft_hash": _hash_of(unit_id, draft), "filed_by": actor.account_id}
    if earlier := find_resubmitted(DutyPaper, draft.id, **known):
        return earlier
    if draft.duty not in FILED or (draft.duty, draft.item) not in known_items():
        raise DutyUnknown(fields=[FieldProblem("item", DutyUnknown.title, DutyUnknown.code)])
    check_paper(draft, clock.today())

    def create() -> DutyPaper:
        take_turn(actor)
        values = {name: value for name, value in vars(draft).items() if name != "files"}
        paper = DutyPaper.create(unit_id=unit.id, filed_at=clock.now(), **known, **values)
        attach(actor, PAPER, paper.id, unit.id, draft.files)
        cover_by_papers(unit.id, paper.duty, paper.item)
        details = {"duty": paper.duty, "item": paper.item}
        record_event(actor, "duty_paper.filed", subject=paper, about_unit_id=unit.id, details=details)
        return paper

    return once(create, lambda: find_resubmitted(DutyPaper, draft.id, **known))[0]


def _hash_of(unit_id: UUID, draft: PaperDraft) -> str:
    return content_hash(plain({**vars(draft), "unit_id": unit_id}))


def plain(value: Any) -> Any:
    """A draft as plain JSON, for the hash that recognises a resubmission."""
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return plain(vars(value))
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
