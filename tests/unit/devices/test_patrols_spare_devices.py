"""When rounds are due, who may be asked next, how cameras are dealt out, and how time is counted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from device_checks.patrols.errors import TimesImpossible, WindowTooLong
from device_checks.patrols.rules.pacing import Gate, Pace, network_of
from device_checks.patrols.rules.pauses import LONGEST_PAUSE, pause_after
from device_checks.patrols.rules.shards import Candidate, deal
from device_checks.patrols.rules.spans import spans
from device_checks.patrols.rules.times import check_times, due_between, shortest_gap_hours
from server.core.clock import BEIJING
from server.core.ids import new_id

MIDNIGHT = datetime(2026, 11, 22, tzinfo=BEIJING)
TIMES = {"1": [0, 6, 12, 18], "2": [6], "3": [8]}


def at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


def test_a_round_is_due_at_its_hour_and_for_its_classes() -> None:
    assert due_between(TIMES, at(5), at(5.9)) is None
    due = due_between(TIMES, at(5), at(6))
    assert due is not None
    assert (due.at, due.classes, due.missed) == (at(6), (1, 2), 0)
    assert due_between(TIMES, at(6), at(7)) is None


def test_missed_runs_are_made_up_once_and_not_for_longer_than_a_day() -> None:
    due = due_between(TIMES, at(-24 * 30), at(8.5))
    assert due is not None
    assert (due.at, due.classes, due.missed) == (at(8), (1, 2, 3), 4)
    assert due_between({"1": [9], "2": [], "3": []}, at(10), at(9.5)) is None  # the clock went back


def test_days_are_those_of_beijing() -> None:
    due = due_between({"1": [0]}, datetime(2026, 11, 21, 15, 59, tzinfo=UTC), datetime(2026, 11, 21, 16, tzinfo=UTC))
    assert due is not None
    assert due.at == MIDNIGHT


@pytest.mark.parametrize("times", [{}, {"1": []}, {"1": [24]}, {"1": [-1]}, {"4": [1]}, {"1": [1, 1]}], ids=str)
def test_a_plan_that_never_fires_or_at_no_hour_is_refused(times: dict[str, list[int]]) -> None:
    with pytest.raises(TimesImpossible):
        check_times(times, 10)


def test_a_plan_that_always_fires_may_take_an_hour() -> None:
    always = {"1": list(range(24))}
    check_times(always, 60)
    with pytest.raises(WindowTooLong):
        check_times(always, 61)
    assert shortest_gap_hours({"1": [23], "2": [0]}) == 1
    assert shortest_gap_hours({"1": [5]}) == 24


def test_devices_take_turns_and_none_is_asked_by_more_than_it_bears() -> None:
    gate: Gate[str] = Gate(Pace(per_device=2, per_network=100, gap_ms=0))
    for number in range(6):
        gate.add(f"a{number}", "a", "n")
    for number in range(2):
        gate.add(f"b{number}", "b", "n")
    assert [gate.take(0) for _ in range(5)] == ["a0", "b0", "a1", "b1", None]
    gate.done("a", "n")
    assert (gate.take(0), gate.take(0)) == ("a2", None)
    assert gate.waiting == 3


def test_a_device_gets_a_breath_between_two_calls_and_others_do_not_wait_for_it() -> None:
    gate: Gate[str] = Gate(Pace(per_device=9, per_network=9, gap_ms=1000))
    for name in ("a0", "a1", "b0"):
        gate.add(name, name[0], "n")
    assert [gate.take(0.0), gate.take(0.1), gate.take(0.2), gate.take(0.99)] == ["a0", "b0", None, None]
    assert gate.take(1.0) == "a1"


def test_a_network_bears_so_many_at_once() -> None:
    gate: Gate[int] = Gate(Pace(per_device=9, per_network=3, gap_ms=0))
    for number in range(5):
        gate.add(number, f"10.0.0.{number}", network_of(f"10.0.0.{number}:554"))
    assert sum(gate.take(0) is not None for _ in range(5)) == 3
    gate.add(9, "10.0.1.1", network_of("10.0.1.1"))
    assert gate.take(0) == 9


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("10.1.2.3", "0a0102"),
        ("10.1.2.3:80", "0a0102"),
        ("[fd00::1]:554", "fd00000000000000"),
        ("nvr.example:80", "nvr.example"),
    ],
)
def test_a_network_is_read_off_the_host(host: str, network: str) -> None:
    assert network_of(host) == network


def test_a_device_stays_whole_and_nobody_is_lost_or_doubled() -> None:
    cameras = [Candidate(new_id(), f"recorder{number % 70}") for number in range(2000)]
    cameras += [Candidate(new_id(), "platform") for _ in range(900)] + [Candidate(new_id(), "") for _ in range(300)]
    shards = deal(cameras)
    assert Counter(id for shard in shards for id in shard) == Counter(one.id for one in cameras)
    device_of = {one.id: one.device or str(one.id) for one in cameras}
    homes: dict[str, set[int]] = {}
    for number, shard in enumerate(shards):
        for id in shard:
            homes.setdefault(device_of[id], set()).add(number)
    assert all(len(home) == 1 for home in homes.values())
    assert max(len(shard) for shard in shards) == 900
    assert len(shards) >= 6
    assert deal([]) == []


def test_those_that_failed_are_asked_first_and_devices_take_turns() -> None:
    cameras = [
        Candidate(new_id(), "a"),
        Candidate(new_id(), "a"),
        Candidate(new_id(), "b"),
        Candidate(new_id(), "b", True),
    ]
    assert deal(cameras) == [[cameras[3].id, cameras[0].id, cameras[2].id, cameras[1].id]]


def test_a_dead_camera_is_asked_less_often_but_every_day() -> None:
    assert pause_after(5) is None
    pauses = [pause_after(failures) for failures in range(6, 400)]
    assert pauses[0] == timedelta(hours=2)
    assert pauses == sorted(pauses)  # type: ignore[type-var]
    assert pauses[-1] == LONGEST_PAUSE < timedelta(days=1)


def test_time_between_looks_is_split_at_the_month_of_beijing() -> None:
    until = datetime(2026, 12, 1, 2, tzinfo=BEIJING)
    assert list(spans(until - timedelta(hours=5), until)) == [("2026-11", 3 * 3600), ("2026-12", 2 * 3600)]
    assert list(spans(until - timedelta(hours=1), until)) == [("2026-12", 3600)]
    assert list(spans(None, until)) == []
    assert list(spans(until + timedelta(hours=1), until)) == []  # the clock went back
    assert list(spans(until - timedelta(days=3), until)) == []  # nobody knows
