"""Decisions that take an honour back, and which decision a document was revoked by."""

from peewee import CharField, DateField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class HonourRevocation(Base):
        honour_id = UUIDField(unique=True)
        document_id = UUIDField(unique=True)
        reason = CharField(400)
        bases = TextField()
        person_id = UUIDField(null=True)
        name = CharField(64)
        by_account_id = UUIDField(null=True)
        decided_on = DateField()
        at = Instant()

        class Meta:
            table_name = "honour_revocation"

    db.create_tables([HonourRevocation])
    migrator.migrate(migrator.add_column("document_revocation", "by_document_id", UUIDField(null=True)))
