"""Practice of wrong answers (错题本), spaced by fsrs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class PracticeCard(BaseModel):
    """One item in somebody's book, with what fsrs remembers of it."""

    person_id: UUID = UUIDField()
    item_id: UUID = UUIDField()
    card: dict[str, Any] = JSONField()
    due_at: datetime = UTCDateTimeField()
    wrong_count = IntegerField(default=0)
    right_count = IntegerField(default=0)
    source = CharField(12)  # exam, quiz, own
    created_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "practice_card"
        indexes = ((("person_id", "item_id"), True), (("person_id", "due_at"), False))
        constraints = [Check("source IN ('exam','quiz','own')")]


class PracticeReview(BaseModel):
    """One answer: in practice, or the wrong one of an exam that brought the item into the book."""

    person_id: UUID = UUIDField()
    item_id: UUID = UUIDField()
    version_id: UUID = UUIDField()
    source = CharField(12)  # exam, own
    value: Any = JSONField(null=True)
    is_right = BooleanField()
    seconds = IntegerField()
    on_day: date = DayField()  # Beijing day it counts for
    recorded_at: datetime | None = UTCDateTimeField(null=True)  # the phone's claim
    received_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "practice_review"
        indexes = ((("person_id", "on_day"), False),)
