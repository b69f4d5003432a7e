"""By when a 移送函 is answered: dated text, like everything a letter prints."""

from __future__ import annotations

from datetime import date

from reports.letters.rules import REMINDER, TERM, TRANSFER
from reports.wording.queries import texts_on
from server.units.calendar.queries import add_working_days


def answer_due_on(issued_on: date) -> date | None:
    """The last day for an answer by the text in force on the day of issue; None when none was. 3 queries."""
    texts = texts_on(TRANSFER, issued_on)
    if not texts.has(TERM):
        return None
    return add_working_days(issued_on, int(texts.sentences[TERM].values["answer_days"]))


def is_near(due_on: date, issued_on: date, today: date) -> bool:
    """Whether the day has come to remind of an answer, by the text in force on the day of issue; 3 queries."""
    days = int(texts_on(TRANSFER, issued_on).sentences[REMINDER].values["remind_days"])
    return today >= due_on or add_working_days(today, days) >= due_on


def reminder_text(reference: str, issued_on: date) -> str:
    """What the addressee is told when the day is near, by the text in force on the day of issue; 3 queries."""
    return texts_on(TRANSFER, issued_on).say(REMINDER, reference=reference)
