"""Templates, tasks, inspections, hazards."""

from peewee import SQL, BooleanField, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Template(Base):
        code = CharField(16, unique=True)
        title = CharField(100)
        created_at = Instant()

        class Meta:
            table_name = "template"

    class TemplateVersion(Base):
        template_id = UUIDField(index=True)
        number = IntegerField()
        definition = TextField()
        content_hash = CharField(64)
        created_at = Instant()

        class Meta:
            table_name = "template_version"
            indexes = ((("template_id", "number"), True),)

    class TemplateVersionState(Base):
        version_id = UUIDField()
        state = CharField(10)
        at = Instant()
        by_account_id = UUIDField(null=True)

        class Meta:
            table_name = "template_version_state"
            indexes = ((("version_id", "at"), False), (("version_id", "state"), True))

    class Task(Base):
        kind = CharField(10)
        unit_id = UUIDField(index=True)
        site_id = UUIDField(null=True)
        due_on = DateField()
        note = TextField()
        created_by = UUIDField(null=True)
        created_at = Instant()
        changed_at = Instant(index=True)
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "task"
            indexes = ((("due_on", "id"), False),)

    class TaskOfficer(Base):
        task_id = UUIDField()
        person_id = UUIDField()

        class Meta:
            table_name = "task_officer"
            indexes = ((("task_id", "person_id"), True), (("person_id", "task_id"), False))

    class TaskTemplate(Base):
        task_id = UUIDField()
        template_version_id = UUIDField()

        class Meta:
            table_name = "task_template"
            indexes = ((("task_id", "template_version_id"), True),)

    class TaskEnding(Base):
        task_id = UUIDField(unique=True)
        state = CharField(10)
        reason = TextField()
        at = Instant()
        by_account_id = UUIDField(null=True)

        class Meta:
            table_name = "task_ending"

    class Inspection(Base):
        kind = CharField(10)
        task_id = UUIDField(null=True, index=True)
        unit_id = UUIDField()
        site_id = UUIDField(null=True)
        template_version_id = UUIDField()
        account_id = UUIDField(index=True)
        agency_id = UUIDField(null=True)
        device_id = UUIDField()
        device_name = CharField(100)
        started_at = Instant()
        ended_at = Instant()
        recorded_at = Instant()
        received_at = Instant()
        record = TextField()
        record_hash = CharField(64)
        signature_valid = BooleanField()
        earned = IntegerField()
        possible = IntegerField()
        flag_count = IntegerField()
        breach_count = IntegerField()
        hazard_count = IntegerField()

        class Meta:
            table_name = "inspection"
            indexes = ((("unit_id", "id"), False),)

    class ExpectedMedium(Base):
        inspection_id = UUIDField()
        account_id = UUIDField()
        sha256 = CharField(64)
        purpose = CharField(10)
        bytes = IntegerField()
        media_type = CharField(40)
        received_at = Instant(null=True)

        class Meta:
            table_name = "expected_medium"
            indexes = ((("inspection_id", "sha256"), True), (("account_id", "sha256"), False))

    class Medium(Base):
        account_id = UUIDField()
        sha256 = CharField(64)
        bytes = IntegerField()
        media_type = CharField(40)
        received_at = Instant()

        class Meta:
            table_name = "medium"
            indexes = ((("account_id", "sha256"), True),)

    class InspectionCompletion(Base):
        inspection_id = UUIDField(unique=True)
        at = Instant()

        class Meta:
            table_name = "inspection_completion"

    class InspectionFlag(Base):
        inspection_id = UUIDField(index=True)
        code = CharField(40)
        item = CharField(60, null=True)
        detail = TextField()
        severity = CharField(8)

        class Meta:
            table_name = "inspection_flag"

    class Hazard(Base):
        inspection_id = UUIDField(index=True)
        unit_id = UUIDField()
        site_id = UUIDField(null=True)
        item_id = CharField(60)
        title = CharField(300)
        note = TextField()
        grade = CharField(8)
        bases = TextField()
        photos = TextField()
        found_on = DateField()
        state = CharField(12)
        order_id = UUIDField(null=True)
        changed_at = Instant(index=True)
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "hazard"
            indexes = ((("unit_id", "id"), False), (("inspection_id", "item_id"), True))

    class HazardStep(Base):
        hazard_id = UUIDField()
        step = CharField(12)
        at = Instant()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        detail = TextField()

        class Meta:
            table_name = "hazard_step"
            indexes = ((("hazard_id", "at"), False),)

    db.create_tables(
        [
            Template, TemplateVersion, TemplateVersionState, Task, TaskOfficer, TaskTemplate, TaskEnding,
            Inspection, ExpectedMedium, Medium, InspectionCompletion, InspectionFlag, Hazard, HazardStep,
        ]
    )  # fmt: skip
