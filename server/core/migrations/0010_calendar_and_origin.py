"""The calendar of working days; where a task comes from, its state beside its ending, and when it goes up."""

from peewee import SQL, BooleanField, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class CalendarYear(Base):
        year = IntegerField(unique=True)
        source = CharField(120)
        edited_at = Instant(null=True)
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "calendar_year"

    class Holiday(Base):
        year = IntegerField(index=True)
        day = DateField(unique=True)
        is_working = BooleanField()
        name = CharField(40)

        class Meta:
            table_name = "holiday"

    db.create_tables([CalendarYear, Holiday])
    migrator.migrate(
        migrator.add_column("task", "origin", CharField(8, constraints=[SQL("DEFAULT 'manual'")], default="manual")),
        migrator.add_column("task", "origin_id", UUIDField(null=True)),
        migrator.add_column("task", "period_on", DateField(null=True)),
        migrator.add_column("task", "agency_id", UUIDField(null=True)),
        migrator.add_column("task", "escalate_on", DateField(null=True)),
        migrator.add_column("task", "state", CharField(10, constraints=[SQL("DEFAULT 'open'")], default="open")),
    )
    db.execute_sql(
        "UPDATE task SET state = (SELECT e.state FROM task_ending e WHERE e.task_id = task.id) "
        "WHERE EXISTS (SELECT 1 FROM task_ending e WHERE e.task_id = task.id)"
    )
    # One task a plan, unit and period: whatever is killed or run twice, the second try finds the first.
    migrator.migrate(
        migrator.add_index("task", ("origin_id", "unit_id", "period_on", "kind"), True),
        migrator.add_index("task", ("state", "due_on", "id"), False),
        migrator.add_index("task", ("state", "escalate_on"), False),
    )
