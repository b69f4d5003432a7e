"""Schemes of scores, and each unit's score and three defences by month."""

from peewee import BooleanField, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class ScoreScheme(Base):
        title = CharField(80)
        factors = TextField()
        bands = TextField()
        basis = CharField(200)
        verified = BooleanField()
        from_on = DateField(index=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        draft_hash = CharField(64, null=True)
        at = Instant()

        class Meta:
            table_name = "score_scheme"

    class UnitScore(Base):
        unit_id = UUIDField()
        month = CharField(7)
        scheme_id = UUIDField()
        area_code = CharField(12)
        score_x10 = IntegerField(null=True)
        band = CharField(16)
        factors = TextField()
        people_met = IntegerField()
        people_required = IntegerField()
        barrier_met = IntegerField()
        barrier_required = IntegerField()
        technology_met = IntegerField()
        technology_required = IntegerField()
        counted_at = Instant()

        class Meta:
            table_name = "unit_score"
            indexes = ((("unit_id", "month"), True), (("month", "score_x10", "id"), False))

    db.create_tables([ScoreScheme, UnitScore])
