"""Hazards, the steps of their lives, and what each step brought."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import BooleanField, CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Hazard(BaseModel):
    """One hazard. ``state`` and the days repeat its latest steps, so that boards and lists can filter by them.

    ``agency_id`` is the agency that ordered it put right; without an order the unit's own authorities answer.
    """

    inspection_id = UUIDField(null=True, index=True)
    unit_id = UUIDField()
    site_id = UUIDField(null=True)
    item_id = CharField(60, null=True)
    title = CharField(300)
    note = TextField()
    grade = CharField(8)
    bases: list[dict[str, Any]] = JSONField()
    photos: list[str] = JSONField()
    found_on: date = DayField()
    source = CharField(12, default="inspection")
    kind = CharField(16, default="public_security")
    state = CharField(12)
    order_id = UUIDField(null=True)
    agency_id = UUIDField(null=True)
    deadline_on: date | None = DayField(null=True)
    deadline_set_on: date | None = DayField(null=True)
    recheck_due_on: date | None = DayField(null=True)
    extension_asked_on: date | None = DayField(null=True)  # of the request that waits for a decision
    overdue_on: date | None = DayField(null=True)
    failed_on: date | None = DayField(null=True)  # the re-check after expiry that found it not put right
    closed_on: date | None = DayField(null=True)
    draft_hash = CharField(64, null=True)  # of a report by hand: a resubmission is known by it
    changed_at: datetime = UTCDateTimeField(index=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "hazard"
        indexes = (
            (("unit_id", "id"), False),
            (("inspection_id", "item_id"), True),
            (("state", "deadline_on"), False),
            (("state", "recheck_due_on"), False),
        )


class HazardStep(BaseModel):
    """A dated step, who took it, and the state after it."""

    hazard_id = UUIDField()
    step = CharField(24)
    state = CharField(12)
    at: datetime = UTCDateTimeField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    detail = TextField()
    details: dict[str, Any] = JSONField(default=dict)

    class Meta:
        table_name = "hazard_step"
        indexes = ((("hazard_id", "at"), False),)


class HazardAct(BaseModel):
    """What a person's act on hazards left: who, when, and the hash by which it is known when sent again."""

    draft_hash = CharField(64)
    by_account_id = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()


class HazardRectification(HazardAct):
    """What the unit did, and who answers for it; ``pairs`` sets a photo before beside one after."""

    hazard_id = UUIDField(index=True)
    measure = TextField()
    done_on: date = DayField()
    responsible = CharField(64)
    pairs: list[dict[str, str]] = JSONField()

    class Meta:
        table_name = "hazard_rectification"


class HazardExtensionRequest(HazardAct):
    hazard_id = UUIDField(index=True)
    reasons = TextField()
    deadline_on: date = DayField()  # as it stood
    wished_on: date = DayField()
    interim_measures = TextField()

    class Meta:
        table_name = "hazard_extension_request"


class HazardExtensionDecision(HazardAct):
    request_id = UUIDField(unique=True)
    granted = BooleanField()
    new_deadline_on: date | None = DayField(null=True)
    reason = TextField()

    class Meta:
        table_name = "hazard_extension_decision"


class HazardRecheck(HazardAct):
    """One visit of two officers to one unit, with a finding for each hazard looked at."""

    unit_id = UUIDField(index=True)
    officers: list[dict[str, Any]] = JSONField()
    checked_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "hazard_recheck"


class HazardRecheckFinding(BaseModel):
    recheck_id = UUIDField()
    hazard_id = UUIDField(index=True)
    passed = BooleanField()
    note = TextField()
    new_deadline_on: date | None = DayField(null=True)

    class Meta:
        table_name = "hazard_recheck_finding"
        indexes = ((("recheck_id", "hazard_id"), True),)


class HazardHandover(HazardAct):
    """A hazard of work safety went to the department that answers for it. Source: LN-29."""

    hazard_id = UUIDField(unique=True)
    agency_id = UUIDField()
    agency_name = CharField(120)
    reference = CharField(80)
    reason = TextField()

    class Meta:
        table_name = "hazard_handover"


class HazardReminder(BaseModel):
    """A reminder that went out; its key is of the hazard, the day it is about and how far from it."""

    hazard_id = UUIDField(index=True)
    key = CharField(120, unique=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "hazard_reminder"


class HazardTerm(BaseModel):
    """A number or table that rules the lives of hazards, in force from a day until a later row of its code."""

    code = CharField(40)
    value: Any = JSONField()
    basis = CharField(200)
    from_on: date = DayField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "hazard_term"
        indexes = ((("code", "from_on"), False),)
