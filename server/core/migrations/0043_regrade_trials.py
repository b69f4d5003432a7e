"""Trials of regrades: counted by a job, batch by batch, over all results of a session."""

from peewee import CharField, Check, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class RegradeTrial(Base):
        session_id = UUIDField(index=True)
        version_id = UUIDField()
        mode = CharField(12)
        key = TextField(null=True)
        fingerprint = CharField(64)
        state = CharField(8)
        total = IntegerField()
        read = IntegerField()
        after = UUIDField(null=True)
        foreseen = TextField()
        problem = CharField(40, null=True)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()
        ended_at = Instant(null=True)
        version = IntegerField()

        class Meta:
            table_name = "regrade_trial"
            constraints = [
                Check("mode IN ('new_key','also','full_credit','void')"),
                Check("state IN ('trying','tried','failed')"),
            ]

    db.create_tables([RegradeTrial])
