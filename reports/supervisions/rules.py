"""Who urges whom, and in which order a letter is taken, answered, sent back and closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reports.supervisions.errors import (
    AgencyNotSupervised,
    DueDayPast,
    MeasureDayImpossible,
    SupervisionStep,
    VisitDayImpossible,
)
from server.core.errors import FieldProblem
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyKind
from server.units.attachments.rules import AttachedFile

ISSUED, TAKEN, REPLIED, RETURNED, CLOSED, WITHDRAWN = "issued", "taken", "replied", "returned", "closed", "withdrawn"
STATES = (ISSUED, TAKEN, REPLIED, RETURNED, CLOSED, WITHDRAWN)
OPEN_STATES = (ISSUED, TAKEN, REPLIED, RETURNED)
#: In these the addressee has something to do.
WAITING_STATES = (ISSUED, TAKEN, RETURNED)

#: act → (states it may be done in, the state after it). A reply takes the letter too.
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "take": ((ISSUED,), TAKEN),
    "reply": (WAITING_STATES, REPLIED),
    "return": ((REPLIED,), RETURNED),
    "close": ((REPLIED,), CLOSED),
    "withdraw": (OPEN_STATES, WITHDRAWN),
}
BY_ADDRESSEE = ("take", "reply")
REMIND_DAYS = 3


@dataclass(frozen=True)
class LetterDraft:
    """A 督办单 as its author wants it; the id is the author's choice, so that a retry is recognised."""

    id: UUID
    to_agency_id: UUID
    title: str
    matters: str
    measures: str
    unit_id: UUID | None
    hazard_ids: tuple[UUID, ...]
    due_on: date


@dataclass(frozen=True)
class ActDraft:
    id: UUID
    text: str
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class MeasureDraft:
    id: UUID
    text: str
    due_on: date


@dataclass(frozen=True)
class VisitDraft:
    """A visit of supervision; exactly one of agency and unit was visited."""

    id: UUID
    to_agency_id: UUID | None
    unit_id: UUID | None
    visited_on: date
    place: str
    members: tuple[str, ...]
    received_by: str
    matters: str
    findings: str
    measures: tuple[MeasureDraft, ...]


def check_supervised(by: Agency, to: Agency) -> None:
    """Refuse to urge an agency that does not stand below.

    A government stands above every department and bureau of its area, and governments of areas within it; police and departments above their own
    subtree. Raises AgencyNotSupervised.  Source: JN-2.1d, JN-2.1e, JN-2.3.1b.
    """
    below = to.path.startswith(by.path)
    if by.kind == AgencyKind.GOVERNMENT:
        below = below or to.area_code.startswith(area_stem(by.area_code))
        if to.kind == AgencyKind.GOVERNMENT:  # of a smaller area within the own one
            below = to.path.startswith(by.path) or (
                len(area_stem(to.area_code)) > len(area_stem(by.area_code))
                and to.area_code.startswith(area_stem(by.area_code))
            )
    if not below or to.id == by.id:
        problem = FieldProblem("to_agency_id", AgencyNotSupervised.title, AgencyNotSupervised.code)
        raise AgencyNotSupervised(fields=[problem])


def area_stem(code: str) -> str:
    """What the codes of an area and of all areas in it begin with: 370100 → 3701. Source: GB/T 2260."""
    return code.removesuffix("00").removesuffix("00")


def check_due(due_on: date, today: date) -> None:
    """Raises DueDayPast."""
    if due_on < today:
        raise DueDayPast(fields=[FieldProblem("due_on", DueDayPast.title, DueDayPast.code)])


def check_step(state: str, act: str) -> str:
    """The state after an act. Raises SupervisionStep for one out of order."""
    before, after = STEPS[act]
    if state not in before:
        raise SupervisionStep(state=state, allowed=[name for name, (states, _) in STEPS.items() if state in states])
    return after


def check_visit(visited_on: date, measures: Sequence[MeasureDraft], today: date) -> None:
    """A visit was made already; what it asks for is due after it. Raises VisitDayImpossible, DueDayPast."""
    if visited_on > today:
        raise VisitDayImpossible(fields=[FieldProblem("visited_on", VisitDayImpossible.title, VisitDayImpossible.code)])
    early = [number for number, measure in enumerate(measures) if measure.due_on < visited_on]
    if early:
        raise DueDayPast(
            "措施期限不能早于督导日期",
            fields=[FieldProblem(f"measures.{number}.due_on", "不能早于督导日期", DueDayPast.code) for number in early],
        )


def check_done(visited_on: date, done_on: date, today: date) -> None:
    """Raises MeasureDayImpossible."""
    if not visited_on <= done_on <= today:
        problem = FieldProblem("done_on", MeasureDayImpossible.title, MeasureDayImpossible.code)
        raise MeasureDayImpossible(fields=[problem])
