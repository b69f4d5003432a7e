"""From which difference on a third person marks an open answer, as dated rows."""

from peewee import CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class MarkingTerm(Base):
        most_difference_percent = IntegerField()
        basis = CharField(200)
        from_on = DateField(index=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "marking_term"

    db.create_tables([MarkingTerm])
