"""How a record came out, which record it corrects, which check it is a part of, and how conflicts were decided."""

from peewee import CharField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class MergeDecision(Model):
        id = UUIDField(primary_key=True)
        part_of = UUIDField()
        template_version_id = UUIDField()
        subject = CharField(60)
        chosen_id = UUIDField()
        reason = TextField()
        at = Instant()
        by_account_id = UUIDField()
        by_name = CharField(64)

        class Meta:
            database = db
            table_name = "merge_decision"
            indexes = ((("part_of", "template_version_id"), False),)

    db.create_tables([MergeDecision])
    migrator.migrate(
        migrator.add_column("inspection", "result", CharField(8, null=True)),
        migrator.add_column("inspection", "corrects_id", UUIDField(null=True)),
        migrator.add_column("inspection", "part_of", UUIDField(null=True)),
    )
    # The chain of corrections is a line: a record is corrected once, its correction then.
    migrator.migrate(
        migrator.add_index("inspection", ("corrects_id",), True),
        migrator.add_index("inspection", ("part_of",), False),
    )
