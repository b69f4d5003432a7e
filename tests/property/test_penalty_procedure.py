"""Whatever is tried in whatever order, no decision is reached without all that must come before it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.penalties.errors import PenaltyRefusal
from reports.penalties.rules import STAGES, Act, Choice, Circumstances, Terms, check_stage, fold
from reports.penalties.rules.measures import (
    calls_for_review,
    check_choice,
    check_not_for_speaking,
    check_notified,
    has_hearing_right,
    is_serious,
)
from reports.penalties.services.terms import SEED
from server.core.ids import new_id

FILED_ON = date(2026, 11, 23)
OFFICER = "0191f000-0000-7000-8000-000000000001"
ROWS = json.loads(SEED.read_text("utf-8"))
TERMS = Terms(FILED_ON, {row["code"]: row["value"] for row in ROWS if not row["code"].startswith("article.")}, {})
CHOICES = st.builds(
    Choice,
    is_warning=st.booleans(),
    fine_fen=st.sampled_from([0, 1_000_000, 2_000_000, 5_000_000, 9_000_000]),
    grade=st.sampled_from(["light", "ordinary", "heavy"]),
    factors=st.sampled_from([(), ("eliminated_harm",), ("grave_result",)]),
)
CONDITIONS = st.sets(st.sampled_from(["order_issued", "deadline_passed", "recheck_failed"]))
MOVES = st.lists(
    st.tuples(st.sampled_from(sorted(STAGES)), CHOICES, st.booleans(), st.integers(0, 4)), min_size=5, max_size=40
)
#: A way to a decision, mixed in so that random moves reach the far end at all.
LAWFUL = ["evidence", "consequence", "notice", "receipt", "statement", "hearing_waiver", "discussion", "legal_review"]


class Tried:
    """A case that takes each act the rules let it take, and remembers those it took."""

    def __init__(self, conditions: set[str]) -> None:
        self.today, self.conditions = FILED_ON, frozenset(conditions)
        due = (FILED_ON + timedelta(days=90)).isoformat()
        filing = {"officers": [{"person_id": OFFICER}], "decision_due_on": due}
        self.acts = [Act(new_id(), "filing", FILED_ON, filing)]

    def take(self, kind: str, choice: Choice, flag: bool, days: int) -> None:
        self.today += timedelta(days=days)
        standing = fold("ordinary", "unit", self.acts)
        around = Circumstances(self.today, TERMS, conditions=self.conditions)
        try:
            check_stage(standing, kind, around)
            if kind == "notice":
                check_choice(choice, TERMS.offence("regulation_19"), standing, around)
                check_not_for_speaking(choice, standing)
            if kind == "decision":
                check_notified(choice, standing)
                check_choice(choice, TERMS.offence("regulation_19"), standing, around)
        except PenaltyRefusal:
            return
        self.acts.append(Act(new_id(), kind, self.today, self._details(kind, choice, flag)))

    def _details(self, kind: str, choice: Choice, flag: bool) -> dict[str, Any]:
        standing = fold("ordinary", "unit", self.acts)
        around = Circumstances(self.today, TERMS)
        right = has_hearing_right(choice, standing, around)
        serious = is_serious(choice, standing, around)
        return {
            **vars(choice),
            "has_hearing_right": right,
            "is_serious": serious,
            "needs_review": calls_for_review(right, serious, around),
            "received_on": self.today.isoformat(),
            "hearing_until": (self.today + timedelta(days=7)).isoformat(),
            "is_made": flag,
            "outcome": "agreed" if flag else "returned",
            "consequence": "loss",
            "held_at": "2026-12-20T01:30:00Z",
            "host_id": str(new_id()),
            "out_id": OFFICER,
            "in_id": OFFICER,
            "preservation_id": str(next((one for one in standing.preserved), UUID(OFFICER))),
            "decision_due_on": (standing.decision_due_on or FILED_ON).isoformat(),
        }


def since_notice(acts: list[Act]) -> list[Act]:
    last = max(place for place, act in enumerate(acts) if act.kind == "notice")
    return acts[last:]


def broken(tried: Tried) -> list[str]:
    """What a decision lacks, told from the acts themselves and not by the rules that let it pass."""
    before, decided = tried.acts[:-1], tried.acts[-1]
    kinds = [act.kind for act in before]
    if "evidence" not in kinds or "notice" not in kinds:
        return ["no evidence or no notice"]
    after = since_notice(before)
    lacks = {
        **lacks_of_hearing(after, decided),
        **lacks_of_care(after),
        **lacks_of_measure(tried, after[0].details, kinds),
    }
    return [lack for lack, is_so in lacks.items() if is_so]


def lacks_of_hearing(after: list[Act], decided: Act) -> dict[str, bool]:
    notice, told = after[0].details, {act.kind for act in after}
    made = [act.details["is_made"] for act in after if act.kind == "statement"]
    received = [act.details["hearing_until"] for act in after if act.kind == "receipt"]
    is_asked = "hearing_request" in told
    is_open = notice["has_hearing_right"] and not is_asked and "hearing_waiver" not in told
    return {
        "not received": not received,
        "not heard": not made,
        "statement not answered": any(made) and "statement_review" not in told,
        "hearing asked for and not held": is_asked and not {"hearing_record", "hearing_withdrawal"} & told,
        "hearing could still be asked for": is_open and decided.on <= date.fromisoformat(received[0]),
    }


def lacks_of_care(after: list[Act]) -> dict[str, bool]:
    notice, told = after[0].details, {act.kind for act in after}
    reviews = [act.details["outcome"] for act in after if act.kind == "legal_review"]
    needs_review = notice["has_hearing_right"] or "hearing_record" in told
    return {
        "not reviewed": needs_review and reviews[-1:] != ["agreed"],
        "not discussed": notice["is_serious"] and "discussion" not in told,
    }


def lacks_of_measure(tried: Tried, notice: Any, kinds: list[str]) -> dict[str, bool]:
    decided = tried.acts[-1]
    fine, needed = decided.details["fine_fen"], {"order_issued", "deadline_passed", "recheck_failed"}
    return {
        "heavier than notified": fine > notice["fine_fen"],
        "without consequence": bool(fine) and "consequence" not in kinds,
        "fined without its conditions": bool(fine) and tried.conditions != needed,
        "too late": decided.on > FILED_ON + timedelta(days=90),
    }


@given(CONDITIONS, MOVES)
@settings(max_examples=300, deadline=None)
def test_no_random_way_leads_to_an_unlawful_decision(conditions: set[str], moves: list[Any]) -> None:
    tried = Tried(conditions)
    for move in moves:
        tried.take(*move)
        if tried.acts[-1].kind == "decision":
            assert broken(tried) == []
            break


@given(CHOICES, st.permutations(LAWFUL), st.sets(st.sampled_from(LAWFUL), max_size=3), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_way_with_steps_left_out_or_turned_round_is_no_way(
    choice: Choice, turned: list[str], left_out: set[str], is_turned: bool
) -> None:
    choice = replace(choice, is_warning=True)
    tried = Tried({"order_issued", "deadline_passed", "recheck_failed"})
    for kind in [kind for kind in (turned if is_turned else LAWFUL) if kind not in left_out]:
        tried.take(kind, choice, kind == "legal_review", 0)
    tried.take("decision", choice, True, 0)
    if tried.acts[-1].kind == "decision":
        assert broken(tried) == []


def test_the_whole_way_is_a_way() -> None:
    """Or the tests above would hold of rules that refuse everything."""
    tried = Tried({"order_issued", "deadline_passed", "recheck_failed"})
    choice = Choice(True, 5_000_000, "ordinary")
    for kind in LAWFUL:
        tried.take(kind, choice, kind == "legal_review", 0)
    tried.take("decision", choice, True, 0)
    assert [act.kind for act in tried.acts] == ["filing", *LAWFUL, "decision"]
