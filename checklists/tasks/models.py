"""Tasks: who checks which unit with which checklists by when."""

from __future__ import annotations

from datetime import date, datetime

from peewee import CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class Task(BaseModel):
    kind = CharField(10)
    unit_id = UUIDField(index=True)
    site_id = UUIDField(null=True)
    due_on: date = DayField()
    note = TextField()
    created_by = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField(index=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "task"
        indexes = ((("due_on", "id"), False),)


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
