"""What happens to a penalty case after its decision: payments, delays, remedies, demand, court, annulment, closing."""

from peewee import CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class ExecutionAct(Base):
        case_id = UUIDField()
        unit_id = UUIDField(index=True)
        position = IntegerField()
        kind = CharField(24)
        acted_on = DateField()
        at = Instant()
        by_account_id = UUIDField(null=True)
        by_person_id = UUIDField(null=True)
        by_name = CharField(64)
        details = TextField()
        draft_hash = CharField(64)

        class Meta:
            table_name = "execution_act"
            indexes = ((("case_id", "position"), True),)

    db.create_tables([ExecutionAct])
