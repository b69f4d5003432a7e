"""Services of papers: dated rows that are never changed; a wrong one is voided by another row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, FloatField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class DeliveryTerm(BaseModel):
    """Days within which, or after which, a paper is served; from a day on."""

    code = CharField(24)
    days = IntegerField()
    working = BooleanField()
    basis_code = CharField(64)
    article = CharField(60)
    verified = BooleanField()
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)

    class Meta:
        table_name = "delivery_term"


class PaperDelivery(BaseModel):
    """One service (送达). `live` is NULL once voided: at most one live service a paper."""

    document_id: UUID = UUIDField()
    unit_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()
    way = CharField(16)
    at: datetime = UTCDateTimeField()
    effective_on: date = DayField()
    officers: list[dict[str, Any]] = JSONField()  # [{person_id, name, certificate_no}] as on the day
    place = CharField(200)
    receiver = CharField(64)
    receiver_kind = CharField(24)
    refusal = TextField()
    witness = CharField(64)
    tracking_no = CharField(64)
    channel = CharField(16)
    address = CharField(120)
    notice_from_on: date | None = DayField(null=True)
    cause = TextField()
    note = TextField()
    consent_id: UUID | None = UUIDField(null=True)
    live: bool | None = BooleanField(null=True)
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    recorded_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "paper_delivery"
        indexes = ((("document_id", "live"), True), (("unit_id", "id"), False))
        constraints = [Check("way IN ('direct','left','entrusted','post','electronic','public_notice')")]


class DeliveryProof(BaseModel):
    """What a phone signed of a service on the spot, as it came, and what was found of it then."""

    delivery_id: UUID = UUIDField(unique=True)
    device_id: UUID = UUIDField()
    device_name = CharField(80)
    device_active = BooleanField()
    record: dict[str, Any] = JSONField()
    record_hash = CharField(64)
    signature = CharField(86)
    signature_valid = BooleanField()
    photos_valid: dict[str, bool] = JSONField()
    clock_offset_seconds: float | None = FloatField(null=True)
    clock_token_valid: bool | None = BooleanField(null=True)

    class Meta:
        table_name = "delivery_proof"


class DeliveryVoiding(BaseModel):
    """Why a record of service does not count."""

    delivery_id: UUID = UUIDField(unique=True)
    reason = TextField()
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "delivery_voiding"


class DeliveryConsent(BaseModel):
    """电子送达确认书: a unit takes papers by wire, until it says otherwise."""

    unit_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()
    signed_by = CharField(64)
    post = CharField(64)
    channel = CharField(16)
    address = CharField(120)
    signed_on: date = DayField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    withdrawn_at: datetime | None = UTCDateTimeField(null=True)
    withdrawn_reason = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        table_name = "delivery_consent"
        indexes = ((("unit_id", "id"), False),)
