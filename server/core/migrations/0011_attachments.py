"""Files of units' acts."""

from peewee import CharField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Delivery(Base):
        account_id = UUIDField()
        sha256 = CharField(64)
        bytes = IntegerField()
        media_type = CharField(40)
        at = Instant()

        class Meta:
            table_name = "delivery"
            indexes = ((("account_id", "sha256"), True),)

    class Attachment(Base):
        subject_type = CharField(40)
        subject_id = UUIDField()
        unit_id = UUIDField()
        position = IntegerField()
        sha256 = CharField(64)
        purpose = CharField(24)
        name = CharField(120)
        media_type = CharField(40)
        bytes = IntegerField()
        account_id = UUIDField(null=True)
        attached_at = Instant()

        class Meta:
            table_name = "attachment"
            indexes = ((("subject_type", "subject_id", "position"), True), (("unit_id",), False))

    db.create_tables([Delivery, Attachment])
