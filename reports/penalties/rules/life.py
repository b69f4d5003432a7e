"""A penalty case folded from its acts.

Nothing here asks a database: what the law counts on is in the acts, or handed in as circumstances.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from reports.penalties import errors
from reports.penalties.rules.terms import Terms
from server.units.calendar.rules import WorkingCalendar

STATES = ("collecting", "noticed", "hearing", "reviewing", "deciding", "decided", "spared", "withdrawn", "transferred")
#: An act that ends the case → the state it leaves.
ENDINGS = {
    "decision": "decided",
    "spot": "decided",
    "no_penalty": "spared",
    "withdrawal": "withdrawn",
    "transfer": "transferred",
}


@dataclass(frozen=True)
class Act:
    """One row of a case: which act, on which Beijing day, and what it says."""

    id: UUID
    kind: str
    on: date
    details: Mapping[str, Any]
    by: UUID | None = None


@dataclass(frozen=True)
class Noticed:
    """The latest notice (告知): what is intended, which rights it gives, and when it was received."""

    id: UUID
    is_warning: bool
    fine_fen: int
    is_serious: bool
    has_hearing_right: bool
    needs_review: bool
    received_on: date | None = None
    hearing_until: date | None = None  # last day to ask for a hearing


@dataclass(frozen=True)
class Standing:
    """How a case stands, as far as its next act depends on it."""

    procedure: str
    respondent: str
    filed_on: date
    officers: frozenset[UUID] = frozenset()
    handled: frozenset[UUID] = frozenset()  # these and whoever was one of them before
    looked_on: frozenset[UUID] = frozenset()  # who reviewed the law or called a hearing
    decision_due_on: date | None = None
    evidence: int = 0
    consequences: frozenset[str] = frozenset()
    harmed_on: date | None = None  # the latest of them
    preserved: frozenset[UUID] = frozenset()
    notice: Noticed | None = None
    statement: str | None = None  # waived, made, reviewed
    said: tuple[bool, int, int] | None = None  # warning and fine intended when somebody spoke up; evidence by then
    hearing: str | None = None  # waived, asked, set, held, dropped
    hearing_at: datetime | None = None
    host: UUID | None = None
    review: str | None = None  # agreed, returned; overtaken: evidence came after it
    is_discussed: bool = False
    ended: str | None = None
    is_reported: bool = False

    @property
    def told(self) -> Noticed:
        """The latest notice. Raises NoticeMissing."""
        if self.notice is None:
            raise errors.NoticeMissing()
        return self.notice

    @property
    def state(self) -> str:
        """Where it stands, in one word."""
        if self.ended:
            return self.ended
        if self.notice is None:
            return "collecting"
        if self.hearing in ("asked", "set"):
            return "hearing"
        if self.notice.received_on is None or self.statement not in ("waived", "reviewed"):
            return "noticed"
        if self.notice.has_hearing_right and self.hearing is None:
            return "noticed"
        if self.review == "agreed" or (self.review is None and not needs_review(self)):
            return "deciding"
        return "reviewing"


@dataclass(frozen=True)
class Circumstances:
    """What a rule needs beside the case's own acts."""

    today: date
    terms: Terms
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    conditions: frozenset[str] = frozenset()  # order_issued, deadline_passed, recheck_failed
    has_warning: bool = False  # the same respondent was warned for the same ground
    is_fined: bool = False  # and fined for it, in another case
    has_record: bool = False  # punished before
    is_corrected: bool = False  # the hazards are closed
    overdue_from: date | None = None  # first day after the deadline that was not kept
    hearing_told_on: date | None = None  # the service of the latest notice of a hearing


def fold(procedure: str, respondent: str, acts: Iterable[Act]) -> Standing:
    """The standing that a case's acts lead to, from the filing (or the on-the-spot penalty) on."""
    standing: Standing | None = None
    for act in acts:
        if standing is None:
            standing = Standing(procedure, respondent, act.on)
        standing = _after(standing, act)
    if standing is None:
        raise ValueError("a case has at least its filing")
    return standing


def _after(standing: Standing, act: Act) -> Standing:
    step = _STEPS.get(act.kind)
    changed = step(standing, act) if step else standing
    return replace(changed, ended=ENDINGS[act.kind]) if act.kind in ENDINGS else changed


def _filed(standing: Standing, act: Act) -> Standing:
    officers = frozenset(UUID(officer["person_id"]) for officer in act.details["officers"])
    due = act.details.get("decision_due_on")
    return replace(
        standing, officers=officers, handled=officers, decision_due_on=date.fromisoformat(due) if due else None
    )


def _replaced(standing: Standing, act: Act) -> Standing:
    out, put_in = UUID(act.details["out_id"]), UUID(act.details["in_id"])
    return replace(standing, officers=(standing.officers - {out}) | {put_in}, handled=standing.handled | {put_in})


def _noticed(standing: Standing, act: Act) -> Standing:
    """A new notice starts statement, hearing, review and discussion anew."""
    found = act.details
    notice = Noticed(
        act.id, found["is_warning"], found["fine_fen"], found["is_serious"], found["has_hearing_right"],
        found["needs_review"],
    )  # fmt: skip
    return replace(
        standing, notice=notice, statement=None, hearing=None, hearing_at=None, host=None, review=None,
        is_discussed=False,
    )  # fmt: skip


def _received(standing: Standing, act: Act) -> Standing:
    until = act.details.get("hearing_until")
    notice = replace(
        standing.told,
        received_on=date.fromisoformat(act.details["received_on"]),
        hearing_until=date.fromisoformat(until) if until else None,
    )
    return replace(standing, notice=notice)


def _stated(standing: Standing, act: Act) -> Standing:
    if not act.details["is_made"]:
        return replace(standing, statement="waived")
    return replace(_spoken(standing), statement="made")


def _spoken(standing: Standing) -> Standing:
    """Whoever speaks up or asks for a hearing is not to fare worse for it."""
    notice = standing.told
    return replace(standing, said=(notice.is_warning, notice.fine_fen, standing.evidence))


def _found(standing: Standing, act: Act) -> Standing:
    """What the reviewer saw is no longer all there is."""
    overtaken = replace(standing, review="overtaken" if standing.review else None)
    if act.kind == "evidence":
        return replace(overtaken, evidence=standing.evidence + 1)
    told = act.details.get("happened_on")
    days = [day for day in (standing.harmed_on, date.fromisoformat(told) if told else None) if day]
    consequences = standing.consequences | {act.details["consequence"]}
    return replace(overtaken, consequences=consequences, harmed_on=max(days, default=None))


def _looked_on(standing: Standing, act: Act) -> Standing:
    return replace(standing, looked_on=standing.looked_on | ({act.by} if act.by else set()))


def _set(standing: Standing, act: Act) -> Standing:
    held_at, host = datetime.fromisoformat(act.details["held_at"]), act.details["host_id"]
    standing = _looked_on(standing, act)
    return replace(standing, hearing="set", hearing_at=held_at, host=UUID(host) if host else None, review=None)


_STEPS: dict[str, Callable[[Standing, Act], Standing]] = {
    "filing": _filed,
    "spot": _filed,
    "replacement": _replaced,
    "evidence": _found,
    "consequence": _found,
    "preservation": lambda s, a: replace(s, preserved=s.preserved | {a.id}),
    "preservation_decision": lambda s, a: replace(s, preserved=s.preserved - {UUID(a.details["preservation_id"])}),
    "notice": _noticed,
    "receipt": _received,
    "statement": _stated,
    "statement_review": lambda s, _: replace(s, statement="reviewed"),
    "hearing_request": lambda s, _: replace(_spoken(s), hearing="asked", review=None),
    "hearing_waiver": lambda s, _: replace(s, hearing="waived"),
    "hearing": _set,
    "hearing_record": lambda s, _: replace(s, hearing="held"),
    "hearing_withdrawal": lambda s, _: replace(s, hearing="dropped"),
    "legal_review": lambda s, a: replace(_looked_on(s, a), review=a.details["outcome"]),
    "discussion": lambda s, _: replace(s, is_discussed=True),
    "term_extension": lambda s, a: replace(s, decision_due_on=date.fromisoformat(a.details["decision_due_on"])),
    "spot_report": lambda s, _: replace(s, is_reported=True),
}


def needs_review(standing: Standing) -> bool:
    """Whether the law's reviewer must agree before a decision: always after a hearing. Source: 行政处罚法 art. 58."""
    return standing.notice is not None and (standing.notice.needs_review or standing.hearing == "held")
