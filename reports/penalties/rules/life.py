"""A penalty case folded from its acts, and what must have happened before each act.

Nothing here asks a database: what the law counts on is in the acts, or handed in as circumstances.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from reports.penalties import errors
from reports.penalties.errors import PenaltyRefusal
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
    decision_due_on: date | None = None
    evidence: int = 0
    consequences: frozenset[str] = frozenset()
    preserved: frozenset[UUID] = frozenset()
    notice: Noticed | None = None
    statement: str | None = None  # waived, made, reviewed
    said: tuple[int, int] | None = None  # fine that was to be imposed when a statement was made; evidence by then
    hearing: str | None = None  # waived, asked, set, held, dropped
    hearing_at: datetime | None = None
    host: UUID | None = None
    review: str | None = None  # agreed, returned
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
    return replace(standing, officers=officers, decision_due_on=date.fromisoformat(due) if due else None)


def _replaced(standing: Standing, act: Act) -> Standing:
    out, put_in = UUID(act.details["out_id"]), UUID(act.details["in_id"])
    return replace(standing, officers=(standing.officers - {out}) | {put_in})


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
    fine = standing.notice.fine_fen if standing.notice else 0
    return replace(standing, statement="made", said=(fine, standing.evidence))


def _set(standing: Standing, act: Act) -> Standing:
    held_at, host = datetime.fromisoformat(act.details["held_at"]), act.details["host_id"]
    return replace(standing, hearing="set", hearing_at=held_at, host=UUID(host) if host else None, review=None)


_STEPS: dict[str, Callable[[Standing, Act], Standing]] = {
    "filing": _filed,
    "spot": _filed,
    "replacement": _replaced,
    "evidence": lambda s, _: replace(s, evidence=s.evidence + 1),
    "consequence": lambda s, a: replace(s, consequences=s.consequences | {a.details["consequence"]}),
    "preservation": lambda s, a: replace(s, preserved=s.preserved | {a.id}),
    "preservation_decision": lambda s, a: replace(s, preserved=s.preserved - {UUID(a.details["preservation_id"])}),
    "notice": _noticed,
    "receipt": _received,
    "statement": _stated,
    "statement_review": lambda s, _: replace(s, statement="reviewed"),
    "hearing_request": lambda s, _: replace(s, hearing="asked", review=None),
    "hearing_waiver": lambda s, _: replace(s, hearing="waived"),
    "hearing": _set,
    "hearing_record": lambda s, _: replace(s, hearing="held"),
    "hearing_withdrawal": lambda s, _: replace(s, hearing="dropped"),
    "legal_review": lambda s, a: replace(s, review=a.details["outcome"]),
    "discussion": lambda s, _: replace(s, is_discussed=True),
    "term_extension": lambda s, a: replace(s, decision_due_on=date.fromisoformat(a.details["decision_due_on"])),
    "spot_report": lambda s, _: replace(s, is_reported=True),
}

Requirement = Callable[[Standing, Circumstances], type[PenaltyRefusal] | None]


def _when(broken: Callable[[Standing, Circumstances], bool], refusal: type[PenaltyRefusal]) -> Requirement:
    return lambda standing, circumstances: refusal if broken(standing, circumstances) else None


def needs_review(standing: Standing) -> bool:
    """Whether the law's reviewer must agree before a decision: always after a hearing. Source: 行政处罚法 art. 58."""
    return standing.notice is not None and (standing.notice.needs_review or standing.hearing == "held")


def _hearing_open(standing: Standing, circumstances: Circumstances) -> bool:
    """Whether a hearing may still be asked for."""
    notice = standing.notice
    if notice is None or not notice.has_hearing_right or standing.hearing is not None:
        return False
    return notice.hearing_until is None or circumstances.today <= notice.hearing_until


_OPEN = _when(lambda s, _: s.ended is not None, errors.CaseEnded)
_ORDINARY = _when(lambda s, _: s.procedure != "ordinary", errors.NotOrdinary)
_RUNNING = (_ORDINARY, _OPEN)
_IN_TIME = _when(lambda s, c: s.decision_due_on is not None and c.today > s.decision_due_on, errors.DecisionTooLate)
_EVIDENCED = _when(lambda s, _: s.evidence == 0, errors.EvidenceMissing)
_NOTICED = _when(lambda s, _: s.notice is None, errors.NoticeMissing)
_RECEIVED = _when(lambda s, _: s.notice is not None and s.notice.received_on is None, errors.NoticeNotReceived)
_HEARD = _when(lambda s, _: s.statement is None, errors.StatementUnheard)
_ANSWERED = _when(lambda s, _: s.statement == "made", errors.StatementNotReviewed)
_WINDOW_OVER = _when(_hearing_open, errors.HearingWindowRuns)
_HEARING_DONE = _when(lambda s, _: s.hearing in ("asked", "set"), errors.HearingNotHeld)
_REVIEWED = _when(lambda s, _: needs_review(s) and s.review is None, errors.ReviewMissing)
_NOT_RETURNED = _when(lambda s, _: s.review == "returned", errors.ReviewReturned)
_DISCUSSED = _when(
    lambda s, _: s.notice is not None and s.notice.is_serious and not s.is_discussed, errors.DiscussionMissing
)
_RIGHT = _when(lambda s, _: s.notice is not None and not s.notice.has_hearing_right, errors.NoHearingRight)
_UNSETTLED = _when(lambda s, _: s.hearing is not None, errors.HearingAsked)
_ASKED = _when(lambda s, _: s.hearing in (None, "waived", "dropped"), errors.HearingNotAsked)
_NOT_HELD = _when(lambda s, _: s.hearing == "held", errors.HearingHeld)
_KNOWN_TO_THEM = (*_RUNNING, _NOTICED, _RECEIVED)
_SETTLED = (*_KNOWN_TO_THEM, _HEARD, _ANSWERED, _WINDOW_OVER, _HEARING_DONE)

#: Act → what must hold before it, in the order in which it is said.
STAGES: dict[str, tuple[Requirement, ...]] = {
    "replacement": _RUNNING,
    "evidence": _RUNNING,
    "consequence": _RUNNING,
    "preservation": _RUNNING,
    "preservation_decision": (*_RUNNING, _when(lambda s, _: not s.preserved, errors.NothingPreserved)),
    "notice": (*_RUNNING, _IN_TIME, _EVIDENCED, _HEARING_DONE),
    "receipt": (
        *_RUNNING,
        _NOTICED,
        _when(lambda s, _: s.notice is not None and s.notice.received_on is not None, errors.NoticeReceived),
    ),
    "statement": (*_KNOWN_TO_THEM, _when(lambda s, _: s.statement is not None, errors.StatementRecorded)),
    "statement_review": (*_KNOWN_TO_THEM, _when(lambda s, _: s.statement != "made", errors.NoStatementToReview)),
    "hearing_request": (*_KNOWN_TO_THEM, _RIGHT, _UNSETTLED),
    "hearing_waiver": (*_KNOWN_TO_THEM, _RIGHT, _UNSETTLED),
    "hearing": (*_KNOWN_TO_THEM, _ASKED, _NOT_HELD),
    "hearing_record": (
        *_KNOWN_TO_THEM,
        _ASKED,
        _NOT_HELD,
        _when(lambda s, _: s.hearing != "set", errors.HearingNotSet),
    ),
    "hearing_withdrawal": (*_KNOWN_TO_THEM, _ASKED, _NOT_HELD),
    "legal_review": (*_SETTLED, _NOT_RETURNED),
    "discussion": _SETTLED,
    "term_extension": _RUNNING,
    "decision": (*_RUNNING, _IN_TIME, _EVIDENCED, *_SETTLED, _NOT_RETURNED, _REVIEWED, _DISCUSSED),
    "no_penalty": (*_RUNNING, _IN_TIME, _EVIDENCED, _HEARING_DONE),
    "withdrawal": _RUNNING,
    "transfer": _RUNNING,
    "spot_report": (
        _when(lambda s, _: s.procedure != "spot", errors.NotSpot),
        _when(lambda s, _: s.is_reported, errors.SpotReported),
    ),
}


def refusal_of(standing: Standing, kind: str, circumstances: Circumstances) -> type[PenaltyRefusal] | None:
    """Why this act is barred now, whatever it would say; None when it is not."""
    return next((found for ask in STAGES[kind] if (found := ask(standing, circumstances))), None)


def check_stage(standing: Standing, kind: str, circumstances: Circumstances) -> None:
    """Raise the first refusal of the act's stage.  Source: 行政处罚法 arts. 40-65; JN-2.3.3b."""
    if refusal := refusal_of(standing, kind, circumstances):
        raise refusal()
