"""Marks, results, and marking anew. A result is never changed: a new one supersedes it."""

from peewee import BooleanField, CharField, Check, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class OpenAnswer(Base):
        attempt_id = UUIDField()
        session_id = UUIDField()
        person_id = UUIDField()
        slot = IntegerField()
        part = CharField(16)
        version_id = UUIDField()
        worth_x100 = IntegerField()
        state = CharField(10)
        points_x100 = IntegerField(null=True)
        at = Instant()

        class Meta:
            table_name = "open_answer"
            indexes = (
                (("attempt_id", "slot", "part"), True),
                (("session_id", "state"), False),
            )
            constraints = [
                Check("state IN ('waiting','disputed','done','moot')"),
            ]

    class OpenMark(Base):
        answer_id = UUIDField()
        role = CharField(12)
        points_x100 = IntegerField()
        ticked = TextField()
        note = CharField(400)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "open_mark"
            indexes = (
                (("answer_id", "role"), True),
                (("answer_id", "by_account_id"), True),
            )
            constraints = [
                Check("role IN ('first','second','adjudicator')"),
            ]

    class Result(Base):
        attempt_id = UUIDField()
        session_id = UUIDField()
        person_id = UUIDField()
        revision = IntegerField()
        points_x100 = IntegerField()
        worth_x100 = IntegerField()
        passed = BooleanField()
        sections = TextField()
        slots = TextField()
        regrade_id = UUIDField(null=True)
        live = BooleanField(null=True)
        at = Instant()

        class Meta:
            table_name = "exam_result"
            indexes = (
                (("attempt_id", "live"), True),
                (("attempt_id", "revision"), True),
                (("session_id", "id"), False),
                (("person_id",), False),
            )

    class Regrade(Base):
        session_id = UUIDField(index=True)
        version_id = UUIDField()
        mode = CharField(12)
        key = TextField(null=True)
        reason = CharField(400)
        foreseen = TextField()
        fingerprint = CharField(64)
        state = CharField(10)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()
        approved_at = Instant(null=True)
        applied_at = Instant(null=True)
        version = IntegerField()

        class Meta:
            table_name = "regrade"
            constraints = [
                Check("mode IN ('new_key','also','full_credit','void')"),
                Check("state IN ('proposed','approved','applied','rejected')"),
            ]

    class RegradeApproval(Base):
        regrade_id = UUIDField()
        approved = BooleanField()
        note = CharField(400)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "regrade_approval"
            indexes = ((("regrade_id", "by_account_id"), True),)

    class ItemStatistic(Base):
        session_id = UUIDField()
        item_id = UUIDField()
        version_id = UUIDField()
        attempts = IntegerField()
        figures = TextField()
        at = Instant()

        class Meta:
            table_name = "item_statistic"
            indexes = (
                (("session_id", "version_id"), True),
                (("item_id",), False),
            )

    class SessionStatistic(Base):
        attempts = IntegerField()
        figures = TextField()
        at = Instant()

        class Meta:
            table_name = "session_statistic"

    db.create_tables([OpenAnswer, OpenMark, Result, Regrade, RegradeApproval, ItemStatistic, SessionStatistic])
