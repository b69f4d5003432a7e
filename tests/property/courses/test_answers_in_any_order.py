"""What is acknowledged stays, and the highest number counts: saves, cuts, repeats, the deadline and the end in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from courses.exams.rules.answers import Answer, Held, Timing, Verdict, Window, needs_log, take, timing_of

START = datetime(2026, 11, 2, 1, tzinfo=UTC)
SLOTS = st.integers(1, 3)
VALUES = st.one_of(st.none(), st.booleans(), st.sampled_from(["a", "b", ["a", "b"], 1, {"l1": "r1"}]))


def in_time(_: Answer) -> Timing:
    return Timing.IN_TIME


@given(
    st.dictionaries(st.tuples(SLOTS, st.integers(1, 9)), VALUES, max_size=12),
    st.randoms(use_true_random=False),
    st.integers(1, 4),
)
def test_with_distinct_numbers_every_order_and_every_cut_leaves_the_same_answers(
    sent: dict[tuple[int, int], Any], random: Any, cuts: int
) -> None:
    answers = [Answer(slot, seq, value) for (slot, seq), value in sent.items()] * 2
    random.shuffle(answers)
    held: dict[int, Held] = {}
    known: dict[tuple[int, int], list[tuple[bytes, str]]] = {}
    for at in range(0, len(answers), cuts):
        part = answers[at : at + cuts]
        taken = take(part, held, known if needs_log(part, held, in_time) else {}, in_time)
        held |= {slot: Held(answer.seq, answer.text) for slot, answer in taken.counted.items()}
        for answer, verdict in taken.logged:
            known.setdefault((answer.slot, answer.seq), []).append((answer.text, verdict.value))
    highest = {slot: max(seq for one, seq in sent if one == slot) for slot, _ in sent}
    assert {slot: one.seq for slot, one in held.items()} == highest
    assert {key: len(rows) for key, rows in known.items()} == dict.fromkeys(sent, 1)


class Sitting(RuleBasedStateMachine):
    """A server that knows only what ``take`` told it to write, and a phone that believes what is acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[int, Held] = {}
        self.log: list[tuple[Answer, Verdict]] = []
        self.acked: dict[tuple[int, int, bytes], str] = {}
        self.counted_once: dict[int, int] = {}
        self.now, self.seq, self.is_open = START, 0, True
        self.unsent: list[Answer] = []

    @initialize()
    def begin(self) -> None:
        self.window_end = START + timedelta(minutes=60)

    @rule(slot=SLOTS, value=VALUES, offset=st.sampled_from([-120, 0, 120]))
    def answer(self, slot: int, value: Any, offset: int) -> None:
        self.seq += 1
        self.unsent.append(Answer(slot, self.seq, value, self.now + timedelta(minutes=offset)))

    @rule(minutes=st.integers(1, 45))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(data=st.data())
    def send_some(self, data: st.DataObject) -> None:
        if self.unsent:
            self._send(data.draw(st.lists(st.sampled_from(self.unsent), max_size=6)))

    @rule(slot=SLOTS, seq=st.integers(1, 5), value=VALUES)
    def another_device_sends(self, slot: int, seq: int, value: Any) -> None:
        self._send([Answer(slot, seq, value, self.now)])

    @precondition(lambda self: self.is_open)
    @rule()
    def submit(self) -> None:
        self._send(self.unsent)
        self.is_open = False

    def _send(self, answers: list[Answer]) -> None:
        window = Window(START, self.window_end, 30, self.window_end + timedelta(minutes=60), self.is_open)

        def timing(answer: Answer) -> Timing:
            return timing_of(window, answer.recorded_at, self.now)

        known: dict[tuple[int, int], list[tuple[bytes, str]]] = {}
        if needs_log(answers, self.held, timing):
            for answer, verdict in self.log:
                known.setdefault((answer.slot, answer.seq), []).append((answer.text, verdict.value))
        taken = take(answers, self.held, known, timing)
        assert len(taken.acks) == len(answers), "every answer is acknowledged"
        self.held |= {slot: Held(answer.seq, answer.text) for slot, answer in taken.counted.items()}
        self.log += taken.logged
        for answer, ack in zip(answers, taken.acks, strict=True):
            self.acked.setdefault((answer.slot, answer.seq, answer.text), ack.verdict)
        if not self.is_open:
            assert not taken.counted, "a finished attempt is never changed"

    @invariant()
    def everything_acknowledged_is_kept(self) -> None:
        kept = {(answer.slot, answer.seq, answer.text) for answer, _ in self.log}
        assert self.acked.keys() == kept

    @invariant()
    def nothing_is_logged_twice_alike(self) -> None:
        rows = [(answer.slot, answer.seq, answer.text, verdict) for answer, verdict in self.log]
        assert len(rows) == len(set(rows))

    @invariant()
    def what_counts_is_the_highest_number_that_counted(self) -> None:
        for slot, held in self.held.items():
            numbers = [answer.seq for answer, verdict in self.log if answer.slot == slot and verdict is Verdict.COUNTED]
            assert held.seq == max(numbers)
            assert self.counted_once.get(slot, 0) <= held.seq, "never backwards"
            self.counted_once[slot] = held.seq


TestSitting = Sitting.TestCase
TestSitting.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
