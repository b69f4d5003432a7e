"""What a letter waits for, and when its addressee is reminded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reports.letters.errors import LetterNotOpen
from server.units.attachments.rules import AttachedFile

PROPOSAL, TRANSFER = "discipline_proposal", "transfer_letter"
KINDS = (PROPOSAL, TRANSFER)
WAITING, ANSWERED, ENDED = "waiting", "answered", "ended"
STATES = (WAITING, ANSWERED, ENDED)
OUTCOMES = ("followed", "followed_in_part", "not_followed")
#: The dated texts that say within how many working days a 移送函 is answered, and how long before its addressee is reminded.
TERM, REMINDER = "transfer.answer_term", "transfer.reminder"


@dataclass(frozen=True)
class AnswerDraft:
    """What the addressee did about it, with papers; the id is the author's choice, so that a retry is recognised."""

    id: UUID
    outcome: str
    text: str
    files: tuple[AttachedFile, ...]


def state_of(*, has_ended: bool, has_answer: bool) -> str:
    """An answer stays an answer, whatever became of the case afterwards."""
    if has_answer:
        return ANSWERED
    return ENDED if has_ended else WAITING


def check_open(*, has_ended: bool) -> None:
    """A letter may be answered again as long as its case goes on. Raises LetterNotOpen."""
    if has_ended:
        raise LetterNotOpen()


def stage_of(due_on: date, today: date, *, is_near: bool) -> str | None:
    """What the addressee is told today: that the day is near, that it is past, or nothing yet."""
    if due_on < today:
        return "overdue"
    return "soon" if is_near else None
