"""Duties of units: requirements, papers, drills, projects."""

from peewee import SQL, BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class DutyRule(Base):
        code = CharField(64, unique=True)
        position = IntegerField()
        duty = CharField(16)
        item = CharField(64)
        title = CharField(120)
        count = IntegerField()
        review_months = IntegerField(null=True)
        conditions = TextField()
        bases = TextField()
        is_product_default = BooleanField()
        effective_from = DateField(null=True)
        effective_to = DateField(null=True)
        note = CharField(400)
        seed_hash = CharField(64, null=True)
        edited_at = Instant(null=True)
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "duty_rule"

    class DutyCover(Base):
        unit_id = UUIDField()
        duty = CharField(16)
        item = CharField(64)
        from_on = DateField()
        until_on = DateField()
        subject_id = UUIDField(index=True)

        class Meta:
            table_name = "duty_cover"
            indexes = ((("unit_id", "duty", "item", "from_on"), False),)
            constraints = [Check("until_on >= from_on")]

    class DutyPaper(Base):
        unit_id = UUIDField()
        duty = CharField(16)
        item = CharField(64)
        title = CharField(120)
        edition = CharField(40)
        adopted_on = DateField()
        review_on = DateField(null=True)
        statement = TextField()
        filed_by = UUIDField(null=True)
        filed_at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "duty_paper"
            indexes = ((("unit_id", "id"), False),)

    class Drill(Base):
        unit_id = UUIDField()
        kind = CharField(24)
        title = CharField(120)
        planned_on = DateField()
        place = CharField(120)
        plan_id = UUIDField(null=True)
        planned_by = UUIDField(null=True)
        planned_at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "drill"
            indexes = ((("unit_id", "id"), False),)

    class DrillReport(Base):
        drill_id = UUIDField(index=True)
        unit_id = UUIDField()
        held_on = DateField()
        place = CharField(120)
        people_count = IntegerField()
        evaluation = TextField()
        lacking = TextField()
        reported_by = UUIDField(null=True)
        reported_at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "drill_report"
            constraints = [Check("people_count >= 1")]

    class DutyRemark(Base):
        subject_id = UUIDField(index=True)
        unit_id = UUIDField()
        text = TextField()
        accepted = BooleanField()
        name = CharField(64)
        agency_id = UUIDField(null=True)
        account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "duty_remark"

    class Project(Base):
        unit_id = UUIDField()
        title = CharField(120)
        kind = CharField(16)
        opened_by = UUIDField(null=True)
        opened_at = Instant()
        closed_on = DateField(null=True)
        draft_hash = CharField(64)

        class Meta:
            table_name = "project"
            indexes = ((("unit_id", "id"), False),)

    class ProjectGate(Base):
        project_id = UUIDField()
        unit_id = UUIDField(index=True)
        gate = CharField(16)
        due_on = DateField()
        done_on = DateField(null=True)
        passing_id = UUIDField(null=True)
        note = TextField()
        passed_by = UUIDField(null=True)
        passed_at = Instant(null=True)

        class Meta:
            table_name = "project_gate"
            indexes = ((("project_id", "gate"), True),)

    class ProjectClosing(Base):
        project_id = UUIDField(unique=True)
        closed_on = DateField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "project_closing"

    db.create_tables(
        [DutyRule, DutyCover, DutyPaper, Drill, DrillReport, DutyRemark, Project, ProjectGate, ProjectClosing]
    )
