"""Whatever cameras answer and people say, in any order: no illegal jump, one unended fault of a kind, ended once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device_checks.pictures.errors import FaultEnded, FaultJudged
from device_checks.pictures.models import PictureFault
from device_checks.pictures.rules.faults import MOVES, Confirmation
from device_checks.pictures.rules.looking import OF_THE_CONNECTION, Look
from device_checks.pictures.rules.persistence import HIDING, Need, Needs, advance, kept_streaks, streaks_of
from device_checks.pictures.services import lay_down
from device_checks.pictures.services.judging import call_false_alarm, confirm_fault
from device_checks.verification.rules import Finding
from device_checks.verification.rules.findings import KINDS
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.facilities import camera
from tests.world import World

START = datetime(2026, 3, 2, tzinfo=UTC)
SEEN = ("offline", "black", "moved", "partly_covered")
found = st.dictionaries(st.sampled_from(SEEN), st.sampled_from(["doubt", "fault"]), max_size=2)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("look"), found, st.integers(1, 400)),
        st.tuples(st.just("confirm"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("deny"), st.integers(0, 5), st.just(0)),
    ),
    min_size=3,
    max_size=14,
)


def look_of(camera_id: UUID, verdicts: dict[str, str], at: datetime) -> Look:
    """A look that saw this; where the camera was offline, it saw nothing else."""
    if "offline" in verdicts:
        verdicts = {"offline": "fault"}
    findings = tuple(Finding(kind, verdict, 1.0, 1.0) for kind, verdict in verdicts.items())
    assessed = frozenset() if "offline" in verdicts else frozenset(KINDS) | OF_THE_CONNECTION
    worst = "fault" if "fault" in verdicts.values() else "doubt" if verdicts else "fine"
    return Look(new_id(), camera_id, at, at, "http", worst, findings, assessed)


@pytest.mark.usefixtures("connected")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(course=steps)
def test_a_fault_never_jumps_and_ends_once(world: World, course: list[tuple[str, object, int]]) -> None:
    id, at = camera(world.units["school_first"]).id, START
    before: dict[UUID, str] = {}
    for act, what, minutes in course:
        if act == "look":
            at += timedelta(minutes=minutes)
            assert isinstance(what, dict)
            lay_down(SYSTEM, [look_of(id, what, at)])
        elif before and isinstance(what, int):
            judge(act, sorted(before)[what % len(before)], before)
        rows = list(PictureFault.select().where(PictureFault.camera_id == id))
        for row in rows:
            check(before.get(row.id), row)
        unended = [row.kind for row in rows if row.open_key]
        assert len(unended) == len(set(unended))
        before = {row.id: row.state for row in rows}


def judge(act: str, fault_id: UUID, before: dict[UUID, str]) -> None:
    to = "confirmed" if act == "confirm" else "false_alarm"
    is_allowed = to in MOVES[before[fault_id]]
    try:
        if act == "confirm":
            confirm_fault(SYSTEM, fault_id, Confirmation(new_id(), "none", ""))
        else:
            call_false_alarm(SYSTEM, fault_id, new_id(), "误报")
    except (FaultEnded, FaultJudged):
        assert not is_allowed
    else:
        assert is_allowed


def check(was: str | None, row: PictureFault) -> None:
    """One look may take a fault through several of its moves at once, never against them."""
    assert row.state in reachable(was or "suspected")
    assert (row.state == "closed") == (row.open_key is None) == (row.closed_at is not None)
    assert row.first_seen_at <= row.last_seen_at
    if row.opened_at:
        assert row.seen_count >= 2


def reachable(state: str) -> set[str]:
    found, waiting = {state}, [state]
    while waiting:
        fresh = MOVES[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


verdicts_of_looks = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(KINDS), st.sampled_from(["doubt", "fault"]), max_size=3),
        st.integers(1, 600),
    ),
    min_size=1,
    max_size=20,
)


@given(course=verdicts_of_looks)
def test_streaks_count_what_was_seen_and_end_only_by_what_could_have_seen_it(
    course: list[tuple[dict[str, str], int]],
) -> None:
    needs = Needs(Need(2, 5, 5, 6, 1440))
    streaks, at = {}, START
    for verdicts, minutes in course:
        at += timedelta(minutes=minutes)
        done = advance(streaks, verdicts, KINDS, at, needs)
        assert not done.lasting - done.seen
        assert not done.cleared & done.seen
        assert all(done.streaks[kind].looks == (streaks[kind].looks if kind in streaks else 0) + 1 for kind in verdicts)
        hidden = bool(HIDING & set(verdicts))
        for kind in set(streaks) - set(verdicts):
            assert (kind in done.streaks) == (hidden and kind not in HIDING)
        assert all(streak.faults >= 2 or streak.looks >= 6 for k, streak in done.streaks.items() if k in done.lasting)
        assert done.recheck_at is None or done.recheck_at > at
        assert streaks_of(kept_streaks(done.streaks)) == done.streaks
        streaks = dict(done.streaks)
