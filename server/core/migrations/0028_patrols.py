"""Plans of patrols, rounds, shards, how cameras answered, availability."""

from peewee import SQL, BigIntegerField, BooleanField, CharField, Check, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class PatrolPlan(Base):
        agency_id = UUIDField(index=True)
        title = CharField(80)
        times = TextField()
        window_minutes = IntegerField()
        pace = TextField()
        is_active = BooleanField()
        created_by = UUIDField(null=True)
        created_at = Instant()
        changed_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "patrol_plan"

    class PatrolRound(Base):
        key = CharField(120, unique=True)
        plan_id = UUIDField(null=True)
        agency_id = UUIDField(null=True, index=True)
        kind = CharField(8)
        state = CharField(8)
        classes = TextField()
        pace = TextField()
        due_at = Instant()
        planned = IntegerField()
        skipped = TextField()
        began_at = Instant()
        ended_at = Instant(null=True)
        ended_by = CharField(64)
        missed_hours = IntegerField()

        class Meta:
            table_name = "patrol_round"
            indexes = ((("plan_id", "due_at"), False), (("state", "due_at"), False))
            constraints = [
                Check("kind IN ('plan','manual','second')"),
                Check("state IN ('running','ended','stopped')"),
            ]

    class PatrolShard(Base):
        round_id = UUIDField(index=True)
        position = IntegerField()
        total = IntegerField()
        remaining = TextField()
        answered = IntegerField()
        fine = IntegerField()
        doubt = IntegerField()
        fault = IntegerField()
        failed = IntegerField()
        skipped = IntegerField()
        answer_ms = BigIntegerField()
        begin_at = Instant()
        claim = UUIDField(null=True)
        claimed_until = Instant(null=True)
        ended_at = Instant(null=True)

        class Meta:
            table_name = "patrol_shard"

    class CameraWatch(Base):
        unit_id = UUIDField()
        is_up = BooleanField(null=True)
        looked_at = Instant()
        failures = IntegerField()
        down_since = Instant(null=True)
        pause_until = Instant(null=True)
        paired_at = Instant(null=True)

        class Meta:
            table_name = "camera_watch"
            indexes = ((("unit_id",), False),)

    class CameraAvailability(Base):
        unit_id = UUIDField()
        place_class = IntegerField()
        month = CharField(7)
        looks = IntegerField()
        answered = IntegerField()
        fine = IntegerField()
        doubt = IntegerField()
        fault = IntegerField()
        up_seconds = BigIntegerField()
        down_seconds = BigIntegerField()

        class Meta:
            table_name = "camera_availability"
            indexes = ((("unit_id", "place_class", "month"), True), (("month",), False))

    db.create_tables([PatrolPlan, PatrolRound, PatrolShard, CameraWatch, CameraAvailability])
