"""Ratings of units: schemes, rounds, applications, reviews, decisions, grades, vetoes, downgrades, appeals."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class RatingScheme(Base):
        code = CharField(64, null=True, unique=True)
        agency_id = UUIDField(null=True)
        title = CharField(120)
        body_name = CharField(80)
        effective_from = DateField()
        effective_to = DateField(null=True)
        pass_x100 = IntegerField()
        grades = TextField()
        criteria = TextField()
        vetoes = TextField()
        least_reviews = IntegerField()
        appeal_working_days = IntegerField()
        veto_months = IntegerField()
        basis_code = CharField(64, null=True)
        article = CharField(60)
        verified = BooleanField()
        draft_hash = CharField(64, null=True)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField(default=1)

        class Meta:
            table_name = "rating_scheme"
            indexes = ((("agency_id", "effective_from"), False),)

    class RatingRound(Base):
        year = IntegerField()
        title = CharField(120)
        scheme_id = UUIDField(index=True)
        agency_id = UUIDField()
        opens_on = DateField()
        closes_on = DateField()
        published_at = Instant(null=True)
        published_by = CharField(64, default="")
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        created_at = Instant()

        class Meta:
            table_name = "rating_round"
            indexes = ((("agency_id", "year"), False),)

    class RatingApplication(Base):
        round_id = UUIDField()
        unit_id = UUIDField(index=True)
        origin = CharField(8)
        grade = CharField(24)
        statement = TextField()
        scores = TextField()
        self_x100 = IntegerField(null=True)
        agency_id = UUIDField(null=True)
        state = CharField(12)
        live = BooleanField(null=True)
        draft_hash = CharField(64)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "rating_application"
            indexes = ((("round_id", "unit_id", "live"), True), (("round_id", "state"), False))
            constraints = [Check("origin IN ('unit','joint','yearly')")]

    class RatingEndorsement(Base):
        application_id = UUIDField(unique=True)
        agency_id = UUIDField()
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "rating_endorsement"

    class RatingReview(Base):
        application_id = UUIDField()
        agency_id = UUIDField()
        side = CharField(12)
        scores = TextField()
        points_x100 = IntegerField()
        opinion = TextField()
        live = BooleanField(null=True)
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "rating_review"
            indexes = ((("application_id", "agency_id", "live"), True),)

    class RatingDecision(Base):
        application_id = UUIDField(unique=True)
        round_id = UUIDField(index=True)
        unit_id = UUIDField(index=True)
        agency_id = UUIDField()
        grade = CharField(24)
        grade_name = CharField(40)
        before = CharField(40)
        direction = CharField(8)
        points_x100 = IntegerField()
        review_ids = TextField()
        reason = TextField()
        decided_on = DateField()
        appeal_until_on = DateField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "rating_decision"

    class UnitRating(Base):
        unit_id = UUIDField()
        agency_id = UUIDField()
        scheme_id = UUIDField()
        grade = CharField(24)
        name = CharField(40)
        rank = IntegerField()
        from_on = DateField()
        to_on = DateField(null=True)
        live = BooleanField(null=True)
        origin = CharField(12)
        source_id = UUIDField()
        round_id = UUIDField(null=True)
        reason = TextField()
        ended_reason = TextField(default="")
        plaque_number = CharField(60)
        at = Instant()

        class Meta:
            table_name = "unit_rating"
            indexes = ((("unit_id", "live"), True), (("unit_id", "from_on"), False), (("live", "rank"), False))

    class RatingVeto(Base):
        unit_id = UUIDField()
        agency_id = UUIDField()
        scheme_id = UUIDField()
        code = CharField(40)
        title = CharField(120)
        lowers = CharField(8)
        occurred_on = DateField()
        ends_on = DateField()
        reason = TextField()
        source_kind = CharField(16)
        source_id = UUIDField()
        draft_hash = CharField(64)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()
        withdrawn_at = Instant(null=True)
        withdrawn_reason = TextField(default="")
        withdrawn_by_id = UUIDField(null=True)

        class Meta:
            table_name = "rating_veto"
            indexes = ((("unit_id", "ends_on"), False), (("source_kind", "source_id", "code"), True))

    class RatingDowngrade(Base):
        unit_id = UUIDField(index=True)
        agency_id = UUIDField()
        veto_id = UUIDField(unique=True)
        rating_id = UUIDField()
        before = CharField(40)
        after = CharField(40)
        reason = TextField()
        state = CharField(12)
        opened_on = DateField()
        takes_effect_on = DateField()
        appeal_until_on = DateField()
        applied_at = Instant(null=True)
        at = Instant()

        class Meta:
            table_name = "rating_downgrade"
            indexes = ((("state", "takes_effect_on"), False),)
            constraints = [Check("state IN ('open','applied','cancelled')")]

    class RatingAppeal(Base):
        unit_id = UUIDField(index=True)
        agency_id = UUIDField()
        about = CharField(12)
        about_id = UUIDField(unique=True)
        statement = TextField()
        state = CharField(12)
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()
        grade = CharField(24, default="")
        reason = TextField(default="")
        decided_by_id = UUIDField(null=True)
        decided_by = CharField(64, default="")
        decided_at = Instant(null=True)

        class Meta:
            table_name = "rating_appeal"
            constraints = [Check("state IN ('open','upheld','rejected')")]

    db.create_tables(
        [
            RatingScheme,
            RatingRound,
            RatingApplication,
            RatingEndorsement,
            RatingReview,
            RatingDecision,
            UnitRating,
            RatingVeto,
            RatingDowngrade,
            RatingAppeal,
        ]
    )
