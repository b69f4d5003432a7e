"""Classes can be cancelled, and moved with a reason."""

from peewee import TextField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    migrator.migrate(migrator.add_column("class_meeting", "cancelled_at", Instant(null=True)))
    db.execute_sql("ALTER TABLE class_meeting ADD COLUMN cancelled_reason VARCHAR(200) NOT NULL DEFAULT ''")
    db.execute_sql("ALTER TABLE class_meeting ADD COLUMN moved_reason VARCHAR(200) NOT NULL DEFAULT ''")
