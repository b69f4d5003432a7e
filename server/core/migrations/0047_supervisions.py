"""Letters that urge agencies on (督办单) and visits of supervision (督导检查)."""

from peewee import CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class SupervisionLetter(Base):
        agency_id = UUIDField(index=True)
        to_agency_id = UUIDField()
        title = CharField(120)
        matters = TextField()
        measures = TextField()
        unit_id = UUIDField(null=True)
        hazard_ids = TextField()
        issued_on = DateField()
        due_on = DateField()
        state = CharField(10)
        document_id = UUIDField(unique=True)
        replied_at = Instant(null=True)
        ended_at = Instant(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        issued_at = Instant()
        draft_hash = CharField(64)
        version = IntegerField()

        class Meta:
            table_name = "supervision_letter"
            indexes = ((("to_agency_id", "id"), False), (("state", "due_on"), False))
            constraints = [
                Check("state IN ('issued','taken','replied','returned','closed','withdrawn')"),
                Check("due_on >= issued_on"),
            ]

    class SupervisionAct(Base):
        letter_id = UUIDField(index=True)
        kind = CharField(10)
        text = TextField()
        files = TextField()
        agency_id = UUIDField(null=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "supervision_act"
            constraints = [Check("kind IN ('take','reply','return','close','withdraw')")]

    class SupervisionVisit(Base):
        agency_id = UUIDField(index=True)
        to_agency_id = UUIDField(null=True)
        unit_id = UUIDField(null=True)
        visited_on = DateField()
        place = CharField(160)
        members = TextField()
        received_by = CharField(120)
        matters = TextField()
        findings = TextField()
        document_id = UUIDField(unique=True)
        by_account_id = UUIDField(null=True)
        by_name = CharField(64)
        recorded_at = Instant()
        draft_hash = CharField(64)

        class Meta:
            table_name = "supervision_visit"
            indexes = ((("to_agency_id", "id"), False), (("unit_id",), False))
            constraints = [Check("(to_agency_id IS NULL) <> (unit_id IS NULL)")]

    class SupervisionMeasure(Base):
        visit_id = UUIDField()
        position = IntegerField()
        text = TextField()
        due_on = DateField()
        done_on = DateField(null=True)
        note = TextField()
        done_by = CharField(64)
        done_at = Instant(null=True)

        class Meta:
            table_name = "supervision_measure"
            indexes = ((("visit_id", "position"), True), (("done_on", "due_on"), False))

    db.create_tables([SupervisionLetter, SupervisionAct, SupervisionVisit, SupervisionMeasure])
