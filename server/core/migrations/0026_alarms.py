"""Alarm lines, their zones, events and tests."""

from peewee import SQL, BooleanField, CharField, FloatField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class AlarmLine(Base):
        unit_id = UUIDField()
        facility_id = UUIDField(index=True)
        protocol = CharField(8)
        account = CharField(16, null=True, unique=True)
        sealed_key = TextField(null=True)
        token_hash = CharField(64, null=True, unique=True)
        secret_hint = CharField(8)
        heartbeat_seconds = IntegerField(null=True)
        last_heard_at = Instant(null=True)
        last_sequence = CharField(4)
        silent_since = Instant(null=True)
        stopped_at = Instant(null=True)
        created_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "alarm_line"
            indexes = ((("unit_id", "id"), False),)

    class AlarmZone(Base):
        line_id = UUIDField()
        unit_id = UUIDField()
        number = CharField(8)
        kind = CharField(16)
        name = CharField(120)
        place_id = UUIDField(null=True)
        last_tested_at = Instant(null=True)
        ended_at = Instant(null=True)
        created_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "alarm_zone"
            indexes = ((("line_id", "number"), True),)

    class AlarmEvent(Base):
        line_id = UUIDField()
        facility_id = UUIDField(index=True)
        unit_id = UUIDField()
        zone_id = UUIDField(null=True)
        zone_number = CharField(8)
        kind = CharField(16)
        code = CharField(8)
        text = CharField(400)
        sequence = CharField(4)
        is_test = BooleanField()
        test_id = UUIDField(null=True)
        received_at = Instant()
        occurred_at = Instant(null=True)
        repeated = IntegerField()
        needs_answer = BooleanField()
        acknowledged_at = Instant(null=True)
        acknowledged_by_id = UUIDField(null=True)
        acknowledged_by = CharField(64)
        note = CharField(500)
        changed_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "alarm_event"
            indexes = (
                (("unit_id", "id"), False),
                (("line_id", "received_at"), False),
                (("changed_at",), False),
                (("needs_answer", "id"), False),
            )

    class AlarmTest(Base):
        facility_id = UUIDField()
        unit_id = UUIDField()
        origin = CharField(8)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        started_at = Instant()
        until = Instant()
        pressed_at = Instant(null=True)
        event_id = UUIDField(null=True)
        received_at = Instant(null=True)
        seconds = FloatField(null=True)
        closed_at = Instant(null=True)

        class Meta:
            table_name = "alarm_test"
            indexes = (
                (("unit_id", "id"), False),
                (("facility_id", "started_at"), False),
                (("closed_at", "until"), False),
            )

    db.create_tables([AlarmLine, AlarmZone, AlarmEvent, AlarmTest])
