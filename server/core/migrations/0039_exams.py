"""Sessions (场次), their candidates, attempts and answers. Finished attempts are never changed."""

from peewee import BooleanField, CharField, Check, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class ExamSession(Base):
        title = CharField(120)
        agency_id = UUIDField(null=True)
        unit_id = UUIDField(null=True)
        cycle_id = UUIDField(null=True)
        blueprint_version_id = UUIDField()
        earlier_id = UUIDField(null=True)
        kind = CharField(8)
        place = CharField(120)
        starts_at = Instant()
        start_closes_at = Instant()
        duration_seconds = IntegerField()
        grace_seconds = IntegerField()
        upload_seconds = IntegerField()
        most_tries = IntegerField()
        fixed_end = BooleanField()
        camera_checks = BooleanField()
        papers_state = CharField(8)
        papers_problem = CharField(200)
        state = CharField(10)
        ended_reason = CharField(200)
        draft_hash = CharField(64)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "exam_session"
            indexes = (
                (("agency_id", "starts_at"), False),
                (("cycle_id",), False),
            )
            constraints = [
                Check("kind IN ('first','makeup','retake')"),
                Check("papers_state IN ('none','asked','made','short')"),
                Check("state IN ('planned','closed','cancelled')"),
            ]

    class Candidate(Base):
        session_id = UUIDField()
        person_id = UUIDField(index=True)
        unit_id = UUIDField(null=True)
        agency_id = UUIDField(null=True)
        state = CharField(10)
        extra_seconds = IntegerField()
        extra_reason = CharField(200)
        checked_in_at = Instant(null=True)
        device = CharField(64)
        token_serial = IntegerField()
        takeovers = IntegerField()
        photo_sha256 = CharField(64)
        excused_reason = CharField(200)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "exam_candidate"
            indexes = ((("session_id", "person_id"), True),)
            constraints = [
                Check("state IN ('invited','deferred','removed')"),
            ]

    class Attempt(Base):
        session_id = UUIDField()
        candidate_id = UUIDField()
        person_id = UUIDField()
        unit_id = UUIDField(null=True)
        paper_id = UUIDField()
        try_no = IntegerField()
        device = CharField(64)
        started_at = Instant()
        deadline_at = Instant()
        grace_seconds = IntegerField()
        closes_at = Instant()
        token_serial = IntegerField()
        seen_at = Instant()
        state = CharField(10)
        submitted_at = Instant(null=True)
        ended_by = CharField(10)
        late_count = IntegerField()
        flags = TextField()

        class Meta:
            table_name = "attempt"
            indexes = (
                (("session_id", "candidate_id", "try_no"), True),
                (("state", "closes_at"), False),
                (("person_id",), False),
            )
            constraints = [
                Check("state IN ('running','submitted')"),
                Check("ended_by IN ('','candidate','deadline')"),
            ]

    class Response(Base):
        attempt_id = UUIDField()
        slot = IntegerField()
        seq = IntegerField()
        value = TextField(null=True)
        at = Instant()

        class Meta:
            table_name = "response"
            indexes = ((("attempt_id", "slot"), True),)

    class ResponseLog(Base):
        attempt_id = UUIDField()
        slot = IntegerField()
        seq = IntegerField()
        value = TextField(null=True)
        device = CharField(64)
        recorded_at = Instant(null=True)
        received_at = Instant()
        by = CharField(8)
        verdict = CharField(10)

        class Meta:
            table_name = "response_log"
            indexes = ((("attempt_id", "slot"), False),)
            constraints = [
                Check("by IN ('save','submit','rescue')"),
                Check("verdict IN ('counted','older','late','other')"),
            ]

    class ProctorEvent(Base):
        attempt_id = UUIDField()
        kind = CharField(16)
        seconds = IntegerField(null=True)
        sha256 = CharField(64)
        note = CharField(200)
        recorded_at = Instant(null=True)
        received_at = Instant()

        class Meta:
            table_name = "proctor_event"
            indexes = ((("attempt_id", "id"), False),)

    db.create_tables([ExamSession, Candidate, Attempt, Response, ResponseLog, ProctorEvent])
