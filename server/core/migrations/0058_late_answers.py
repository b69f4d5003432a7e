"""Late answers are accepted by two persons; what people marked before is marked again in another turn."""

from peewee import CharField, Check, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class LateAcceptance(Base):
        attempt_id = UUIDField(index=True)
        session_id = UUIDField()
        answers = TextField()
        reason = CharField(400)
        state = CharField(10)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()
        note = CharField(400)
        decided_by_account_id = UUIDField(null=True)
        decided_by_name = CharField(64)
        decided_at = Instant(null=True)

        class Meta:
            table_name = "late_acceptance"
            constraints = [Check("state IN ('proposed','accepted','rejected')")]

    db.create_tables([LateAcceptance])
    db.execute_sql("ALTER TABLE open_answer ADD COLUMN turn INTEGER NOT NULL DEFAULT 1")
    db.execute_sql("DROP INDEX openanswer_attempt_id_slot_part")
    migrator.migrate(migrator.add_index("open_answer", ("attempt_id", "slot", "part", "turn"), True))
