"""Cases of accountability: people in question, proposals, replies, ends."""

from peewee import CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class AccountabilityCase(Base):
        unit_id = UUIDField(index=True)
        agency_id = UUIDField()
        cause = CharField(24)
        consequence = CharField(24)
        occurred_on = DateField()
        facts = TextField()
        state = CharField(12)
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        opened_at = Instant()
        version = IntegerField(default=1)

        class Meta:
            table_name = "accountability_case"
            constraints = [
                Check("cause IN ('no_attention','weak_measures','unsound_rules','unfilled_duties','not_carried_out')"),
                Check("consequence IN ('disorder','grave_crime','mass_incident','public_safety')"),
            ]

    class AccountablePerson(Base):
        case_id = UUIDField()
        person_id = UUIDField()
        side = CharField(12)
        name = CharField(64)
        post = CharField(64)
        place = CharField(160)
        duty = CharField(300)
        fault = TextField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        at = Instant()

        class Meta:
            table_name = "accountable_person"
            indexes = ((("case_id", "person_id"), True),)

    class DisciplineProposal(Base):
        case_id = UUIDField(index=True)
        agency_id = UUIDField()
        addressee = CharField(160)
        addressee_id = UUIDField(null=True)
        measures = TextField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()
        issued_on = DateField(null=True)
        issued_at = Instant(null=True)
        issued_by_id = UUIDField(null=True)
        issued_by = CharField(64, default="")
        due_on = DateField(null=True)
        reminded_on = DateField(null=True)
        overdue_on = DateField(null=True)
        replied_on = DateField(null=True)

        class Meta:
            table_name = "discipline_proposal"
            indexes = ((("due_on", "replied_on"), False),)

    class ProposalReply(Base):
        proposal_id = UUIDField(index=True)
        received_on = DateField()
        outcome = CharField(20)
        text = TextField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "proposal_reply"

    class AccountabilityEnd(Base):
        case_id = UUIDField(unique=True)
        kind = CharField(12)
        text = TextField()
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "accountability_end"
            constraints = [Check("kind IN ('closed','withdrawn')")]

    db.create_tables([AccountabilityCase, AccountablePerson, DisciplineProposal, ProposalReply, AccountabilityEnd])
