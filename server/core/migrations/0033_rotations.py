"""The annual rotation: a cycle a year and audience, an enrolment a person, and the ledger of hours."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class RotationCycle(Base):
        year = IntegerField()
        audience = CharField(24)
        tier = CharField(12)
        title = CharField(120)
        agency_id = UUIDField(null=True)
        unit_id = UUIDField(null=True)
        required_seconds = IntegerField()
        exam_required = BooleanField()
        course_ids = TextField()
        remind_days = TextField()
        opens_on = DateField()
        ends_on = DateField()
        bases = TextField()
        closed_at = Instant(null=True)
        closed_counts = TextField(null=True)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "rotation_cycle"
            indexes = (
                (("agency_id", "year"), False),
                (("year", "audience"), False),
            )
            constraints = [
                Check("(unit_id IS NULL) <> (agency_id IS NULL)"),
            ]

    class Enrolment(Base):
        cycle_id = UUIDField()
        person_id = UUIDField()
        year = IntegerField()
        audience = CharField(24)
        unit_id = UUIDField(null=True)
        agency_id = UUIDField(null=True)
        area_code = CharField(12)
        state = CharField(8)
        seconds = IntegerField()
        exam_attempt_id = UUIDField(null=True)
        exam_passed_at = Instant(null=True)
        completed_at = Instant(null=True)
        excused_reason = CharField(200)
        excused_at = Instant(null=True)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "enrolment"
            indexes = (
                (("cycle_id", "person_id"), True),
                (("person_id", "year"), False),
                (("unit_id", "year"), False),
                (("cycle_id", "area_code", "unit_id", "state"), False),
            )
            constraints = [
                Check("state IN ('active','done','excused','left')"),
            ]

    class MissedRotation(Base):
        cycle_id = UUIDField()
        enrolment_id = UUIDField(unique=True)
        person_id = UUIDField()
        unit_id = UUIDField(null=True)
        agency_id = UUIDField(null=True)
        area_code = CharField(12)
        reason = CharField(24)
        seconds = IntegerField()
        made_up_at = Instant(null=True)

        class Meta:
            table_name = "missed_rotation"
            indexes = ((("cycle_id", "unit_id"), False),)
            constraints = [
                Check("reason IN ('not_started','hours_short','exam_missing')"),
            ]

    class HourCredit(Base):
        person_id = UUIDField()
        year = IntegerField()
        on_day = DateField()
        kind = CharField(12)
        seconds = IntegerField()
        source_type = CharField(32)
        source_id = UUIDField()
        course_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "hour_credit"
            indexes = (
                (("source_type", "source_id", "person_id"), True),
                (("person_id", "year"), False),
            )
            constraints = [
                Check("kind IN ('watched','classroom','package','practice','activity')"),
            ]

    db.create_tables([RotationCycle, Enrolment, MissedRotation, HourCredit])
