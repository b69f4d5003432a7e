"""Rows of upkeep. Reports, maintenance, tests, counts, moves and ends of tasks are only ever added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class UpkeepTask(BaseModel):
    """Something to be done about a facility. ``state`` and ``ended_at`` repeat its end."""

    facility_id = UUIDField()
    unit_id = UUIDField()
    kind = CharField(8)
    origin = CharField(12)
    origin_id: UUID | None = UUIDField(null=True)
    reason = TextField()
    due_on: date = DayField()
    state = CharField(12, default="open")  # open, done, cancelled
    open_key: str | None = CharField(90, null=True, unique=True)  # facility, kind and origin while it is open
    opened_by: UUID | None = UUIDField(null=True)
    opened_by_name = CharField(64, default="")
    opened_at: datetime = UTCDateTimeField()
    ended_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "upkeep_task"
        indexes = (
            (("facility_id", "kind", "state"), False),
            (("unit_id", "state", "id"), False),
            (("state", "due_on"), False),
        )
        constraints = [
            Check("kind IN ('check','repair','replace')"),
            Check("state IN ('open','done','cancelled')"),
            Check("(state = 'open') = (open_key IS NOT NULL)"),
        ]


class UpkeepTaskEnd(BaseModel):
    """How a task ended: by a person, or by the next good check."""

    task_id = UUIDField(unique=True)
    unit_id = UUIDField()
    outcome = CharField(12)  # done, cancelled
    note = TextField()
    life_end_on: date | None = DayField(null=True)  # of what replaced the thing
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "upkeep_task_end"
        constraints = [Check("outcome IN ('done','cancelled')")]


class StatusReport(BaseModel):
    """How a facility was found. ``reported_at`` is what the reporter's clock says, ``received_at`` what ours says."""

    facility_id = UUIDField()
    unit_id = UUIDField()
    condition = CharField(8)
    note = TextField()
    reported_at: datetime = UTCDateTimeField()
    received_at: datetime = UTCDateTimeField()
    agency_id: UUID | None = UUIDField(null=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    draft_hash = CharField(64)

    class Meta:
        table_name = "facility_report"
        indexes = ((("facility_id", "id"), False),)
        constraints = [Check("condition IN ('normal','damaged','missing')")]


class Maintenance(BaseModel):
    """What was done to a facility, by whom, when, and when the next time is due."""

    facility_id = UUIDField()
    unit_id = UUIDField()
    what = TextField()
    who = CharField(120)
    done_on: date = DayField()
    next_due_on: date | None = DayField(null=True)
    at: datetime = UTCDateTimeField()
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    draft_hash = CharField(64)

    class Meta:
        table_name = "facility_maintenance"
        indexes = ((("facility_id", "done_on"), False), (("next_due_on",), False))


class FacilityTest(BaseModel):
    """A trial of a facility: whether it did what it is for, with what was measured."""

    facility_id = UUIDField()
    unit_id = UUIDField()
    kind = CharField(16)
    passed = BooleanField()
    measured: dict[str, Any] = JSONField()
    note = TextField()
    tested_at: datetime = UTCDateTimeField()
    received_at: datetime = UTCDateTimeField()
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    draft_hash = CharField(64)

    class Meta:
        table_name = "facility_test"
        indexes = ((("facility_id", "passed", "tested_at"), False),)


class EquipmentCount(BaseModel):
    """What was counted at a post, all kinds at once. Source: LN-8."""

    unit_id = UUIDField()
    place_id = UUIDField(index=True)
    counts: dict[str, int] = JSONField()
    note = TextField()
    counted_at: datetime = UTCDateTimeField()
    received_at: datetime = UTCDateTimeField()
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    draft_hash = CharField(64)

    class Meta:
        table_name = "equipment_count"
        indexes = ((("unit_id", "id"), False),)


class PostStock(BaseModel):
    """The newest count of one kind at one post beside the minimum that held; worked out anew from counts and terms."""

    place_id = UUIDField()
    unit_id = UUIDField()
    type = CharField(24)
    counted = IntegerField()
    minimum = IntegerField()
    is_short = BooleanField()
    count_id = UUIDField()
    counted_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "post_stock"
        indexes = ((("place_id", "type"), True), (("unit_id", "is_short"), False))


class EquipmentMove(BaseModel):
    """Equipment was handed out, or came back."""

    facility_id = UUIDField(index=True)
    unit_id = UUIDField()
    kind = CharField(8)  # issue, return
    quantity = IntegerField()
    holder = CharField(64)
    note = TextField()
    at: datetime = UTCDateTimeField()
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)

    class Meta:
        table_name = "equipment_move"
        constraints = [Check("kind IN ('issue','return')"), Check("quantity >= 1")]


class UpkeepTerm(BaseModel):
    """A number or table that rules upkeep, in force from a day until a later row of its code; some for one unit only."""

    code = CharField(40)
    unit_id: UUID | None = UUIDField(null=True)
    value: Any = JSONField()
    basis = CharField(200)
    from_on: date = DayField()
    by_account_id: UUID | None = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "upkeep_term"
        indexes = ((("code", "unit_id", "from_on"), False),)


class UpkeepHazard(BaseModel):
    """A person made a hazard of a task or of a gap; ``about`` says of which."""

    unit_id = UUIDField()
    about = CharField(120, index=True)
    hazard_id = UUIDField(index=True)
    draft_hash = CharField(64)
    by_account_id: UUID | None = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "upkeep_hazard"
