"""Publicity and education activities of units, and micro-courses for all their staff."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Activity(Base):
        unit_id = UUIDField()
        kind = CharField(16)
        title = CharField(120)
        on_day = DateField()
        place = CharField(120)
        head_count = IntegerField()
        summary = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()
        draft_hash = CharField(64)
        withdrawn_reason = CharField(200)
        withdrawn_at = Instant(null=True)

        class Meta:
            table_name = "activity"
            indexes = ((("unit_id", "on_day"), False),)
            constraints = [
                Check("head_count > 0"),
            ]

    class MicroCourse(Base):
        unit_id = UUIDField(index=True)
        title = CharField(120)
        pages = TextField()
        questions = TextField()
        pass_percent = IntegerField()
        token = CharField(32, unique=True)
        opens_on = DateField()
        closes_on = DateField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()
        draft_hash = CharField(64)
        withdrawn_reason = CharField(200)
        withdrawn_at = Instant(null=True)

        class Meta:
            table_name = "micro_course"
            constraints = [
                Check("pass_percent BETWEEN 0 AND 100"),
                Check("closes_on >= opens_on"),
            ]

    class MicroAnswer(Base):
        course_id = UUIDField()
        device_hash = CharField(64)
        year = IntegerField()
        tries = IntegerField()
        best_percent = IntegerField()
        passed = BooleanField()
        first_at = Instant()
        last_at = Instant()

        class Meta:
            table_name = "micro_answer"
            indexes = ((("course_id", "device_hash", "year"), True),)

    db.create_tables([Activity, MicroCourse, MicroAnswer])
