"""What marking reads: the paper, its versions with what was ruled about them, the answers, people's marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from courses.exams.models import Attempt, ExamSession, Response
from courses.items.models import ItemVersion
from courses.markings.models import OpenAnswer, Regrade
from courses.markings.rules.changes import Change, Mode, ruling_of
from courses.markings.rules.open_marks import AnswerState
from courses.markings.rules.scoring import Marking, Place, Version, mark_attempt
from courses.papers.models import BlueprintVersion, Paper
from courses.papers.rules import MarkingRules, Slot

_RULES = frozenset(field.name for field in fields(MarkingRules))
_SLOT = frozenset(field.name for field in fields(Slot))
#: Regrades that count for whatever is marked from now on.
COUNTING = ("approved", "applied")


@dataclass(frozen=True)
class Sheet:
    """One attempt with all that its marks depend on."""

    attempt: Attempt
    session: ExamSession
    rules: MarkingRules
    slots: tuple[Slot, ...]
    versions: dict[str, Version]
    responses: dict[int, Any]
    given: dict[Place, int]

    def mark(self) -> Marking:
        """Mark it; pure."""
        return mark_attempt(self.slots, self.versions, self.responses, self.given, self.rules)


def sheet_of(attempt: Attempt) -> Sheet:
    """Seven queries."""
    session = ExamSession.get_by_id(attempt.session_id)
    slots = slots_of(attempt.paper_id)
    changes = changes_of(session.id)
    return Sheet(
        attempt,
        session,
        rules_of(session),
        slots,
        versions_by_id([slot.version_id for slot in slots], changes),
        responses_of(attempt.id),
        given_of([attempt.id]).get(attempt.id, {}),
    )


def rules_of(session: ExamSession) -> MarkingRules:
    """As the session's blueprint says. One query."""
    marking = BlueprintVersion.get_by_id(session.blueprint_version_id).marking
    return MarkingRules(**{name: value for name, value in marking.items() if name in _RULES})


def slots_of(paper_id: UUID) -> tuple[Slot, ...]:
    """A paper's places in their order. One query."""
    rows = Paper.select(Paper.slots).where(Paper.id == paper_id).get().slots
    return tuple(read_slot(row) for row in sorted(rows, key=lambda row: row["slot"]))


def read_slot(row: dict[str, Any]) -> Slot:
    """As a paper keeps it."""
    known = {name: value for name, value in row.items() if name in _SLOT}
    return Slot(**{**known, "options": tuple(row.get("options") or ())})


def changes_of(session_id: UUID) -> dict[str, list[Change]]:
    """What was ruled in a session by version, in the order of approval. One query."""
    found: dict[str, list[Change]] = {}
    here = (Regrade.session_id == session_id) & Regrade.state.in_(COUNTING)
    for row in Regrade.select().where(here).order_by(Regrade.approved_at, Regrade.id):
        found.setdefault(str(row.version_id), []).append(Change(Mode(row.mode), row.key))
    return found


def versions_by_id(ids: Iterable[str], changes: dict[str, list[Change]]) -> dict[str, Version]:
    """Versions by id with their rulings. One query."""
    rows = ItemVersion.select().where(ItemVersion.id.in_([UUID(id) for id in set(ids)]))
    return {
        str(row.id): Version(row.type, row.content, ruling_of(row.key, changes.get(str(row.id), ()))) for row in rows
    }


def responses_of(attempt_id: UUID) -> dict[int, Any]:
    """Slot → the answer that counts. One query."""
    rows = Response.select(Response.slot, Response.value).where(Response.attempt_id == attempt_id)
    return {row.slot: row.value for row in rows}


def given_of(attempt_ids: list[UUID]) -> dict[UUID, dict[Place, int]]:
    """What people's marks of open answers came to, by attempt. One query."""
    found: dict[UUID, dict[Place, int]] = {}
    done = OpenAnswer.attempt_id.in_(attempt_ids) & (OpenAnswer.state == AnswerState.DONE.value)
    for row in OpenAnswer.select().where(done):
        found.setdefault(row.attempt_id, {})[row.slot, row.part] = row.points_x100
    return found
