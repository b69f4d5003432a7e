"""How far back recordings reach."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class RecordingTerm(Base):
        code = CharField(24)
        counter_terror = BooleanField()
        least_days = IntegerField()
        most_days = IntegerField(null=True)
        most_gap_hours = IntegerField()
        basis_code = CharField(64)
        article = CharField(64)
        from_on = DateField()
        to_on = DateField(null=True)

        class Meta:
            table_name = "recording_term"

    class RecordingCheck(Base):
        facility_id = UUIDField()
        unit_id = UUIDField()
        origin = CharField(8)
        checked_on = DateField()
        earliest_on = DateField(null=True)
        longest_gap_hours = IntegerField(null=True)
        term_code = CharField(24)
        required_days = IntegerField()
        kept_days = IntegerField()
        missing_days = IntegerField()
        verdict = CharField(8)
        is_overlong = BooleanField()
        comes_on = DateField(null=True)
        note = CharField(400)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "recording_check"
            indexes = ((("facility_id", "id"), False),)
            constraints = [
                Check("origin IN ('onvif','declared')"),
                Check("verdict IN ('met','short','gapped','growing')"),
            ]

    class RecordingState(Base):
        unit_id = UUIDField(index=True)
        check_id = UUIDField(null=True)
        verdict = CharField(8)
        is_overlong = BooleanField()
        comes_on = DateField(null=True)
        failure = CharField(120)
        asked_at = Instant(null=True)
        changed_at = Instant()

        class Meta:
            table_name = "recording_state"
            indexes = ((("verdict", "id"), False),)

    db.create_tables([RecordingTerm, RecordingCheck, RecordingState])
