"""What bodies that took a hazard over say they did about it."""

from peewee import CharField, Check, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class HandoverAnswer(Base):
        handover_id = UUIDField(index=True)
        agency_id = UUIDField()
        outcome = CharField(20)
        text = TextField()
        files = TextField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "handover_answer"
            constraints = [Check("outcome IN ('followed','followed_in_part','not_followed')")]

    db.create_tables([HandoverAnswer])
