"""Raised security levels and zero reports."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class SecurityLevel(Base):
        title = CharField(120)
        level = IntegerField()
        reason_kind = CharField(24)
        reason = TextField()
        from_on = DateField()
        to_on = DateField()
        scope = TextField()
        check_interval_days = IntegerField(null=True)
        zero_report_by = CharField(5, null=True)
        extra_template_codes = TextField()
        measures = TextField()
        agency_id = UUIDField()
        ended_on = DateField(null=True)
        created_by = UUIDField(null=True)
        created_by_name = CharField(64)
        created_at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "security_level"
            indexes = ((("to_on", "from_on"), False), (("agency_id",), False))
            constraints = [
                Check("level BETWEEN 1 AND 3"),
                Check("reason_kind IN ('major_event','sensitive_case','government_warning')"),
                Check("to_on >= from_on"),
            ]

    class SecurityLevelEnding(Base):
        level_id = UUIDField(unique=True)
        reason = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "security_level_ending"

    class SecurityLevelUnit(Base):
        level_id = UUIDField()
        unit_id = UUIDField()
        since_on = DateField()

        class Meta:
            table_name = "security_level_unit"
            indexes = ((("level_id", "unit_id"), True), (("unit_id",), False))

    class ZeroReport(Base):
        unit_id = UUIDField()
        day = DateField()
        happened = BooleanField()
        text = TextField()
        late = BooleanField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        received_at = Instant()

        class Meta:
            table_name = "zero_report"
            indexes = ((("unit_id", "day"), True), (("day", "unit_id"), False))

    class ZeroReportGap(Base):
        unit_id = UUIDField()
        level_id = UUIDField()
        day = DateField()
        noted_at = Instant()

        class Meta:
            table_name = "zero_report_gap"
            indexes = ((("unit_id", "day"), True), (("day", "unit_id"), False))

    class ZeroReportRound(Base):
        level_id = UUIDField()
        day = DateField()
        missing = IntegerField()
        at = Instant()

        class Meta:
            table_name = "zero_report_round"
            indexes = ((("level_id", "day"), True),)

    db.create_tables(
        [SecurityLevel, SecurityLevelEnding, SecurityLevelUnit, ZeroReport, ZeroReportGap, ZeroReportRound]
    )
