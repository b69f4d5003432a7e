"""Files of units' acts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from peewee import CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import UTCDateTimeField


class Delivery(BaseModel):
    """Bytes that an account delivered whole. Knowing a hash is not having delivered its bytes."""

    account_id: UUID = UUIDField()
    sha256 = CharField(64)
    bytes = IntegerField()
    media_type = CharField(40)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "delivery"
        indexes = ((("account_id", "sha256"), True),)


class Attachment(BaseModel):
    """A delivered file as part of one act; what the act is of stands in ``subject_type`` and ``subject_id``."""

    subject_type = CharField(40)
    subject_id: UUID = UUIDField()
    unit_id: UUID = UUIDField()
    position = IntegerField()
    sha256 = CharField(64)
    purpose = CharField(24)
    name = CharField(120)
    media_type = CharField(40)
    bytes = IntegerField()
    account_id: UUID = UUIDField(null=True)
    attached_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "attachment"
        indexes = ((("subject_type", "subject_id", "position"), True), (("unit_id",), False))
