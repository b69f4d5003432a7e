"""Plans with their states and runs; who goes to which task, and what went up a level."""

from peewee import SQL, BooleanField, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Plan(Base):
        agency_id = UUIDField(null=True, index=True)
        unit_id = UUIDField(null=True, index=True)
        title = CharField(80)
        kind = CharField(10)
        selection = TextField()
        template_mode = CharField(12)
        template_ids = TextField()
        schedule = TextField()
        spread = BooleanField()
        working_days_only = BooleanField()
        grace_days = IntegerField()
        assignment = CharField(8)
        officer_ids = TextField()
        starts_on = DateField()
        ends_on = DateField(null=True)
        active_from = DateField()
        state = CharField(8)
        draft_hash = CharField(64)
        created_by = UUIDField(null=True)
        created_at = Instant()
        changed_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "plan"

    class PlanState(Base):
        plan_id = UUIDField(index=True)
        state = CharField(8)
        reason = TextField()
        at = Instant()
        by_account_id = UUIDField(null=True)

        class Meta:
            table_name = "plan_state"

    class PlanRun(Base):
        plan_id = UUIDField()
        demand = CharField(80)
        day = DateField()
        after = IntegerField()
        matched = IntegerField()
        made = IntegerField()
        unassigned = IntegerField()
        began_at = Instant()
        ended_at = Instant(null=True)

        class Meta:
            table_name = "plan_run"
            indexes = ((("plan_id", "demand"), True), (("plan_id", "began_at"), False))

    class TaskEscalation(Base):
        task_id = UUIDField(unique=True)
        agency_id = UUIDField(index=True)
        due_on = DateField()
        at = Instant()

        class Meta:
            table_name = "task_escalation"

    class Manning(Base):
        officer_ids = TextField()
        task_ids = TextField()
        reason = TextField()
        created_by = UUIDField(null=True)
        created_at = Instant()

        class Meta:
            table_name = "manning"

    class MannedTask(Base):
        manning_id = UUIDField(index=True)
        task_id = UUIDField(index=True)
        result = CharField(12)

        class Meta:
            table_name = "manned_task"

    class TaskDeparture(Base):
        task_id = UUIDField()
        person_id = UUIDField()
        at = Instant()

        class Meta:
            table_name = "task_departure"
            indexes = ((("person_id", "at"), False),)

    db.create_tables([Plan, PlanState, PlanRun, TaskEscalation, Manning, MannedTask, TaskDeparture])
