"""Bulletins (通报), situation briefs (情况汇报) with their schedules, and agencies' contacts."""

from peewee import CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class AgencyContact(Base):
        agency_id = UUIDField()
        label = CharField(120)
        phone = CharField(60)
        source = CharField(200)
        from_on = DateField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "agency_contact"
            indexes = ((("agency_id", "from_on"), True),)

    class Bulletin(Base):
        kind = CharField(10)
        agency_id = UUIDField()
        scope_id = UUIDField()
        span = CharField(8)
        year = IntegerField()
        part = IntegerField()
        from_on = DateField()
        to_on = DateField()
        title = CharField(160)
        opening = TextField()
        closing = TextField()
        figures = TextField()
        addressees = TextField()
        copied_to = TextField()
        printed_by = CharField(120)
        contact = CharField(200)
        state = CharField(12)
        document_id = UUIDField(null=True, unique=True)
        checkpoint = TextField(null=True)
        supersedes_id = UUIDField(null=True)
        schedule_id = UUIDField(null=True)
        due_on = DateField(null=True)
        hear_by_on = DateField(null=True)
        issued_on = DateField(null=True)
        issued_at = Instant(null=True)
        issued_by_id = UUIDField(null=True)
        issued_by = CharField(64)
        revoked_reason = TextField()
        revoked_at = Instant(null=True)
        revoked_by = CharField(64)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        created_at = Instant()
        draft_hash = CharField(64)
        version = IntegerField()

        class Meta:
            table_name = "bulletin"
            indexes = (
                (("agency_id", "id"), False),
                (("schedule_id", "from_on"), True),
                (("kind", "hear_by_on"), False),
            )
            constraints = [
                Check("kind IN ('bulletin','brief')"),
                Check("span IN ('month','quarter','year')"),
                Check("state IN ('draft','issued','revoked','superseded')"),
                Check("(state = 'draft') = (document_id IS NULL)"),
            ]

    class BulletinReader(Base):
        bulletin_id = UUIDField()
        agency_id = UUIDField()

        class Meta:
            table_name = "bulletin_reader"
            indexes = ((("bulletin_id", "agency_id"), True), (("agency_id",), False))

    class BriefSchedule(Base):
        agency_id = UUIDField(index=True)
        scope_id = UUIDField()
        to_agency_id = UUIDField()
        span = CharField(8)
        due_days = IntegerField()
        hear_days = IntegerField()
        from_on = DateField()
        ended_on = DateField(null=True)
        ended_by = CharField(64)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        created_at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "brief_schedule"
            constraints = [
                Check("span IN ('month','quarter','year')"),
                Check("due_days BETWEEN 0 AND 90"),
                Check("hear_days BETWEEN 1 AND 90"),
            ]

    class BriefHearing(Base):
        bulletin_id = UUIDField(unique=True)
        heard_on = DateField()
        leader = CharField(64)
        instruction = TextField()
        agency_id = UUIDField()
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "brief_hearing"

    class BriefTask(Base):
        bulletin_id = UUIDField(unique=True)
        agency_id = UUIDField()
        to_agency_id = UUIDField()
        due_on = DateField()
        raised_at = Instant()
        done_at = Instant(null=True)

        class Meta:
            table_name = "brief_task"
            indexes = ((("to_agency_id", "done_at"), False), (("agency_id", "done_at"), False))

    db.create_tables([AgencyContact, Bulletin, BulletinReader, BriefSchedule, BriefHearing, BriefTask])
