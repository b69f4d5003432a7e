"""Orders: the draft, and the dated acts upon it."""

from __future__ import annotations

from datetime import date, datetime

from peewee import CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class Order(BaseModel):
    """A 责令限期整改治安隐患通知书; may change while a draft, never once signed."""

    inspection_id = UUIDField(index=True)
    unit_id = UUIDField()
    agency_id = UUIDField()
    deadline_days = IntegerField()
    deadline_on: date = DayField()
    basis_code = CharField(64)
    article = CharField(60)
    violated = CharField(300)
    measures = TextField()
    decided_on: date = DayField()
    created_by = UUIDField()
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)  # of the draft as first sent: a resubmission is known by it
    version = IntegerField(default=1)

    class Meta:
        table_name = "rectification_order"
        indexes = ((("unit_id", "id"), False),)


class OrderHazard(BaseModel):
    order_id = UUIDField(index=True)
    hazard_id = UUIDField(index=True)
    position = IntegerField()

    class Meta:
        table_name = "order_hazard"


class OrderSigning(BaseModel):
    """Who decided, when, and the numbered document that came of it."""

    order_id = UUIDField(unique=True)
    document_id = UUIDField(unique=True)
    person_id = UUIDField()
    name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "order_signing"


class OrderRevocation(BaseModel):
    order_id = UUIDField(unique=True)
    reason = TextField()
    by_account_id = UUIDField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "order_revocation"
