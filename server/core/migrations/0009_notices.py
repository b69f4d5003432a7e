"""Notices and their readings."""

from peewee import CharField, Check, DateField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Notice(Base):
        kind = CharField(64)
        key = CharField(200, unique=True)
        text = TextField()
        subject_type = CharField(40)
        subject_id = UUIDField(index=True)
        to_kind = CharField(8)
        to_id = UUIDField()
        unit_id = UUIDField(null=True)
        permission = CharField(40)
        due_on = DateField(null=True)
        created_at = Instant()

        class Meta:
            table_name = "notice"
            indexes = ((("to_id", "id"), False),)
            constraints = [Check("to_kind IN ('person','agency','unit')")]

    class NoticeReading(Base):
        notice_id = UUIDField()
        account_id = UUIDField()
        at = Instant()

        class Meta:
            table_name = "notice_reading"
            indexes = ((("account_id", "notice_id"), True),)

    db.create_tables([Notice, NoticeReading])
