"""Practice of wrong answers (错题本), spaced by fsrs."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class PracticeCard(Base):
        person_id = UUIDField()
        item_id = UUIDField()
        card = TextField()
        due_at = Instant()
        wrong_count = IntegerField()
        right_count = IntegerField()
        source = CharField(12)
        created_at = Instant()
        changed_at = Instant()

        class Meta:
            table_name = "practice_card"
            indexes = (
                (("person_id", "item_id"), True),
                (("person_id", "due_at"), False),
            )
            constraints = [
                Check("source IN ('exam','quiz','own')"),
            ]

    class PracticeReview(Base):
        person_id = UUIDField()
        item_id = UUIDField()
        version_id = UUIDField()
        source = CharField(12)
        value = TextField(null=True)
        is_right = BooleanField()
        seconds = IntegerField()
        on_day = DateField()
        recorded_at = Instant(null=True)
        received_at = Instant()

        class Meta:
            table_name = "practice_review"
            indexes = ((("person_id", "on_day"), False),)

    db.create_tables([PracticeCard, PracticeReview])
