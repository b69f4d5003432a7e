"""Penalty cases, their acts, decisions, deadlines, and the dated terms that rule them."""

from peewee import BigIntegerField, BooleanField, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class PenaltyCase(Base):
        unit_id = UUIDField()
        agency_id = UUIDField(index=True)
        procedure = CharField(8)
        respondent_kind = CharField(8)
        respondent_name = CharField(120)
        respondent_post = CharField(64)
        identity_sealed = TextField(null=True)
        identity_masked = CharField(24)
        offence = CharField(40)
        basis_code = CharField(64)
        article = CharField(60)
        source = CharField(16)
        summary = TextField()
        happened_on = DateField()
        is_harmful = BooleanField()
        filed_on = DateField()
        filed_at = Instant()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        draft_hash = CharField(64)

        class Meta:
            table_name = "penalty_case"
            indexes = ((("unit_id", "id"), False),)

    class PenaltyGround(Base):
        case_id = UUIDField()
        kind = CharField(8)
        ground_id = UUIDField(index=True)

        class Meta:
            table_name = "penalty_ground"
            indexes = ((("case_id", "kind", "ground_id"), True),)

    class PenaltyAct(Base):
        case_id = UUIDField()
        position = IntegerField()
        kind = CharField(24)
        acted_on = DateField()
        at = Instant()
        by_account_id = UUIDField(null=True)
        by_person_id = UUIDField(null=True)
        by_name = CharField(64)
        details = TextField()
        draft_hash = CharField(64)

        class Meta:
            table_name = "penalty_act"
            indexes = ((("case_id", "position"), True), (("kind", "case_id"), False))

    class PenaltyDecision(Base):
        case_id = UUIDField(unique=True)
        unit_id = UUIDField(index=True)
        agency_id = UUIDField()
        kind = CharField(12)
        document_id = UUIDField(unique=True)
        respondent_kind = CharField(8)
        respondent_name = CharField(120)
        is_warning = BooleanField()
        fine_fen = BigIntegerField()
        basis_code = CharField(64)
        article = CharField(60)
        decided_on = DateField()
        at = Instant()
        person_id = UUIDField(null=True)
        by_name = CharField(64)

        class Meta:
            table_name = "penalty_decision"
            indexes = ((("unit_id", "decided_on"), False),)

    class PenaltyDeadline(Base):
        case_id = UUIDField()
        unit_id = UUIDField()
        agency_id = UUIDField()
        act_id = UUIDField()
        code = CharField(32)
        due_on = DateField()
        due_at = Instant(null=True)
        is_certain = BooleanField()
        ended_by_id = UUIDField(null=True)
        ended_at = Instant(null=True)

        class Meta:
            table_name = "penalty_deadline"
            indexes = ((("case_id", "act_id", "code"), True), (("ended_at", "due_on", "id"), False))

    class PenaltyTerm(Base):
        code = CharField(64)
        value = TextField()
        basis = CharField(120)
        article = CharField(60)
        verified = BooleanField()
        from_on = DateField()
        to_on = DateField(null=True)
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "penalty_term"
            indexes = ((("code", "from_on"), False),)

    db.create_tables([PenaltyCase, PenaltyGround, PenaltyAct, PenaltyDecision, PenaltyDeadline, PenaltyTerm])
