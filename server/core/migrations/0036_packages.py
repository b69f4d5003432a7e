"""Course packages of others: SCORM 1.2, SCORM 2004, cmi5."""

from peewee import CharField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class CoursePackage(Base):
        title = CharField(200)
        standard = CharField(12)
        agency_id = UUIDField(null=True)
        unit_id = UUIDField(null=True)
        sha256 = CharField(64)
        launch = CharField(400)
        manifest = TextField()
        file_count = IntegerField()
        bytes = IntegerField()
        by_account_id = UUIDField(null=True)
        created_at = Instant()

        class Meta:
            table_name = "course_package"

    class PackageFile(Base):
        package_id = UUIDField()
        path = CharField(400)
        key = CharField(400)
        sha256 = CharField(64)
        media_type = CharField(80)
        bytes = IntegerField()

        class Meta:
            table_name = "package_file"
            indexes = ((("package_id", "key"), True),)

    class PackageRegistration(Base):
        package_id = UUIDField()
        lesson_id = UUIDField()
        person_id = UUIDField()
        year = IntegerField()
        state = TextField()
        status = CharField(16)
        score_x100 = IntegerField(null=True)
        seconds = IntegerField()
        beat_at = Instant()
        finished_at = Instant(null=True)
        opened_at = Instant()
        changed_at = Instant()

        class Meta:
            table_name = "package_registration"
            indexes = ((("lesson_id", "person_id", "year"), True),)

    db.create_tables([CoursePackage, PackageFile, PackageRegistration])
