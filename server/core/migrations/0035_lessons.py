"""Courses and their lessons, what somebody watched of them, and hours in a classroom."""

from peewee import BigIntegerField, BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Course(Base):
        title = CharField(120)
        summary = TextField()
        category = CharField(16)
        kind = CharField(12)
        audiences = TextField()
        agency_id = UUIDField(null=True)
        unit_id = UUIDField(null=True)
        state = CharField(12)
        published_at = Instant(null=True)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "course"
            constraints = [
                Check("state IN ('draft','published','withdrawn')"),
                Check("category IN ('law','business','skill','professional')"),
            ]

    class Lesson(Base):
        course_id = UUIDField()
        position = IntegerField()
        title = CharField(120)
        kind = CharField(8)
        text = TextField()
        file_sha256 = CharField(64)
        media_type = CharField(80)
        seconds = IntegerField()
        package_id = UUIDField(null=True)
        details = TextField()
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "lesson"
            indexes = ((("course_id", "position"), True),)
            constraints = [
                Check("kind IN ('text','picture','video','pdf','package','quiz')"),
            ]

    class LessonFile(Base):
        sha256 = CharField(64, unique=True)
        media_type = CharField(40)
        bytes = BigIntegerField()
        milliseconds = IntegerField()
        at = Instant()

        class Meta:
            table_name = "lesson_file"

    class CourseOpening(Base):
        course_id = UUIDField()
        person_id = UUIDField()
        opened_at = Instant()

        class Meta:
            table_name = "course_opening"
            indexes = ((("course_id", "person_id"), True),)

    class LessonProgress(Base):
        lesson_id = UUIDField()
        course_id = UUIDField()
        person_id = UUIDField()
        year = IntegerField()
        spans = TextField()
        periods = TextField()
        late_ms = IntegerField()
        seconds = IntegerField()
        position_ms = IntegerField()
        position_at = Instant()
        finished_at = Instant(null=True)
        first_at = Instant()
        changed_at = Instant()

        class Meta:
            table_name = "lesson_progress"
            indexes = (
                (("lesson_id", "person_id", "year"), True),
                (("person_id", "year"), False),
            )

    class ClassMeeting(Base):
        course_id = UUIDField(null=True)
        title = CharField(120)
        place = CharField(120)
        teacher = CharField(64)
        on_day = DateField()
        starts_at = Instant()
        ends_at = Instant()
        seconds = IntegerField()
        secret_sealed = TextField()
        agency_id = UUIDField(null=True)
        unit_id = UUIDField(null=True)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "class_meeting"
            indexes = ((("starts_at",), False),)

    class Attendance(Base):
        meeting_id = UUIDField()
        person_id = UUIDField(index=True)
        way = CharField(8)
        step = IntegerField(null=True)
        recorded_at = Instant(null=True)
        is_doubtful = BooleanField()
        doubt = CharField(12)
        is_refused = BooleanField()
        ruled_at = Instant(null=True)
        ruled_by = UUIDField(null=True)
        note = CharField(200)
        received_at = Instant()

        class Meta:
            table_name = "attendance"
            indexes = ((("meeting_id", "person_id"), True),)
            constraints = [
                Check("way IN ('code','teacher')"),
            ]

    db.create_tables([Course, Lesson, LessonFile, CourseOpening, LessonProgress, ClassMeeting, Attendance])
