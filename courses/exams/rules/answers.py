"""What becomes of answers that arrive in any order, twice, late, or from two devices. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from server.core.canonical import canonical_json
from server.core.permissions import Actor


class Verdict(StrEnum):
    """What an acknowledgement says of an answer. All of them mean: it is kept, the phone need not send it again."""

    COUNTED = "counted"
    REPEATED = "repeated"  # known, and it counts or counted
    OLDER = "older"  # a later answer to the slot had come before
    OTHER = "other"  # this sequence number is known with other content: two devices, or a phone put back
    LATE = "late"


class Timing(StrEnum):
    IN_TIME = "in_time"
    OFFLINE = "offline"  # given in time by the phone's account, sent afterwards within the upload window
    LATE = "late"


class Flag(StrEnum):
    """What a person should look at; nothing fails anyone by itself."""

    LATE = "late"
    OFFLINE_LATE = "offline_late"
    OTHER = "other"
    DEVICE_CHANGED = "device_changed"
    RESCUED = "rescued"
    NO_PHOTO = "no_photo"
    CLOCK_ODD = "clock_odd"


@dataclass(frozen=True)
class Bearer:
    """Who holds an attempt's token: one candidate's one device, for one try."""

    actor: Actor
    candidate_id: UUID
    serial: int
    try_no: int
    device: str


@dataclass(frozen=True)
class Answer:
    """An answer as it came; ``recorded_at`` is the phone's claim."""

    slot: int
    seq: int
    value: Any
    recorded_at: datetime | None = None

    @cached_property
    def text(self) -> bytes:
        """True and 1 are not the same answer, as they would be to Python."""
        return canonical_json(self.value)


@dataclass(frozen=True)
class Ack:
    slot: int
    seq: int
    verdict: str


@dataclass(frozen=True)
class Held:
    """The answer of a slot that counts."""

    seq: int
    text: bytes


@dataclass(frozen=True)
class Window:
    """The times of an attempt."""

    started_at: datetime
    deadline_at: datetime
    grace_seconds: int
    closes_at: datetime
    is_open: bool


@dataclass
class Taken:
    """What to write: answers that count from now on, everything for the log with its verdict, and flags."""

    acks: list[Ack] = field(default_factory=list)
    counted: dict[int, Answer] = field(default_factory=dict)
    logged: list[tuple[Answer, Verdict]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    late: int = 0


#: (slot, seq) → what the log knows under it: text and verdict.
Known = Mapping[tuple[int, int], Sequence[tuple[bytes, str]]]


def timing_of(window: Window, recorded_at: datetime | None, received_at: datetime) -> Timing:
    """Up to deadline and grace the server's clock alone decides; after it the phone's claim, for a person to look at.

    A claim from before the start is no claim: a clock two hours off must not turn late answers into early ones.
    """
    if not window.is_open:
        return Timing.LATE
    end = window.deadline_at + timedelta(seconds=window.grace_seconds)
    if received_at <= end:
        return Timing.IN_TIME
    if received_at <= window.closes_at and is_claimed_in_time(window, recorded_at):
        return Timing.OFFLINE
    return Timing.LATE


def is_claimed_in_time(window: Window, recorded_at: datetime | None) -> bool:
    end = window.deadline_at + timedelta(seconds=window.grace_seconds)
    return recorded_at is not None and window.started_at <= recorded_at <= end


def needs_log(answers: Sequence[Answer], held: Mapping[int, Held], timing: Callable[[Answer], Timing]) -> bool:
    """Whether the log must be read to judge; in the usual case every answer is newer than what is held."""
    return any(
        timing(answer) is Timing.LATE
        or (answer.slot in held and answer.seq <= held[answer.slot].seq and not _is_held(answer, held))
        for answer in answers
    )


def take(
    answers: Sequence[Answer], held: Mapping[int, Held], known: Known, timing: Callable[[Answer], Timing]
) -> Taken:
    """Judge answers one after another; the highest sequence number wins, and nothing is dropped.

    The same answers in any order and however often leave the same ones counted, unless two devices gave one sequence
    number to different answers: then the first to arrive stays, and the other is in the log.
    """
    taken, now_held = Taken(), dict(held)
    seen = {key: list(rows) for key, rows in known.items()}
    for slot, one in held.items():  # a newer answer of this very batch may take its place before it comes again
        seen.setdefault((slot, one.seq), [(one.text, Verdict.COUNTED.value)])
    for answer in answers:
        when, text = timing(answer), answer.text
        verdict = _verdict(answer, text, now_held.get(answer.slot), seen.get((answer.slot, answer.seq), []), when)
        taken.acks.append(Ack(answer.slot, answer.seq, verdict.value))
        rows = seen.setdefault((answer.slot, answer.seq), [])
        if verdict is Verdict.REPEATED or (text, verdict.value) in rows:
            continue
        rows.append((text, verdict.value))
        taken.logged.append((answer, verdict))
        if verdict is Verdict.COUNTED:
            now_held[answer.slot] = Held(answer.seq, text)
            taken.counted[answer.slot] = answer
        _note(taken, verdict, when)
    return taken


def _verdict(
    answer: Answer, text: bytes, held: Held | None, rows: Sequence[tuple[bytes, str]], when: Timing
) -> Verdict:
    if held and held.seq == answer.seq and held.text == text:
        return Verdict.REPEATED
    earlier = [verdict for known, verdict in rows if known == text and verdict != Verdict.LATE]
    if earlier:
        return Verdict.REPEATED if earlier[0] == Verdict.COUNTED else Verdict(earlier[0])
    if when is Timing.LATE:
        return Verdict.LATE
    if (held and held.seq == answer.seq) or any(verdict != Verdict.LATE for _, verdict in rows):
        return Verdict.OTHER
    return Verdict.OLDER if held and answer.seq < held.seq else Verdict.COUNTED


def _note(taken: Taken, verdict: Verdict, when: Timing) -> None:
    if verdict is Verdict.LATE:
        taken.late += 1
        taken.flags.add(Flag.LATE.value)
    elif verdict is Verdict.OTHER:
        taken.flags.add(Flag.OTHER.value)
    if when is Timing.OFFLINE:
        taken.flags.add(Flag.OFFLINE_LATE.value)


def _is_held(answer: Answer, held: Mapping[int, Held]) -> bool:
    known = held.get(answer.slot)
    return known is not None and known.seq == answer.seq and known.text == answer.text
