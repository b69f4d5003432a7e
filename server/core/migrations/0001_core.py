"""Event lanes, events and jobs."""

from peewee import SQL, CharField, IntegerField, Model, TextField, UUIDField

LANES = 16
FIRST_HASH = "0" * 64


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Event(Base):
        lane = IntegerField()
        position = IntegerField()
        kind = CharField(64)
        at = Instant()
        actor_id = UUIDField(null=True)
        subject_type = CharField(40)
        subject_id = UUIDField()
        about_unit_id = UUIDField(null=True)
        details = TextField()
        previous_hash = CharField(64)
        hash = CharField(64)

        class Meta:
            table_name = "event"
            indexes = ((("lane", "position"), True), (("subject_id",), False), (("about_unit_id",), False))

    class EventLane(Base):
        id = IntegerField(primary_key=True)
        position = IntegerField()
        head_hash = CharField(64)

        class Meta:
            table_name = "event_lane"

    class Job(Base):
        name = CharField(64)
        key = CharField(120, unique=True)
        arguments = TextField()
        state = CharField(8)
        attempts = IntegerField(constraints=[SQL("DEFAULT 0")])
        run_after = Instant()
        lease_until = Instant(null=True)
        event_id = UUIDField(null=True)
        last_error = TextField(null=True)
        created_at = Instant()
        finished_at = Instant(null=True)

        class Meta:
            table_name = "job"
            indexes = ((("state", "run_after"), False),)

    db.create_tables([Event, EventLane, Job])
    EventLane.insert_many([{"id": n, "position": 0, "head_hash": FIRST_HASH} for n in range(LANES)]).execute()
