"""Schemes of assessment (考核), their runs, and every row that gave points."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class AssessmentScheme(Base):
        agency_id = UUIDField()
        year = IntegerField()
        title = CharField(160)
        target = CharField(8)
        subjects = TextField()
        indicators = TextField()
        state = CharField(10)
        replaces_id = UUIDField(null=True)
        number = IntegerField()
        published_at = Instant(null=True)
        published_by = CharField(64)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        created_at = Instant()
        draft_hash = CharField(64)
        version = IntegerField()

        class Meta:
            table_name = "assessment_scheme"
            indexes = ((("agency_id", "id"), False),)
            constraints = [
                Check("target IN ('area','agency','unit')"),
                Check("state IN ('draft','published')"),
            ]

    class AssessmentRun(Base):
        scheme_id = UUIDField(index=True)
        agency_id = UUIDField()
        as_of = DateField()
        state = CharField(10)
        inputs_hash = CharField(64)
        counted_at = Instant(null=True)
        counting = IntegerField()
        document_id = UUIDField(null=True, unique=True)
        approved_on = DateField(null=True)
        approved_at = Instant(null=True)
        approved_by_id = UUIDField(null=True)
        approved_by = CharField(64)
        revoked_reason = TextField()
        revoked_at = Instant(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        created_at = Instant()
        draft_hash = CharField(64)
        version = IntegerField()

        class Meta:
            table_name = "assessment_run"
            indexes = ((("agency_id", "id"), False),)
            constraints = [
                Check("state IN ('counting','ready','approved','revoked')"),
                Check("(state IN ('approved','revoked')) = (document_id IS NOT NULL)"),
            ]

    class AssessmentResult(Base):
        run_id = UUIDField()
        subject_key = CharField(40)
        subject_name = CharField(160)
        position = IntegerField()
        points_x100 = IntegerField()
        full_x100 = IntegerField()
        rank = IntegerField()
        lacking = IntegerField()
        inputs_hash = CharField(64)

        class Meta:
            table_name = "assessment_result"
            indexes = ((("run_id", "subject_key"), True),)

    class AssessmentItem(Base):
        run_id = UUIDField(index=True)
        result_id = UUIDField()
        code = CharField(40)
        position = IntegerField()
        met = IntegerField()
        whole = IntegerField()
        points_x100 = IntegerField(null=True)
        full_x100 = IntegerField()
        inputs_hash = CharField(64)

        class Meta:
            table_name = "assessment_item"
            indexes = ((("result_id", "code"), True),)

    class AssessmentRow(Base):
        item_id = UUIDField()
        position = IntegerField()
        kind = CharField(20)
        row_id = UUIDField()
        unit_id = UUIDField(null=True)
        on_day = DateField(null=True)
        is_met = BooleanField()
        label = CharField(120)

        class Meta:
            table_name = "assessment_row"
            indexes = ((("item_id", "position"), True),)

    class AssessmentMark(Base):
        run_id = UUIDField()
        subject_key = CharField(40)
        code = CharField(40)
        points_x100 = IntegerField()
        reason = TextField()
        files = TextField()
        live = BooleanField(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "assessment_mark"
            indexes = ((("run_id", "subject_key", "code", "live"), True),)

    db.create_tables([AssessmentScheme, AssessmentRun, AssessmentResult, AssessmentItem, AssessmentRow, AssessmentMark])
