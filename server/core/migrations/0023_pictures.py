"""Pictures of cameras, references, states of cameras, faults of pictures."""

from peewee import (
    BlobField,
    BooleanField,
    CharField,
    Check,
    DateField,
    FloatField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Snapshot(Base):
        camera_id = UUIDField()
        unit_id = UUIDField()
        taken_at = Instant()
        received_at = Instant()
        source = CharField(12)
        sha256 = CharField(64, null=True, index=True)
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        verdict = CharField(8)
        findings = TextField()
        cause = CharField(16)
        reference_id = UUIDField(null=True)
        evidence_sha256 = CharField(64, null=True, index=True)
        same_as_camera_id = UUIDField(null=True)
        clock_offset_seconds = FloatField(null=True)
        grab_seconds = FloatField(null=True)
        thresholds_version = CharField(40)
        round_id = UUIDField(null=True, index=True)
        by_account_id = UUIDField(null=True)
        note = CharField(400)
        dropped_at = Instant(null=True)

        class Meta:
            table_name = "snapshot"
            indexes = ((("camera_id", "taken_at"), False), (("received_at", "id"), False))

    class ReferenceView(Base):
        camera_id = UUIDField()
        unit_id = UUIDField()
        snapshot_id = UUIDField()
        sha256 = CharField(64, index=True)
        view = BlobField()
        width = IntegerField()
        height = IntegerField()
        light = CharField(10)
        preset = CharField(40)
        is_anchor = BooleanField()
        note = CharField(400)
        learned_by = UUIDField(null=True)
        learned_by_name = CharField(64)
        learned_at = Instant()
        ended_by = UUIDField(null=True)
        ended_by_name = CharField(64)
        ended_at = Instant(null=True)
        ended_reason = CharField(400)

        class Meta:
            table_name = "reference_view"
            indexes = ((("camera_id", "ended_at"), False),)

    class CameraState(Base):
        unit_id = UUIDField()
        snapshot_id = UUIDField(null=True)
        picture_id = UUIDField(null=True)
        verdict = CharField(8)
        rank = IntegerField()
        verdict_since = Instant(null=True)
        looked_at = Instant(null=True)
        last_good_at = Instant(null=True)
        streaks = TextField()
        recheck_at = Instant(null=True, index=True)
        osd = TextField()

        class Meta:
            table_name = "camera_state"
            indexes = ((("unit_id", "rank"), False), (("rank", "id"), False))

    class PictureFault(Base):
        camera_id = UUIDField()
        unit_id = UUIDField()
        kind = CharField(16)
        state = CharField(12)
        open_key = CharField(60, null=True, unique=True)
        seen_count = IntegerField()
        first_seen_at = Instant()
        last_seen_at = Instant()
        first_snapshot_id = UUIDField()
        last_snapshot_id = UUIDField()
        opened_at = Instant(null=True)
        judgement = CharField(12)
        judged_at = Instant(null=True)
        judged_month = CharField(7)
        outcome = CharField(8)
        task_id = UUIDField(null=True)
        hazard_id = UUIDField(null=True)
        closed_at = Instant(null=True)
        closed_by = CharField(12)
        closing_snapshot_id = UUIDField(null=True)

        class Meta:
            table_name = "picture_fault"
            indexes = (
                (("camera_id", "first_seen_at"), False),
                (("unit_id", "id"), False),
                (("state", "id"), False),
                (("judged_month", "kind"), False),
            )
            constraints = [Check("(state = 'closed') = (closed_at IS NOT NULL)")]

    class FaultFeedback(Base):
        fault_id = UUIDField(index=True)
        snapshot_id = UUIDField()
        judgement = CharField(12)
        outcome = CharField(8)
        due_on = DateField(null=True)
        grade = CharField(8)
        note = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "fault_feedback"

    class OsdMask(Base):
        camera_id = UUIDField(index=True)
        boxes = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "osd_mask"

    class PictureTerm(Base):
        code = CharField(24)
        value = TextField()
        basis = CharField(200)
        from_on = DateField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "picture_term"
            indexes = ((("code", "from_on"), False),)

    db.create_tables([Snapshot, ReferenceView, CameraState, PictureFault, FaultFeedback, OsdMask, PictureTerm])
