"""Thresholds of the picture checks that a bureau sets for itself."""

from peewee import CharField, DateField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class ThresholdSet(Model):
        id = UUIDField(primary_key=True)
        version = CharField(40, unique=True)
        thresholds = TextField()
        evaluation = TextField(null=True)
        note = CharField(400)
        from_on = DateField(index=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            database = db
            table_name = "threshold_set"

    db.create_tables([ThresholdSet])
