"""The item bank (题库): items, their versions, and the knowledge points they ask about."""

from peewee import BooleanField, CharField, Check, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class KnowledgePoint(Base):
        code = CharField(40, unique=True)
        title = CharField(120)
        category = CharField(16)
        position = IntegerField()
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "knowledge_point"
            constraints = [
                Check("category IN ('law','business','skill','professional')"),
            ]

    class Item(Base):
        code = CharField(40, unique=True)
        agency_id = UUIDField(null=True)
        type = CharField(16)
        category = CharField(16)
        point_id = UUIDField(index=True)
        difficulty = IntegerField()
        state = CharField(8)
        exam_only = BooleanField()
        stem = TextField()
        search_text = TextField()
        number = IntegerField()
        current_id = UUIDField()
        norm_hash = CharField(64, index=True)
        by_account_id = UUIDField(null=True)
        seed_hash = CharField(64, null=True)
        edited_at = Instant(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "item"
            indexes = ((("category", "type", "difficulty"), False),)
            constraints = [
                Check("state IN ('draft','live','retired')"),
            ]

    class ItemVersion(Base):
        item_id = UUIDField()
        number = IntegerField()
        type = CharField(16)
        content = TextField()
        key = TextField()
        explanation = TextField()
        difficulty = IntegerField()
        bases = TextField()
        used_at = Instant(null=True)
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "item_version"
            indexes = ((("item_id", "number"), True),)

    class ItemBasis(Base):
        item_id = UUIDField()
        basis_code = CharField(64, index=True)

        class Meta:
            table_name = "item_basis"
            indexes = ((("item_id", "basis_code"), True),)

    class ItemImport(Base):
        agency_id = UUIDField(index=True)
        format = CharField(12)
        file_sha256 = CharField(64)
        point_id = UUIDField()
        difficulty = IntegerField()
        drafts = TextField()
        problems = TextField()
        doubles = TextField()
        state = CharField(10)
        made = IntegerField()
        by_account_id = UUIDField()
        at = Instant()
        confirmed_at = Instant(null=True)

        class Meta:
            table_name = "item_import"
            constraints = [
                Check("state IN ('read','confirmed')"),
            ]

    db.create_tables([KnowledgePoint, Item, ItemVersion, ItemBasis, ItemImport])
