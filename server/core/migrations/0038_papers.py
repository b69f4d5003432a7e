"""Blueprints (组卷规则) and the papers made by them."""

from peewee import CharField, Check, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Blueprint(Base):
        title = CharField(120)
        agency_id = UUIDField(null=True)
        number = IntegerField()
        current_id = UUIDField()
        state = CharField(8)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "blueprint"
            constraints = [
                Check("state IN ('live','retired')"),
            ]

    class BlueprintVersion(Base):
        blueprint_id = UUIDField()
        number = IntegerField()
        rows = TextField()
        marking = TextField()
        worth_x100 = IntegerField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "blueprint_version"
            indexes = ((("blueprint_id", "number"), True),)

    class PaperSet(Base):
        session_id = UUIDField()
        blueprint_version_id = UUIDField()
        variant = IntegerField()
        seed_sealed = TextField()
        items = TextField()
        drawn_at = Instant()

        class Meta:
            table_name = "paper_set"
            indexes = ((("session_id", "variant"), True),)

    class Paper(Base):
        session_id = UUIDField()
        candidate_id = UUIDField()
        try_no = IntegerField()
        variant = IntegerField()
        seed = CharField(64)
        slots = TextField()
        worth_x100 = IntegerField()
        plain_sha256 = CharField(64)
        sealed = TextField()
        key_sealed = TextField()
        made_at = Instant()

        class Meta:
            table_name = "paper"
            indexes = (
                (("candidate_id", "try_no"), True),
                (("session_id",), False),
            )

    class ItemExposure(Base):
        item_id = UUIDField()
        session_id = UUIDField()
        papers = IntegerField()
        at = Instant()

        class Meta:
            table_name = "item_exposure"
            indexes = ((("item_id", "session_id"), True),)

    db.create_tables([Blueprint, BlueprintVersion, PaperSet, Paper, ItemExposure])
