"""Marks, results, and marking anew. A result is never changed: a new one supersedes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class OpenAnswer(BaseModel):
    """An answer that people must mark; ``person_id`` only so that nobody marks the own one."""

    attempt_id: UUID = UUIDField()
    session_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    slot = IntegerField()
    part = CharField(16, default="")  # of a case
    turn = IntegerField(default=1)  # one more when another answer came to count after people had marked
    version_id: UUID = UUIDField()
    worth_x100 = IntegerField()
    state = CharField(10, default="waiting")
    points_x100: int | None = IntegerField(null=True)  # once it is done
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "open_answer"
        indexes = ((("attempt_id", "slot", "part", "turn"), True), (("session_id", "state"), False))
        constraints = [Check("state IN ('waiting','disputed','done','moot')")]


class OpenMark(BaseModel):
    """What one person gave for one open answer. Never changed."""

    answer_id: UUID = UUIDField()
    role = CharField(12)
    points_x100 = IntegerField()
    ticked: list[int] = JSONField()  # key points that the marker found, by their place
    note = CharField(400, default="")
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "open_mark"
        indexes = ((("answer_id", "role"), True), (("answer_id", "by_account_id"), True))
        constraints = [Check("role IN ('first','second','adjudicator')")]


class Result(BaseModel):
    """What an attempt came to under a revision of the keys; exactly one live result an attempt."""

    attempt_id: UUID = UUIDField()
    session_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    revision = IntegerField()  # 1: as first marked; each regrade is one more
    points_x100 = IntegerField()
    worth_x100 = IntegerField()
    passed = BooleanField()
    sections: dict[str, Any] = JSONField()  # category → [points_x100, worth_x100]
    slots: list[list[Any]] = JSONField()  # courses/markings/rules/scoring: SlotMark.packed
    regrade_id: UUID | None = UUIDField(null=True)
    live: bool | None = BooleanField(null=True)  # NULL once superseded
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "exam_result"
        indexes = (
            (("attempt_id", "live"), True),
            (("attempt_id", "revision"), True),
            (("session_id", "id"), False),
            (("person_id",), False),
        )


class RegradeTrial(BaseModel):
    """What a regrade would change (试算), counted by a job over all results of a session, a batch at a time."""

    session_id: UUID = UUIDField(index=True)
    version_id: UUID = UUIDField()
    mode = CharField(12)
    key: dict[str, Any] | None = JSONField(null=True)
    fingerprint = CharField(64)  # of the results and rulings it was asked for
    state = CharField(8, default="trying")
    total = IntegerField()  # results to read
    read = IntegerField(default=0)
    after: UUID | None = UUIDField(null=True)  # the last result read
    foreseen: dict[str, Any] = JSONField()  # of those read so far
    problem: str | None = CharField(40, null=True)  # a code, when it failed
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    ended_at: datetime | None = UTCDateTimeField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "regrade_trial"
        constraints = [
            Check("mode IN ('new_key','also','full_credit','void')"),
            Check("state IN ('trying','tried','failed')"),
        ]


class Regrade(BaseModel):
    """A change of how a version is marked in one session (改判): proposed by one, approved by two others.

    Approved, it counts for every attempt marked from then on; applied, the results made before it follow it too.
    """

    session_id: UUID = UUIDField(index=True)
    version_id: UUID = UUIDField()
    mode = CharField(12)
    key: dict[str, Any] | None = JSONField(null=True)
    reason = CharField(400)
    foreseen: dict[str, Any] = JSONField()  # the trial that the approvers saw
    fingerprint = CharField(64)  # of the results it was made of: with others it may not be approved
    state = CharField(10, default="proposed")
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    approved_at: datetime | None = UTCDateTimeField(null=True)
    applied_at: datetime | None = UTCDateTimeField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "regrade"
        constraints = [
            Check("mode IN ('new_key','also','full_credit','void')"),
            Check("state IN ('proposed','approved','applied','rejected')"),
        ]


class RegradeApproval(BaseModel):
    regrade_id: UUID = UUIDField()
    approved = BooleanField()
    note = CharField(400, default="")
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "regrade_approval"
        indexes = ((("regrade_id", "by_account_id"), True),)


class ItemStatistic(BaseModel):
    """Classical statistics of one item in one session, as last counted."""

    session_id: UUID = UUIDField()
    item_id: UUID = UUIDField()
    version_id: UUID = UUIDField()
    attempts = IntegerField()
    figures: dict[str, Any] = JSONField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "item_statistic"
        indexes = ((("session_id", "version_id"), True), (("item_id",), False))


class SessionStatistic(BaseModel):
    """Classical statistics of a session as a whole, as last counted; its id is the session's."""

    attempts = IntegerField()
    figures: dict[str, Any] = JSONField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "session_statistic"


class MarkingTerm(BaseModel):
    """The difference between two marks above which a third person decides, from a day until a later row's."""

    most_difference_percent = IntegerField()  # of the answer's worth
    basis = CharField(200)
    from_on: date = DayField(index=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64, default="")
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "marking_term"
