"""Phones and their uploads."""

from peewee import CharField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Device(Base):
        account_id = UUIDField(index=True)
        name = CharField(80)
        platform = CharField(200)
        public_key = TextField()
        fingerprint = CharField(64, index=True)
        app_version = CharField(32)
        enrolled_at = Instant()
        revoked_at = Instant(null=True)
        revoked_by_id = UUIDField(null=True)

        class Meta:
            table_name = "device"
            indexes = ((("enrolled_at", "id"), False),)

    class Upload(Base):
        account_id = UUIDField(index=True)
        sha256 = CharField(64)
        byte_count = IntegerField()
        media_type = CharField(32)
        record_id = UUIDField(null=True)
        created_at = Instant()
        completed_at = Instant(null=True)

        class Meta:
            table_name = "upload"
            indexes = ((("completed_at", "created_at"), False),)

    db.create_tables([Device, Upload])
