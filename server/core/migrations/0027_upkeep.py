"""Upkeep: tasks, reports of condition, maintenance, tests, counts of equipment, terms."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class UpkeepTask(Base):
        facility_id = UUIDField()
        unit_id = UUIDField()
        kind = CharField(8)
        origin = CharField(12)
        origin_id = UUIDField(null=True)
        reason = TextField()
        due_on = DateField()
        state = CharField(12)
        open_key = CharField(90, null=True, unique=True)
        opened_by = UUIDField(null=True)
        opened_by_name = CharField(64)
        opened_at = Instant()
        ended_at = Instant(null=True)

        class Meta:
            table_name = "upkeep_task"
            indexes = (
                (("facility_id", "kind", "state"), False),
                (("unit_id", "state", "id"), False),
                (("state", "due_on"), False),
            )
            constraints = [
                Check("kind IN ('check','repair','replace')"),
                Check("state IN ('open','done','cancelled')"),
                Check("(state = 'open') = (open_key IS NOT NULL)"),
            ]

    class UpkeepTaskEnd(Base):
        task_id = UUIDField(unique=True)
        unit_id = UUIDField()
        outcome = CharField(12)
        note = TextField()
        life_end_on = DateField(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "upkeep_task_end"
            constraints = [Check("outcome IN ('done','cancelled')")]

    class StatusReport(Base):
        facility_id = UUIDField()
        unit_id = UUIDField()
        condition = CharField(8)
        note = TextField()
        reported_at = Instant()
        received_at = Instant()
        agency_id = UUIDField(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        draft_hash = CharField(64)

        class Meta:
            table_name = "facility_report"
            indexes = ((("facility_id", "id"), False),)
            constraints = [Check("condition IN ('normal','damaged','missing')")]

    class Maintenance(Base):
        facility_id = UUIDField()
        unit_id = UUIDField()
        what = TextField()
        who = CharField(120)
        done_on = DateField()
        next_due_on = DateField(null=True)
        at = Instant()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        draft_hash = CharField(64)

        class Meta:
            table_name = "facility_maintenance"
            indexes = ((("facility_id", "done_on"), False), (("next_due_on",), False))

    class FacilityTest(Base):
        facility_id = UUIDField()
        unit_id = UUIDField()
        kind = CharField(16)
        passed = BooleanField()
        measured = TextField()
        note = TextField()
        tested_at = Instant()
        received_at = Instant()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        draft_hash = CharField(64)

        class Meta:
            table_name = "facility_test"
            indexes = ((("facility_id", "passed", "tested_at"), False),)

    class EquipmentCount(Base):
        unit_id = UUIDField()
        place_id = UUIDField(index=True)
        counts = TextField()
        note = TextField()
        counted_at = Instant()
        received_at = Instant()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        draft_hash = CharField(64)

        class Meta:
            table_name = "equipment_count"
            indexes = ((("unit_id", "id"), False),)

    class PostStock(Base):
        place_id = UUIDField()
        unit_id = UUIDField()
        type = CharField(24)
        counted = IntegerField()
        minimum = IntegerField()
        is_short = BooleanField()
        count_id = UUIDField()
        counted_at = Instant()

        class Meta:
            table_name = "post_stock"
            indexes = ((("place_id", "type"), True), (("unit_id", "is_short"), False))

    class EquipmentMove(Base):
        facility_id = UUIDField(index=True)
        unit_id = UUIDField()
        kind = CharField(8)
        quantity = IntegerField()
        holder = CharField(64)
        note = TextField()
        at = Instant()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)

        class Meta:
            table_name = "equipment_move"
            constraints = [Check("kind IN ('issue','return')"), Check("quantity >= 1")]

    class UpkeepTerm(Base):
        code = CharField(40)
        unit_id = UUIDField(null=True)
        value = TextField()
        basis = CharField(200)
        from_on = DateField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "upkeep_term"
            indexes = ((("code", "unit_id", "from_on"), False),)

    class UpkeepHazard(Base):
        unit_id = UUIDField()
        about = CharField(120, index=True)
        hazard_id = UUIDField(index=True)
        draft_hash = CharField(64)
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "upkeep_hazard"

    db.create_tables(
        [
            UpkeepTask,
            UpkeepTaskEnd,
            StatusReport,
            Maintenance,
            FacilityTest,
            EquipmentCount,
            PostStock,
            EquipmentMove,
            UpkeepTerm,
            UpkeepHazard,
        ]
    )
