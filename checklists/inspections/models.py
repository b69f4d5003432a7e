"""Inspections: frozen records, the files they name, what was found in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import BooleanField, CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class Inspection(BaseModel):
    """A submitted record; never updated but for the tally of flags, never deleted.

    ``record`` is the canonical text that the phone signed.
    """

    kind = CharField(10)
    task_id = UUIDField(null=True, index=True)
    unit_id = UUIDField()
    site_id = UUIDField(null=True)
    template_version_id = UUIDField()
    account_id = UUIDField(index=True)
    agency_id = UUIDField(null=True)
    device_id = UUIDField()
    device_name = CharField(100)
    started_at: datetime = UTCDateTimeField()  # claims of the phone
    ended_at: datetime = UTCDateTimeField()
    recorded_at: datetime = UTCDateTimeField()
    received_at: datetime = UTCDateTimeField(index=True)  # ours
    record: dict[str, Any] = JSONField()
    record_hash = CharField(64)
    signature_valid = BooleanField(null=True)  # null: its client cannot sign
    earned = IntegerField()
    possible = IntegerField()
    result = CharField(8, null=True)
    flag_count = IntegerField()
    breach_count = IntegerField()
    hazard_count = IntegerField()
    corrects_id = UUIDField(null=True, unique=True)  # the record that this one takes the place of
    part_of = UUIDField(null=True, index=True)  # the task whose check several officers record in parts

    class Meta:
        table_name = "inspection"
        indexes = ((("unit_id", "id"), False),)


class ExpectedMedium(BaseModel):
    """A file that a record names, and when its bytes were here."""

    inspection_id = UUIDField()
    account_id = UUIDField()
    sha256 = CharField(64)
    purpose = CharField(10)
    bytes = IntegerField()
    media_type = CharField(40)
    received_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "expected_medium"
        indexes = ((("inspection_id", "sha256"), True), (("account_id", "sha256"), False))


class Medium(BaseModel):
    """Bytes that an account delivered whole. Knowing a hash is not having delivered its bytes."""

    account_id = UUIDField()
    sha256 = CharField(64)
    bytes = IntegerField()
    media_type = CharField(40)
    received_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "medium"
        indexes = ((("account_id", "sha256"), True),)


class InspectionCompletion(BaseModel):
    """The instant from which nothing of a record was missing."""

    inspection_id = UUIDField(unique=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "inspection_completion"


class InspectionFlag(BaseModel):
    inspection_id = UUIDField(index=True)
    code = CharField(40)
    item = CharField(60, null=True)
    detail = TextField()
    severity = CharField(8)

    class Meta:
        table_name = "inspection_flag"


class MergeDecision(BaseModel):
    """Which part's answer counts where two parts of a check differ; the latest of a subject holds.

    ``subject`` is the id of an item, or ``fact.`` and the id of a fact.
    """

    part_of = UUIDField()
    template_version_id = UUIDField()
    subject = CharField(60)
    chosen_id = UUIDField()
    reason = TextField()
    at: datetime = UTCDateTimeField()
    by_account_id = UUIDField()
    by_name = CharField(64)

    class Meta:
        table_name = "merge_decision"
        indexes = ((("part_of", "template_version_id"), False),)
