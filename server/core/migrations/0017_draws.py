"""Random draws, officers' recusals and leaves; documents that are about no single unit."""

from peewee import CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Exclusion(Base):
        kind = CharField(8)
        person_id = UUIDField()
        unit_id = UUIDField(null=True, index=True)
        reason = TextField()
        from_on = DateField()
        to_on = DateField(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "officer_exclusion"
            indexes = ((("person_id", "kind"), False),)

    class ExclusionEnd(Base):
        exclusion_id = UUIDField(unique=True)
        last_on = DateField()
        reason = TextField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "officer_exclusion_end"

    class Draw(Base):
        agency_id = UUIDField()
        name = CharField(120)
        reason = TextField()
        terms = TextField()
        reasons = TextField()
        terms_sha256 = CharField(64)
        pool_kind = CharField(64)
        unit_count = IntegerField()
        officers_per_unit = IntegerField()
        commitment = CharField(64)
        repeats_id = UUIDField(null=True, index=True)
        state = CharField(12)
        created_by = UUIDField(null=True)
        created_at = Instant()

        class Meta:
            table_name = "draw"
            indexes = ((("agency_id", "id"), False), (("agency_id", "pool_kind"), False))

    class DrawSeed(Base):
        draw_id = UUIDField(unique=True)
        sealed = TextField()

        class Meta:
            table_name = "draw_seed"

    class DrawFreeze(Base):
        draw_id = UUIDField(unique=True)
        units_count = IntegerField()
        units_sha256 = CharField(64)
        officers_count = IntegerField()
        officers_sha256 = CharField(64)
        left_out = TextField()
        left_out_sha256 = CharField(64)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "draw_freeze"

    class DrawResult(Base):
        draw_id = UUIDField(unique=True)
        seed = CharField(64)
        witness = CharField(120)
        words = CharField(200)
        result = TextField()
        record_sha256 = CharField(64)
        operator_certificate_no = CharField(40)
        by_account_id = UUIDField(null=True)
        by_person_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "draw_result"

    class DrawTasking(Base):
        draw_id = UUIDField(unique=True)
        due_on = DateField()
        template_ids = TextField()
        note = TextField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "draw_tasking"

    class DrawPublication(Base):
        draw_id = UUIDField()
        scope = CharField(8)
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "draw_publication"
            indexes = ((("draw_id", "scope"), True),)

    class DrawAbandonment(Base):
        draw_id = UUIDField(unique=True)
        reason = TextField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "draw_abandonment"

    db.create_tables(
        [
            Exclusion,
            ExclusionEnd,
            Draw,
            DrawSeed,
            DrawFreeze,
            DrawResult,
            DrawTasking,
            DrawPublication,
            DrawAbandonment,
        ],
        safe=False,
    )
    migrator.migrate(migrator.drop_not_null("document", "unit_id"))
