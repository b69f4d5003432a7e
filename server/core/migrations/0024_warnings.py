"""Warnings, feedback to them, and the dated rules that raise them."""

from peewee import BooleanField, CharField, Check, DateField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class WarningRule(Base):
        code = CharField(40)
        from_on = DateField()
        title = CharField(120)
        level = CharField(8)
        parameters = TextField()
        addressees = TextField()
        bases = TextField()
        is_active = BooleanField()
        created_at = Instant()

        class Meta:
            table_name = "warning_rule"
            indexes = ((("code", "from_on"), True),)
            constraints = [Check("level IN ('red','orange','yellow','blue')")]

    class SecurityWarning(Base):
        key = CharField(200, unique=True)
        type = CharField(40)
        level = CharField(8)
        rule_id = UUIDField(null=True)
        unit_id = UUIDField()
        subject_type = CharField(40)
        subject_id = UUIDField()
        text = TextField()
        basis = TextField()
        addressees = TextField()
        state = CharField(8)
        raised_at = Instant()
        closed_at = Instant(null=True)
        end_reason = CharField(500)
        ended_by_name = CharField(64)

        class Meta:
            table_name = "security_warning"
            indexes = ((("unit_id", "id"), False), (("subject_id", "type"), False), (("state", "id"), False))
            constraints = [
                Check("level IN ('red','orange','yellow','blue')"),
                Check("state IN ('open','answered','ended')"),
            ]

    class WarningFeedback(Base):
        warning_id = UUIDField(index=True)
        party_kind = CharField(8)
        party_id = UUIDField()
        text = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "warning_feedback"

    db.create_tables([WarningRule, SecurityWarning, WarningFeedback])
