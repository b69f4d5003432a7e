"""What the credit platform is told of penalties: records, batches of reports, withdrawals."""

from peewee import BooleanField, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class CreditRecord(Base):
        decision_id = UUIDField(unique=True)
        case_id = UUIDField()
        unit_id = UUIDField()
        agency_id = UUIDField()
        state = CharField(12)
        facts = TextField()
        decided_on = DateField()
        due_on = DateField()
        is_certain = BooleanField()
        publish_until_on = DateField()
        cause = CharField(12)
        made_at = Instant()
        batch_id = UUIDField(null=True)
        reported_at = Instant(null=True)
        reported_by = CharField(64)
        withdrawn_at = Instant(null=True)
        withdrawn_by = CharField(64)

        class Meta:
            table_name = "credit_record"
            indexes = ((("state", "due_on", "id"), False), (("unit_id", "id"), False))

    class CreditReport(Base):
        agency_id = UUIDField()
        reported_on = DateField()
        receipt_no = CharField(64)
        note = TextField()
        record_ids = TextField()
        count = IntegerField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "credit_report"

    class CreditWithdrawal(Base):
        record_id = UUIDField(index=True)
        cause = CharField(12)
        due_on = DateField()
        withdrawn_on = DateField()
        receipt_no = CharField(64)
        note = TextField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "credit_withdrawal"

    db.create_tables([CreditRecord, CreditReport, CreditWithdrawal])
