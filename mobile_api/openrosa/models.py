"""Keys of ODK Collect, and what it handed in, kept as it came."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import UTCDateTimeField


class OpenRosaKey(BaseModel):
    """Lets one account's ODK Collect in. The secret is derived from the id, never stored."""

    account_id = UUIDField(index=True)
    name = CharField(80)
    created_at: datetime = UTCDateTimeField()
    revoked_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "openrosa_key"


class OpenRosaSubmission(BaseModel):
    """A filled form, word for word; its id is the instance's and becomes the record's."""

    key_id = UUIDField()
    account_id = UUIDField()
    template_version_id = UUIDField()
    xml = TextField()
    xml_sha256 = CharField(64)
    received_at: datetime = UTCDateTimeField()
    handed_on_at: datetime | None = UTCDateTimeField(null=True)  # from when on it is an inspection

    class Meta:
        table_name = "openrosa_submission"
        indexes = ((("handed_on_at", "received_at"), False),)


class OpenRosaFile(BaseModel):
    """A file of a submission under the name that the form gives it."""

    submission_id = UUIDField()
    name = CharField(200)
    sha256 = CharField(64)
    bytes = IntegerField()
    media_type = CharField(40)
    width = IntegerField()
    height = IntegerField()
    received_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "openrosa_file"
        indexes = ((("submission_id", "name"), True),)
