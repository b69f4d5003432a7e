"""Templates and their immutable versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class Template(BaseModel):
    code = CharField(16, unique=True)
    title = CharField(100)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "template"


class TemplateVersion(BaseModel):
    """What was asked, word for word; never changed. Every record names its version and the hash of this content."""

    template_id = UUIDField(index=True)
    number = IntegerField()
    definition: dict[str, Any] = JSONField()
    content_hash = CharField(64)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "template_version"
        indexes = ((("template_id", "number"), True),)


class TemplateVersionState(BaseModel):
    """One step of a version's life; the latest row is its state."""

    version_id = UUIDField()
    state = CharField(10)
    at: datetime = UTCDateTimeField()
    by_account_id = UUIDField(null=True)

    class Meta:
        table_name = "template_version_state"
        indexes = ((("version_id", "at"), False), (("version_id", "state"), True))
