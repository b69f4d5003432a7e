"""The life of a fault of a picture: seen, lasting, judged by a person, ended by the next good check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from device_checks.pictures.errors import ConfirmationIncomplete, FaultEnded, FaultJudged, TakenAtImpossible
from server.core.errors import FieldProblem


class FaultState(StrEnum):
    SUSPECTED = "suspected"  # seen, not long enough
    OPEN = "open"  # lasts: a person is to judge
    CONFIRMED = "confirmed"
    FALSE_ALARM = "false_alarm"
    CLOSED = "closed"


class Judgement(StrEnum):
    CONFIRMED = "confirmed"
    FALSE_ALARM = "false_alarm"


#: From where to where. A false alarm may be taken back, a confirmation may not: work has begun on it.
MOVES: Mapping[str, frozenset[str]] = {
    "suspected": frozenset({"open", "confirmed", "false_alarm", "closed"}),
    "open": frozenset({"confirmed", "false_alarm", "closed"}),
    "confirmed": frozenset({"closed"}),
    "false_alarm": frozenset({"confirmed", "closed"}),
    "closed": frozenset(),
}

#: As the glossary has it, for texts that people read outside of the screens.
WORDS: Mapping[str, str] = {
    "offline": "离线",
    "refused": "拒绝登录",
    "no_stream": "无此码流",
    "broken": "图像损坏",
    "wrong_size": "分辨率不符",
    "black": "黑屏",
    "white": "白屏",
    "signal_loss": "信号丢失",
    "frozen": "画面冻结",
    "defocused": "虚焦",
    "covered": "遮挡",
    "partly_covered": "部分遮挡",
    "moved": "移位",
    "other_scene": "画面不符",
    "stripes": "条纹干扰",
    "noise": "噪声雪花",
    "colour_cast": "偏色",
    "overexposed": "过亮",
    "underexposed": "过暗",
    "low_contrast": "对比度低",
    "clock_drift": "时钟偏差",
}

LIVE = ("suspected", "open", "confirmed", "false_alarm")
OUTCOMES = ("repair", "hazard", "none")
GRADES = ("general", "major")
#: Photos of a monitor may come late, from a phone that had no signal.
OLDEST_PHOTO = timedelta(days=30)


@dataclass(frozen=True)
class Confirmation:
    """A person says that the fault is there, and what is to become of it."""

    id: UUID
    outcome: str
    note: str
    due_on: date | None = None
    grade: str = ""


def check_judgement(state: str, to: str) -> None:
    """Raises FaultEnded, FaultJudged."""
    if state == FaultState.CLOSED:
        raise FaultEnded()
    if to not in MOVES[state]:
        raise FaultJudged()


def check_confirmation(draft: Confirmation, today: date) -> None:
    """A repair has a day that is not past, a hazard its grade. Raises ConfirmationIncomplete."""
    problems = []
    if draft.outcome == "repair" and (draft.due_on is None or draft.due_on < today):
        problems.append(FieldProblem("due_on", "填写维修期限，不能早于今天", ConfirmationIncomplete.code))
    if draft.outcome == "hazard" and draft.grade not in GRADES:
        problems.append(FieldProblem("grade", "选择隐患等级", ConfirmationIncomplete.code))
    if problems:
        raise ConfirmationIncomplete(fields=problems)


def check_taken_at(taken_at: datetime, now: datetime) -> None:
    """Raises TakenAtImpossible. A phone's clock may run a few minutes ahead."""
    if not now - OLDEST_PHOTO <= taken_at <= now + timedelta(minutes=5):
        raise TakenAtImpossible(fields=[FieldProblem("taken_at", TakenAtImpossible.title, TakenAtImpossible.code)])


def open_key(camera_id: UUID, kind: str) -> str:
    """Of the one unended fault of a kind that a camera may have."""
    return f"{camera_id}:{kind}"
