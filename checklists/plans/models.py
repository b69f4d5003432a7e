"""Plans, their states, and their runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import BooleanField, CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Plan(BaseModel):
    """A rule that makes tasks. An agency's, or a unit's own for its self-checks; ``state`` repeats the latest step.

    ``active_from`` is the day it was last set running: what ended before that day is not made up.
    """

    agency_id = UUIDField(null=True, index=True)
    unit_id = UUIDField(null=True, index=True)
    title = CharField(80)
    kind = CharField(10)
    selection: dict[str, Any] = JSONField()
    template_mode = CharField(12)
    template_ids: list[str] = JSONField()
    schedule: dict[str, Any] = JSONField()
    spread = BooleanField()
    working_days_only = BooleanField()
    grace_days = IntegerField()
    assignment = CharField(8)
    officer_ids: list[str] = JSONField()
    starts_on: date = DayField()
    ends_on: date | None = DayField(null=True)
    active_from: date = DayField()
    state = CharField(8)
    draft_hash = CharField(64)  # of the draft it was written with: a resubmission is known by it
    created_by = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "plan"


class PlanState(BaseModel):
    """One step of a plan's life; a step has an id of its own, so that it happens once."""

    plan_id = UUIDField(index=True)
    state = CharField(8)
    reason = TextField()
    at: datetime = UTCDateTimeField()
    by_account_id = UUIDField(null=True)

    class Meta:
        table_name = "plan_state"


class PlanRun(BaseModel):
    """One demand for a plan's tasks, and how far it got: what is killed goes on from ``after``.

    ``matched`` counts units, ``made`` tasks, ``unassigned`` those of them that nobody was found for.
    """

    plan_id = UUIDField()
    demand = CharField(80)
    day: date = DayField()
    after = IntegerField()
    matched = IntegerField()
    made = IntegerField()
    unassigned = IntegerField()
    began_at: datetime = UTCDateTimeField()
    ended_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "plan_run"
        indexes = ((("plan_id", "demand"), True), (("plan_id", "began_at"), False))
