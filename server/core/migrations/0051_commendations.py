"""Rounds of commendation, nominations, notices, objections, decisions, honours."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class CommendationRound(Base):
        agency_id = UUIDField()
        year = IntegerField()
        level = CharField(12)
        title = CharField(120)
        note = TextField()
        bases = TextField()
        honours = TextField()
        partner_ids = TextField()
        state = CharField(12)
        created_by = UUIDField(null=True)
        created_at = Instant()
        draft_hash = CharField(64)
        version = IntegerField()

        class Meta:
            table_name = "commendation_round"
            indexes = ((("agency_id", "id"), False), (("state", "id"), False))
            constraints = [Check("state IN ('open','noticed','decided','withdrawn')")]

    class Nomination(Base):
        round_id = UUIDField()
        honour_code = CharField(24)
        kind = CharField(8)
        subject_id = UUIDField()
        unit_id = UUIDField(null=True)
        agency_id = UUIDField(null=True)
        name = CharField(120)
        place = CharField(160)
        deeds = TextField()
        source = CharField(8)
        figures = TextField()
        undrawn = TextField()
        state = CharField(12)
        live = BooleanField(null=True)
        nominated_by = UUIDField(null=True)
        nominator_person_id = UUIDField(null=True)
        nominator_agency_id = UUIDField(null=True)
        nominator_name = CharField(64)
        nominated_at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "nomination"
            indexes = (
                (("round_id", "honour_code", "subject_id", "live"), True),
                (("round_id", "id"), False),
            )
            constraints = [
                Check("kind IN ('unit','person')"),
                Check("source IN ('hand','figures')"),
                Check("state IN ('proposed','approved','rejected','withdrawn','dropped')"),
            ]

    class NominationReview(Base):
        nomination_id = UUIDField(unique=True)
        round_id = UUIDField(index=True)
        approved = BooleanField()
        opinion = TextField()
        by_account_id = UUIDField(null=True)
        by_person_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "nomination_review"

    class CommendationNotice(Base):
        round_id = UUIDField(unique=True)
        started_on = DateField()
        working_days = IntegerField()
        ends_on = DateField()
        is_certain = BooleanField()
        contact = CharField(200)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "commendation_notice"

    class CommendationObjection(Base):
        round_id = UUIDField(index=True)
        nomination_id = UUIDField(null=True)
        received_on = DateField()
        from_name = CharField(64)
        text = TextField()
        recorded_by = UUIDField(null=True)
        recorder_name = CharField(64)
        at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "commendation_objection"

    class ObjectionAnswer(Base):
        objection_id = UUIDField(unique=True)
        round_id = UUIDField(index=True)
        upheld = BooleanField()
        text = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "objection_answer"

    class CommendationDecision(Base):
        round_id = UUIDField(unique=True)
        document_id = UUIDField(unique=True)
        person_id = UUIDField(null=True)
        name = CharField(64)
        by_account_id = UUIDField(null=True)
        decided_on = DateField()
        at = Instant()

        class Meta:
            table_name = "commendation_decision"

    class CommendationWithdrawal(Base):
        round_id = UUIDField(unique=True)
        reason = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "commendation_withdrawal"

    class Honour(Base):
        round_id = UUIDField(index=True)
        nomination_id = UUIDField(unique=True)
        agency_id = UUIDField()
        kind = CharField(8)
        unit_id = UUIDField(null=True, index=True)
        person_id = UUIDField(null=True, index=True)
        title = CharField(120)
        name = CharField(120)
        place = CharField(160)
        decided_on = DateField()
        live = BooleanField(null=True)
        revoked_at = Instant(null=True)
        revoked_reason = CharField(400)
        revoked_by = UUIDField(null=True)
        given_at = Instant()

        class Meta:
            table_name = "honour"
            constraints = [Check("kind IN ('unit','person')")]

    class CommendationTerm(Base):
        code = CharField(40)
        value = TextField()
        basis = CharField(200)
        verified = BooleanField()
        from_on = DateField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "commendation_term"
            indexes = ((("code", "from_on"), False),)

    db.create_tables(
        [
            CommendationRound,
            Nomination,
            NominationReview,
            CommendationNotice,
            CommendationObjection,
            ObjectionAnswer,
            CommendationDecision,
            CommendationWithdrawal,
            Honour,
            CommendationTerm,
        ]
    )
