"""From wherever a case can get to, the bureau alone can bring it to an end: no state is without a lawful exit.

The graph is walked by the rules themselves. What the respondent or a court may do leads in, and never counts as a way
out: a court always refuses, nobody ever pays, and everybody may be gone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from reports.executions.rules import STAGES, Around, Course, acts, check_stage, fold, owed_on, refusal_of, state_of
from reports.executions.services.preparing import PREPARING
from reports.executions.services.terms import SEED
from reports.penalties.rules import STAGES as BEFORE
from reports.penalties.rules import Act, Circumstances, Standing, Terms
from reports.penalties.rules import fold as fold_case
from reports.penalties.rules.acts import ActDraft, plain
from reports.penalties.rules.stages import refusal_of as barring
from reports.penalties.services.terms import SEED as PENALTY_SEED
from server.core.errors import ShouwangError
from server.core.ids import new_id
from server.units.attachments.rules import AttachedFile
from server.units.calendar.rules import WorkingCalendar

DAY = date(2026, 3, 2)
FINE = 1_000_000
ROWS = [row for seed in (PENALTY_SEED, SEED) for row in json.loads(seed.read_text("utf-8"))]
VALUES = {row["code"]: row["value"] for row in ROWS if not row["code"].startswith("article.")}
#: What is added to a late fine is at its cap at once: how much it is leads nowhere else, and takes long to count.
TERMS = Terms(DAY, {**VALUES, "late_surcharge": {"percent_a_day": 100, "cap_percent": 100}}, {})
PROOF = (AttachedFile("0" * 64, "evidence", "裁定书"),)
WAITS = (12, 100, 400)
#: Papers that must reach the respondent, by the act they come of.
TO_SERVE = {"postponement_reply", "annulment", "enforcement_end"}


@dataclass(frozen=True)
class Case:
    """A case after its decision: what was done, what day it is, what was served when."""

    ruling: str | None
    fine_fen: int
    today: date = DAY
    done: tuple[Act, ...] = ()
    delivered_on: date | None = None
    demanded_on: date | None = None
    unserved: frozenset[str] = frozenset()

    @property
    def course(self) -> Course:
        return fold(self.ruling, self.fine_fen, self.done)

    @property
    def around(self) -> Around:
        return Around(
            self.today,
            TERMS,
            delivered_on=self.delivered_on,
            demanded_on=self.demanded_on,
            unserved=len(self.unserved),
        )

    def likeness(self) -> tuple[Any, ...]:
        """Two cases with the same acts barred for the same reasons, and the same behind them, are taken for one."""
        course, around = self.course, self.around
        barred = tuple((refusal.code if (refusal := refusal_of(course, kind, around)) else "") for kind in STAGES)
        facts = (course.court, course.ending, course.is_pending, bool(course.plans), len(course.remedies))
        return (*barred, state_of(course, around), *facts, course.running is None, bool(self.unserved))


def drafts(case: Case) -> Iterator[tuple[str, ActDraft]]:
    """Whatever anybody might try today, by a name."""
    today, course = case.today, case.course
    some: dict[str, Any] = {"id": new_id(), "files": PROOF}
    owed = owed_on(course, case.around)
    for name, fine, added in (("pay half", FINE // 2, 0), ("pay all", owed.fine_open_fen, owed.surcharge_open_fen)):
        some_paid = {"paid_on": today, "fine_fen": fine, "surcharge_fen": added}
        yield name, acts.PaymentMade(**some, **some_paid, channel="bank", receipt_no="1")
    yield "ask to pay later", acts.PostponementRequest(**some, asked_on=today, text="困难")
    part = acts.Instalment(today + timedelta(days=30), course.fine_fen - course.paid_fen)
    yield "grant", acts.PostponementReply(**some, is_granted=True, instalments=(part,), reasons="困难")
    yield "refuse", acts.PostponementReply(**some, is_granted=False, instalments=(), reasons="不困难")
    for remedy in acts.REMEDIES:
        yield (
            remedy,
            acts.RemedyLodged(
                **some, remedy=remedy, lodged_on=today, authority="机关", reference_no="", late_reason="受理"
            ),
        )
    for word in ("upheld", "changed", "annulled"):
        yield (
            word,
            acts.RemedyOutcome(
                **some,
                outcome=word,
                decided_on=today,
                received_on=today,
                reference_no="",
                fine_fen=FINE // 4,
                text="书",
            ),
        )
    yield "demand", acts.Demand(**some, text="请缴")
    yield "go to court", acts.CourtApplication(**some, applied_on=today, court="法院", reference_no="")
    for result in acts.COURT_RESULTS:
        yield f"court {result}", acts.CourtResult(**some, result=result, decided_on=today, text="裁定")
    for ground in acts.ENDING_GROUNDS:
        yield f"end {ground}", acts.EnforcementEnd(**some, ground=ground, reason="情况")
    yield "annul", acts.Annulment(**some, reason="错误")
    yield (
        "refund",
        acts.Refund(**some, refunded_on=today, fen=max(1, owed.refund_fen), receipt_no="1"),
    )
    yield "close", acts.Closing(**some, opinion="结案")


#: What the bureau can do by itself, or must be told: a court that refuses, an authority that upholds.
OWN = {"refuse", "upheld", "demand", "go to court", "court refused", "refund", "close", "serve"}
OWN |= {"end court_refused", "end court_window_over", *(f"wait {days}" for days in WAITS)}


def take(case: Case, draft: ActDraft) -> Case | None:
    """The case after the act; none where the rules bar it."""
    course, around = case.course, case.around
    try:
        check_stage(course, draft.kind, around)
        added = PREPARING[draft.kind](course, around, draft) if draft.kind in PREPARING else {}
    except ShouwangError:
        return None
    details = {**draft.details(), **{name: plain(value) for name, value in added.items()}}
    unserved = case.unserved
    annuls = draft.kind == "annulment" or details.get("outcome") == "annulled"
    if annuls:
        unserved = (unserved - {"decision"}) | {"annulment"}  # the revoked paper needs no service
    elif draft.kind in TO_SERVE and details.get("ground") != acts.GONE:
        unserved |= {draft.kind}
    demanded_on = None if draft.kind == "demand" else case.demanded_on
    done = (*case.done, Act(draft.id, draft.kind, case.today, details))
    return replace(case, done=done, unserved=unserved, demanded_on=demanded_on)


def moves(case: Case) -> Iterator[tuple[str, Case]]:
    """Every lawful next case, by the name of what led there."""
    for days in WAITS:
        yield f"wait {days}", replace(case, today=case.today + timedelta(days=days))
    if case.unserved or (case.course.demand and case.demanded_on is None):
        delivered = case.delivered_on or (case.today if "decision" in case.unserved else None)
        yield "serve", replace(case, unserved=frozenset(), delivered_on=delivered, demanded_on=case.today)
    for name, draft in drafts(case):
        if (after := take(case, draft)) is not None:
            yield name, after


Graph = dict[tuple[Any, ...], dict[tuple[Any, ...], set[str]]]


def explore(start: Case) -> tuple[Graph, dict[tuple[Any, ...], Case]]:
    """All cases that differ, and by which moves one leads to another."""
    graph: Graph = {}
    seen = {start.likeness(): start}
    waiting = [start.likeness()]
    while waiting:
        here = waiting.pop()
        graph[here] = defaultdict(set)
        for name, after in moves(seen[here]):
            there = after.likeness()
            graph[here][there].add(name)
            if there not in seen:
                seen[there] = after
                waiting.append(there)
    return graph, seen


def leading_to(graph: Graph, goals: set[tuple[Any, ...]], allowed: Callable[[str], bool]) -> set[tuple[Any, ...]]:
    """The nodes from which a goal is reached by allowed moves alone."""
    back: dict[tuple[Any, ...], set[tuple[Any, ...]]] = defaultdict(set)
    for here, nexts in graph.items():
        for there, names in nexts.items():
            if any(map(allowed, names)):
                back[there].add(here)
    found, waiting = set(goals), list(goals)
    while waiting:
        for before in back[waiting.pop()] - found:
            found.add(before)
            waiting.append(before)
    return found


STARTS = {
    "fined": Case("penalty", FINE, unserved=frozenset({"decision"})),
    "warned": Case("penalty", 0, unserved=frozenset({"decision"})),
    "spared": Case("no_penalty", 0, unserved=frozenset({"decision"})),
    "on the spot": Case("spot", 0, delivered_on=DAY),
    "withdrawn": Case(None, 0),
}


@cache
def walked(start: str) -> tuple[Graph, dict[tuple[Any, ...], Case]]:
    """Each graph once a run: the largest takes ten seconds."""
    return explore(STARTS[start])


@pytest.mark.parametrize("start", STARTS)
def test_the_bureau_alone_can_close_a_case_from_wherever_it_got_to(start: str) -> None:
    graph, seen = walked(start)
    closed = {key for key, case in seen.items() if case.course.closed_on is not None}
    assert closed
    stuck = set(graph) - leading_to(graph, closed, OWN.__contains__)
    assert [[act.kind for act in seen[key].done] for key in stuck] == []


def test_without_an_end_of_enforcement_there_would_be_no_way_out() -> None:
    """Or the test above would hold of anything: a court that refused, and a window that was missed, were dead ends."""
    graph, seen = walked("fined")
    closed = {key for key, case in seen.items() if case.course.closed_on is not None}
    without = OWN - {"end court_refused", "end court_window_over"}
    stuck = set(graph) - leading_to(graph, closed, without.__contains__)
    assert {seen[key].course.court for key in stuck} >= {None, "refused"}


@dataclass(frozen=True)
class Inquiry:
    """A case before its decision, by its acts, its day and the service of the notice of a hearing."""

    done: tuple[Act, ...]
    today: date = DAY
    hearing_told_on: date | None = None

    @classmethod
    def filed(cls) -> Inquiry:
        officers = [{"person_id": str(new_id())}]
        due = TERMS.span("decision").end_after(DAY, WorkingCalendar()).isoformat()
        return cls((Act(new_id(), "filing", DAY, {"officers": officers, "decision_due_on": due}),))

    @property
    def standing(self) -> Standing:
        return fold_case("ordinary", "unit", self.done)

    @property
    def around(self) -> Circumstances:
        return Circumstances(self.today, TERMS, hearing_told_on=self.hearing_told_on)

    def likeness(self) -> tuple[Any, ...]:
        barred = tuple((found.code if (found := barring(self.standing, kind, self.around)) else "") for kind in BEFORE)
        return (
            *barred,
            self.standing.state,
            self.standing.hearing,
            self.standing.review,
            bool(self.standing.preserved),
        )

    def moves(self) -> Iterator[tuple[str, Inquiry]]:
        for days in WAITS:
            yield f"wait {days}", replace(self, today=self.today + timedelta(days=days))
        if self.standing.hearing == "set" and self.hearing_told_on is None:
            yield "serve", replace(self, hearing_told_on=self.today)
        for kind in BEFORE:
            if barring(self.standing, kind, self.around) is None:
                for details in self._details(kind):
                    act = Act(new_id(), kind, self.today, details)
                    told = None if kind == "hearing" else self.hearing_told_on
                    yield kind, replace(self, done=(*self.done, act), hearing_told_on=told)

    def _details(self, kind: str) -> Iterator[dict[str, Any]]:
        """What the rules read of an act, in each kind that makes a difference."""
        day = TERMS.span("hearing_notice").end_after(self.today, WorkingCalendar())
        officer = str(next(iter(self.standing.officers)))
        plain_notice = {"is_warning": True, "fine_fen": FINE, "is_serious": False, "needs_review": True}
        many: dict[str, list[dict[str, Any]]] = {
            "replacement": [{"out_id": officer, "in_id": officer}],
            "consequence": [{"consequence": "loss"}],
            "preservation_decision": [{"preservation_id": str(one)} for one in self.standing.preserved],
            "notice": [{**plain_notice, "has_hearing_right": right} for right in (True, False)],
            "receipt": [{"received_on": self.today.isoformat(), "hearing_until": day.isoformat()}],
            "statement": [{"is_made": True}, {"is_made": False}],
            "hearing": [{"held_at": f"{day}T02:00:00+00:00", "host_id": str(new_id())}],
            "legal_review": [{"outcome": word} for word in ("agreed", "returned")],
            "term_extension": [{"decision_due_on": (self.today + timedelta(days=30)).isoformat()}],
        }
        yield from many.get(kind, [{}])


def investigations() -> tuple[Graph, dict[tuple[Any, ...], Inquiry]]:
    """The same of what comes before a decision."""
    graph: Graph = {}
    start = Inquiry.filed()
    seen = {start.likeness(): start}
    waiting = [start.likeness()]
    while waiting:
        here = waiting.pop()
        graph[here] = defaultdict(set)
        for name, after in seen[here].moves():
            there = after.likeness()
            graph[here][there].add(name)
            if there not in seen:
                seen[there] = after
                waiting.append(there)
    return graph, seen


def test_a_case_can_be_ended_and_ruled_on_from_wherever_it_got_to() -> None:
    """Withdrawn at any moment; and, however late, decided to be without a penalty, so that nobody is left in doubt."""
    graph, seen = investigations()
    assert {"collecting", "noticed", "hearing", "reviewing", "deciding", "decided"} <= {
        one.standing.state for one in seen.values()
    }
    for ending in ("withdrawal", "no_penalty"):
        ended = {key for key, one in seen.items() if one.done[-1].kind == ending}
        others = {key for key, one in seen.items() if one.standing.ended and one.done[-1].kind != ending}
        stuck = set(graph) - leading_to(graph, ended, lambda name: True) - others
        assert [[act.kind for act in seen[key].done] for key in stuck] == [], ending
