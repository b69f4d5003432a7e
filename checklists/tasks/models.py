"""Tasks: who checks which unit with which checklists by when."""

from __future__ import annotations

from datetime import date, datetime

from peewee import CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Task(BaseModel):
    """One check to be made. ``state`` repeats the ending, so that lists of open tasks need not walk the ended ones.

    ``origin_id`` names the plan, draw or security level it comes from, ``period_on`` the day on which that one's
    period begins: of one origin a unit has one task of a kind a period, whatever is killed or run twice.
    """

    kind = CharField(10)
    unit_id = UUIDField(index=True)
    site_id = UUIDField(null=True)
    due_on: date = DayField()
    note = TextField()
    origin = CharField(8, default="manual")
    origin_id = UUIDField(null=True)
    period_on: date | None = DayField(null=True)
    agency_id = UUIDField(null=True)  # who answers for its being done; None for tasks given by hand
    escalate_on: date | None = DayField(null=True)  # from this day on, still open, it goes to the level above
    state = CharField(10, default="open")
    created_by = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField(index=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "task"
        indexes = (
            (("due_on", "id"), False),
            (("state", "due_on", "id"), False),
            (("state", "escalate_on"), False),
            (("origin_id", "unit_id", "period_on", "kind"), True),
        )


class TaskOfficer(BaseModel):
    task_id = UUIDField()
    person_id = UUIDField()

    class Meta:
        table_name = "task_officer"
        indexes = ((("task_id", "person_id"), True), (("person_id", "task_id"), False))


class TaskTemplate(BaseModel):
    task_id = UUIDField()
    template_version_id = UUIDField()

    class Meta:
        table_name = "task_template"
        indexes = ((("task_id", "template_version_id"), True),)


class TaskEnding(BaseModel):
    """A task ends once: done or cancelled."""

    task_id = UUIDField(unique=True)
    state = CharField(10)
    reason = TextField()
    at: datetime = UTCDateTimeField()
    by_account_id = UUIDField(null=True)

    class Meta:
        table_name = "task_ending"


class TaskEscalation(BaseModel):
    """A task was still open after its grace and went to an agency above, once."""

    task_id = UUIDField(unique=True)
    agency_id = UUIDField(index=True)
    due_on: date = DayField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "task_escalation"


class Manning(BaseModel):
    """Officers were given to tasks, in place of those who were to go before."""

    officer_ids: list[str] = JSONField()
    task_ids: list[str] = JSONField()
    reason = TextField()
    created_by = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "manning"


class MannedTask(BaseModel):
    """What became of one task of a manning."""

    manning_id = UUIDField(index=True)
    task_id = UUIDField(index=True)
    result = CharField(12)

    class Meta:
        table_name = "manned_task"


class TaskDeparture(BaseModel):
    """Somebody no longer goes: the phone of that person forgets the task."""

    task_id = UUIDField()
    person_id = UUIDField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "task_departure"
        indexes = ((("person_id", "at"), False),)
