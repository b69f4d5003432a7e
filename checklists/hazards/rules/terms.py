"""The numbers and tables that rule the lives of hazards: data of a bureau, in force from a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from string import Formatter
from typing import Any

from checklists.hazards.errors import TermInvalid
from server.core.errors import FieldProblem

CODES = ("recheck_working_days", "reminders", "escalations")
ABOUT = ("deadline", "extension", "recheck")
READERS = ("unit", "agency", "superior")
PLACEHOLDERS = {"unit", "title", "deadline"}
MOST_DAYS = 400
MOST_LINES = 40
MOST_LEVELS = 4
MOST_TEXT = 200


@dataclass(frozen=True)
class Reminder:
    """What is said when a day is so many days away (below zero: still to come), and to whom."""

    about: str
    days: int
    to: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Escalation:
    """So many days after the deadline the agency so many levels up is told."""

    days: int
    levels: int


def check_term(code: str, value: Any) -> None:
    """Raises TermInvalid for a value that its code cannot have."""
    reason = {"recheck_working_days": _wrong_days, "reminders": _wrong_reminders, "escalations": _wrong_escalations}[
        code
    ](value)
    if reason:
        raise TermInvalid(fields=[FieldProblem("value", reason, TermInvalid.code)])


def reminders_of(value: Iterable[Mapping[str, Any]]) -> list[Reminder]:
    return [Reminder(line["about"], line["days"], tuple(line["to"]), line["text"]) for line in value]


def escalations_of(value: Iterable[Mapping[str, Any]]) -> list[Escalation]:
    return [Escalation(line["days"], line["levels"]) for line in value]


def due_reminder(reminders: Iterable[Reminder], about: str, day: date, set_on: date, today: date) -> Reminder | None:
    """The one reminder to send today about a day that was set on ``set_on``: the latest whose time has come.

    After days of standstill the earlier ones are not sent any more; nor those whose time had passed, or came, on the
    day the term was set.
    """
    due = [
        reminder
        for reminder in reminders
        if reminder.about == about and set_on < day + timedelta(days=reminder.days) <= today
    ]
    return max(due, key=lambda reminder: reminder.days, default=None)


def due_escalation(escalations: Iterable[Escalation], deadline_on: date, today: date) -> Escalation | None:
    """The highest escalation whose time has come."""
    due = [line for line in escalations if deadline_on + timedelta(days=line.days) <= today]
    return max(due, key=lambda line: (line.levels, line.days), default=None)


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _wrong_days(value: Any) -> str:
    return "" if _is_whole(value, 1, 60) else "应为 1 到 60 个工作日"


def _wrong_reminders(value: Any) -> str:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        return f"应为列表，最多 {MOST_LINES} 行"
    return next((reason for line in value if (reason := _wrong_reminder(line))), "")


def _wrong_reminder(line: Any) -> str:
    if not isinstance(line, dict) or set(line) != {"about", "days", "to", "text"}:
        return "每行应有 about、days、to、text"
    to, text = line["to"], line["text"]
    if line["about"] not in ABOUT or not _is_whole(line["days"], -MOST_DAYS, MOST_DAYS):
        return "about 或 days 取值无效"
    if not isinstance(to, list) or not to or not all(isinstance(reader, str) and reader in READERS for reader in to):
        return "to 取值无效"
    if not isinstance(text, str) or not 1 <= len(text) <= MOST_TEXT or not _is_sayable(text):
        return "text 无效：只能使用 {unit}、{title}、{deadline}"
    return ""


def _is_sayable(text: str) -> bool:
    try:
        return all(
            name is None or (name in PLACEHOLDERS and not form and not convert)
            for _, name, form, convert in Formatter().parse(text)
        )
    except ValueError:
        return False


def _wrong_escalations(value: Any) -> str:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        return f"应为列表，最多 {MOST_LINES} 行"
    right = all(
        isinstance(line, dict)
        and set(line) == {"days", "levels"}
        and _is_whole(line["days"], 1, MOST_DAYS)
        and _is_whole(line["levels"], 1, MOST_LEVELS)
        for line in value
    )
    return "" if right else "每行应有 days（不小于1）和 levels（1到4）"
