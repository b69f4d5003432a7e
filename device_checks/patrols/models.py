"""Plans of patrols, their rounds in shards, how each camera answered, and what adds up to availability."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import BigIntegerField, BooleanField, CharField, Check, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class PatrolPlan(BaseModel):
    """When cameras are looked at: hours of the Beijing day by class of place, for the units an agency reaches."""

    agency_id = UUIDField(index=True)
    title = CharField(80)
    times: dict[str, list[int]] = JSONField()  # "1" to "3" → hours
    window_minutes = IntegerField()  # a round's cameras are spread over so long
    pace: dict[str, Any] = JSONField()
    is_active = BooleanField()
    created_by = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "patrol_plan"


class PatrolRound(BaseModel):
    """One going round. ``key`` is the plan and the due time: asked for twice it is one. No plan: second looks."""

    key = CharField(120, unique=True)
    plan_id: UUID | None = UUIDField(null=True)
    agency_id: UUID | None = UUIDField(null=True, index=True)
    kind = CharField(8)  # plan, manual, second
    state = CharField(8)  # running, ended, stopped
    classes: list[int] = JSONField()
    pace: dict[str, Any] = JSONField()
    due_at: datetime = UTCDateTimeField()
    planned = IntegerField()
    skipped: dict[str, int] = JSONField()  # barred, no_source, paused, open: how many were left out
    began_at: datetime = UTCDateTimeField()
    ended_at: datetime | None = UTCDateTimeField(null=True)
    ended_by = CharField(64, default="")
    missed_hours = IntegerField(default=0)  # runs that this one makes up for

    class Meta:
        table_name = "patrol_round"
        indexes = ((("plan_id", "due_at"), False), (("state", "due_at"), False))
        constraints = [Check("kind IN ('plan','manual','second')"), Check("state IN ('running','ended','stopped')")]


class PatrolShard(BaseModel):
    """Cameras of a round that one job looks at: all of a recorder together, so that it alone spares the recorder.

    A job takes on one shard after another, so that what hangs in one is waited for beside the work of the next.

    ``remaining`` shrinks in the transaction that lays looks down: what is killed goes on from there.
    """

    round_id = UUIDField(index=True)
    position = IntegerField()
    total = IntegerField()
    remaining: list[str] = JSONField()
    answered = IntegerField(default=0)
    fine = IntegerField(default=0)
    doubt = IntegerField(default=0)
    fault = IntegerField(default=0)
    failed = IntegerField(default=0)
    skipped = IntegerField(default=0)
    answer_ms = BigIntegerField(default=0)  # the sum of what the answering ones took
    begin_at: datetime = UTCDateTimeField()
    claim: UUID | None = UUIDField(null=True)  # the job that has taken it on
    claimed_until: datetime | None = UTCDateTimeField(null=True)
    ended_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "patrol_shard"


class CameraWatch(BaseModel):
    """How a camera answered last; its id is the camera's. ``pause_until``: long dead, not asked before then."""

    unit_id = UUIDField()
    is_up = BooleanField(null=True)
    looked_at: datetime = UTCDateTimeField()
    failures = IntegerField()  # in a row
    down_since: datetime | None = UTCDateTimeField(null=True)
    pause_until: datetime | None = UTCDateTimeField(null=True)
    paired_at: datetime | None = UTCDateTimeField(null=True)  # when two frames were last compared

    class Meta:
        table_name = "camera_watch"
        indexes = ((("unit_id",), False),)


class CameraAvailability(BaseModel):
    """What the looks at a unit's cameras of one class add up to in a month. Seconds are the sum over cameras."""

    unit_id = UUIDField()
    place_class = IntegerField()
    month = CharField(7)  # 2026-11, of Beijing days
    looks = IntegerField()
    answered = IntegerField()
    fine = IntegerField()
    doubt = IntegerField()
    fault = IntegerField()
    up_seconds = BigIntegerField()
    down_seconds = BigIntegerField()

    class Meta:
        table_name = "camera_availability"
        indexes = ((("unit_id", "place_class", "month"), True), (("month",), False))
