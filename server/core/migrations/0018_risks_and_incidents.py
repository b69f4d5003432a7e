"""Risk assessments, help, incidents and cases."""

from peewee import SQL, BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class RiskRule(Base):
        from_on = DateField(unique=True)
        text = TextField()
        basis = CharField(200)
        least = TextField()
        created_at = Instant()

        class Meta:
            table_name = "risk_rule"

    class RiskAssessment(Base):
        unit_id = UUIDField()
        title = CharField(120)
        likelihood = IntegerField()
        consequence = IntegerField()
        controllability = IntegerField()
        score = IntegerField()
        level = CharField(8)
        rule_id = UUIDField()
        grounds = TextField()
        measures = TextField()
        assessed_on = DateField()
        next_on = DateField()
        is_latest = BooleanField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        received_at = Instant()

        class Meta:
            table_name = "risk_assessment"
            indexes = ((("unit_id", "id"), False), (("next_on",), False))
            constraints = [
                Check("level IN ('low','general','larger','major')"),
                Check("likelihood BETWEEN 1 AND 5 AND consequence BETWEEN 1 AND 5 AND controllability BETWEEN 1 AND 5"),
            ]

    class RiskForwarding(Base):
        assessment_id = UUIDField()
        agency_id = UUIDField()
        to_kind = CharField(12)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "risk_forwarding"
            indexes = ((("assessment_id", "agency_id"), True), (("agency_id", "id"), False))

    class RiskReceipt(Base):
        forwarding_id = UUIDField(unique=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "risk_receipt"

    class HelpRequest(Base):
        unit_id = UUIDField()
        agency_id = UUIDField()
        topic = CharField(120)
        text = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        asked_at = Instant()
        first_answered_at = Instant(null=True)

        class Meta:
            table_name = "help_request"
            indexes = ((("unit_id", "id"), False), (("agency_id", "asked_at"), False))

    class HelpAnswer(Base):
        request_id = UUIDField(index=True)
        text = TextField()
        agency_id = UUIDField(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "help_answer"

    class HelpScore(Base):
        request_id = UUIDField(unique=True)
        score = IntegerField()
        comment = TextField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "help_score"
            constraints = [Check("score BETWEEN 1 AND 5")]

    class RecheckBooking(Base):
        unit_id = UUIDField()
        hazard_id = UUIDField(null=True)
        wished_on = DateField()
        note = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        asked_at = Instant()

        class Meta:
            table_name = "recheck_booking"
            indexes = ((("unit_id", "id"), False),)

    class RecheckReply(Base):
        booking_id = UUIDField(unique=True)
        confirmed_on = DateField(null=True)
        text = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "recheck_reply"

    class IncidentPlan(Base):
        agency_id = UUIDField(index=True)
        title = CharField(120)
        kind = CharField(16)
        text = TextField()
        contacts = TextField()
        draft_hash = CharField(64)
        created_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "incident_plan"

    class Incident(Base):
        plan_id = UUIDField()
        agency_id = UUIDField(index=True)
        title = CharField(120)
        place = CharField(200)
        is_drill = BooleanField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        started_at = Instant()
        ended_at = Instant(null=True)

        class Meta:
            table_name = "incident"

    class IncidentCall(Base):
        incident_id = UUIDField()
        position = IntegerField()
        level = IntegerField()
        name = CharField(64)
        post = CharField(64)
        phone = CharField(40)
        to_kind = CharField(8, null=True)
        to_id = UUIDField(null=True)
        told_at = Instant(null=True)
        told_by_account_id = UUIDField(null=True)
        told_by_name = CharField(64)

        class Meta:
            table_name = "incident_call"
            indexes = ((("incident_id", "position"), True), (("to_id",), False))

    class IncidentEntry(Base):
        incident_id = UUIDField()
        happened_at = Instant()
        text = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        recorded_at = Instant()

        class Meta:
            table_name = "incident_entry"
            indexes = ((("incident_id", "happened_at"), False),)

    class IncidentEnding(Base):
        incident_id = UUIDField(unique=True)
        summary = TextField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "incident_ending"

    class SecurityCase(Base):
        unit_id = UUIDField()
        kind = CharField(16)
        happened_at = Instant()
        summary = TextField()
        source_no = CharField(60)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        recorded_at = Instant()

        class Meta:
            table_name = "security_case"
            indexes = ((("unit_id", "happened_at"), False),)

    db.create_tables(
        [
            RiskRule,
            RiskAssessment,
            RiskForwarding,
            RiskReceipt,
            HelpRequest,
            HelpAnswer,
            HelpScore,
            RecheckBooking,
            RecheckReply,
            IncidentPlan,
            Incident,
            IncidentCall,
            IncidentEntry,
            IncidentEnding,
            SecurityCase,
        ]
    )
