"""Model cases: working copies, published versions, reviews, readings."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Story(Base):
        agency_id = UUIDField()
        title = CharField(120)
        summary = CharField(300)
        text = TextField()
        unit_id = UUIDField(null=True)
        consented = BooleanField()
        consent_note = CharField(200)
        photos = TextField()
        state = CharField(12)
        author_id = UUIDField(null=True)
        author_person_id = UUIDField(null=True)
        author_name = CharField(64)
        created_at = Instant()
        draft_hash = CharField(64)
        version = IntegerField()

        class Meta:
            table_name = "story"
            indexes = ((("agency_id", "id"), False),)
            constraints = [Check("state IN ('draft','submitted','returned','approved')")]

    class StoryVersion(Base):
        story_id = UUIDField()
        number = IntegerField()
        agency_id = UUIDField()
        title = CharField(120)
        summary = CharField(300)
        text = TextField()
        unit_id = UUIDField(null=True)
        photos = TextField()
        live = BooleanField(null=True)
        published_at = Instant()
        ended_at = Instant(null=True)
        ended_reason = CharField(400)
        ended_by = UUIDField(null=True)

        class Meta:
            table_name = "story_version"
            indexes = (
                (("story_id", "number"), True),
                (("story_id", "live"), True),
                (("live", "id"), False),
            )

    class StoryReview(Base):
        story_id = UUIDField(index=True)
        story_version = IntegerField()
        approved = BooleanField()
        opinion = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "story_review"
            indexes = ((("story_id", "story_version"), True),)

    class StoryReading(Base):
        version_id = UUIDField(index=True)
        on_day = DateField()

        class Meta:
            table_name = "story_reading"

    db.create_tables([Story, StoryVersion, StoryReview, StoryReading])
