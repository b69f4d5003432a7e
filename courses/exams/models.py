"""Sessions (场次), their candidates, attempts and answers. Finished attempts are never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class ExamSession(BaseModel):
    """An exam at a time: everybody starts within the window, each has the same length of time."""

    title = CharField(120)
    agency_id: UUID | None = UUIDField(null=True)
    unit_id: UUID | None = UUIDField(null=True)
    cycle_id: UUID | None = UUIDField(null=True)
    blueprint_version_id: UUID = UUIDField()
    earlier_id: UUID | None = UUIDField(null=True)  # the session that this one is a makeup or retake of
    kind = CharField(8, default="first")
    place = CharField(120, default="")
    starts_at: datetime = UTCDateTimeField()
    start_closes_at: datetime = UTCDateTimeField()
    duration_seconds = IntegerField()
    grace_seconds = IntegerField()
    upload_seconds = IntegerField()  # how long after its deadline an attempt's answers may still arrive
    most_tries = IntegerField(default=1)
    fixed_end = BooleanField(default=False)  # who starts late ends with the others; else everybody has the whole time
    camera_checks = BooleanField(default=False)  # photo at check-in and snapshots, for the eyes of a person only
    papers_state = CharField(8, default="none")
    papers_problem = CharField(200, default="")
    state = CharField(10, default="planned")
    ended_reason = CharField(200, default="")
    draft_hash = CharField(64, default="")  # of the first draft, to recognise it when it is sent again
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "exam_session"
        indexes = ((("agency_id", "starts_at"), False), (("cycle_id",), False))
        constraints = [
            Check("kind IN ('first','makeup','retake')"),
            Check("papers_state IN ('none','asked','made','short')"),
            Check("state IN ('planned','closed','cancelled')"),
        ]


class Candidate(BaseModel):
    """Somebody who may sit a session."""

    session_id: UUID = UUIDField()
    person_id: UUID = UUIDField(index=True)
    unit_id: UUID | None = UUIDField(null=True)
    agency_id: UUID | None = UUIDField(null=True)
    state = CharField(10, default="invited")
    extra_seconds = IntegerField(default=0)
    extra_reason = CharField(200, default="")
    checked_in_at: datetime | None = UTCDateTimeField(null=True)
    device = CharField(64, default="")  # the one device, as it named itself at check-in
    token_serial = IntegerField(default=0)  # raised when another device takes over: older tokens end
    takeovers = IntegerField(default=0)  # how often a device took over that nobody had released
    photo_sha256 = CharField(64, default="")  # taken at check-in, for the eyes of a person only
    excused_reason = CharField(200, default="")
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "exam_candidate"
        indexes = ((("session_id", "person_id"), True),)
        constraints = [Check("state IN ('invited','deferred','removed')")]


class Attempt(BaseModel):
    """One try (答卷). Ends by submit or by its deadline, nothing else."""

    session_id: UUID = UUIDField()
    candidate_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    unit_id: UUID | None = UUIDField(null=True)
    paper_id: UUID = UUIDField()
    try_no = IntegerField()
    device = CharField(64, default="")
    started_at: datetime = UTCDateTimeField()
    deadline_at: datetime = UTCDateTimeField()
    grace_seconds = IntegerField()
    closes_at: datetime = UTCDateTimeField()  # the end of grace and upload window: what was not submitted ends here
    token_serial = IntegerField(default=0)  # the candidate's: who saves answers needs to read one row only
    seen_at: datetime = UTCDateTimeField()
    state = CharField(10, default="running")
    submitted_at: datetime | None = UTCDateTimeField(null=True)
    ended_by = CharField(10, default="")
    late_count = IntegerField(default=0)
    flags: list[str] = JSONField()  # for a person's eyes; nothing fails anyone by itself

    class Meta:
        table_name = "attempt"
        indexes = (
            (("session_id", "candidate_id", "try_no"), True),
            (("state", "closes_at"), False),
            (("person_id",), False),
        )
        constraints = [
            Check("state IN ('running','submitted')"),
            Check("ended_by IN ('','candidate','deadline')"),
        ]


class Response(BaseModel):
    """The answer to one slot that counts: the highest sequence number that arrived in time."""

    attempt_id: UUID = UUIDField()
    slot = IntegerField()
    seq = IntegerField()
    value: Any = JSONField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "response"
        indexes = ((("attempt_id", "slot"), True),)


class ResponseLog(BaseModel):
    """Everything that ever arrived, for disputes. Only ever added to; what arrives twice alike is written once."""

    attempt_id: UUID = UUIDField()
    slot = IntegerField()
    seq = IntegerField()
    value: Any = JSONField(null=True)
    device = CharField(64, default="")
    recorded_at: datetime | None = UTCDateTimeField(null=True)  # the phone's claim
    received_at: datetime = UTCDateTimeField()
    by = CharField(8)
    verdict = CharField(10)

    class Meta:
        table_name = "response_log"
        indexes = ((("attempt_id", "slot"), False),)
        constraints = [
            Check("by IN ('save','submit','rescue')"),
            Check("verdict IN ('counted','older','late','other')"),
        ]


class ProctorEvent(BaseModel):
    """Something to look at: the page left the screen, a snapshot, a change of device. For a person to judge."""

    attempt_id: UUID = UUIDField()
    kind = CharField(16)
    seconds = IntegerField(null=True)
    sha256 = CharField(64, default="")
    note = CharField(200, default="")
    recorded_at: datetime | None = UTCDateTimeField(null=True)
    received_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "proctor_event"
        indexes = ((("attempt_id", "id"), False),)


class LateAcceptance(BaseModel):
    """Late answers of one attempt that shall count after all (采纳迟到的答案): asked by one, confirmed by another."""

    attempt_id: UUID = UUIDField(index=True)
    session_id: UUID = UUIDField()
    answers: list[list[int]] = JSONField()  # [slot, seq] of what was late when it was asked for
    reason = CharField(400)
    state = CharField(10, default="proposed")
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    note = CharField(400, default="")
    decided_by_account_id: UUID | None = UUIDField(null=True)
    decided_by_name = CharField(64, default="")
    decided_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "late_acceptance"
        constraints = [Check("state IN ('proposed','accepted','rejected')")]
