"""Tallies of hazards, exports, saved filters; where units lie on the map."""

from peewee import (
    CharField,
    CompositeKey,
    DateField,
    FloatField,
    IntegerField,
    Model,
    PostgresqlDatabase,
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

    class HazardCounted(Base):
        unit_number = IntegerField()
        facet_id = IntegerField()
        state = CharField(12)
        source = CharField(12)
        grade = CharField(8)
        found_on = DateField()
        due_on = DateField(null=True)

        class Meta:
            table_name = "hazard_counted"
            indexes = ((("unit_number", "state"), False),)

    class HazardTally(Model):
        agency_number = IntegerField()
        slice = CharField(8)
        slot = IntegerField()
        state = CharField(12)
        source = CharField(12)
        grade = CharField(8)
        hazards = IntegerField()

        class Meta:
            database = db
            table_name = "hazard_tally"
            primary_key = CompositeKey("agency_number", "slice", "slot", "state", "source", "grade")
            without_rowid = not isinstance(db, PostgresqlDatabase)

    class HazardTallyChange(Base):
        agency_number = IntegerField()
        slice = CharField(8)
        slot = IntegerField()
        state = CharField(12)
        source = CharField(12)
        grade = CharField(8)
        hazards = IntegerField()

        class Meta:
            table_name = "hazard_tally_change"
            indexes = ((("agency_number", "slice"), False),)

    class Export(Base):
        account_id = UUIDField()
        subject = CharField(16)
        form = CharField(4)
        filters = TextField()
        request_hash = CharField(64)
        data_mark = CharField(64)
        rows_total = IntegerField(null=True)
        rows_done = IntegerField()
        state = CharField(8)
        problem = CharField(200)
        file_sha256 = CharField(64, null=True)
        byte_count = IntegerField(null=True)
        requested_at = Instant()
        finished_at = Instant(null=True)
        expires_at = Instant(index=True)

        class Meta:
            table_name = "export"
            indexes = ((("account_id", "id"), False), (("account_id", "request_hash"), False))

    class SavedFilter(Base):
        account_id = UUIDField()
        page = CharField(16)
        name = CharField(40)
        query = TextField()
        created_at = Instant()

        class Meta:
            table_name = "saved_filter"
            indexes = ((("account_id", "page", "name"), True),)

    class Unit(Base):
        lat = FloatField(null=True)
        lon = FloatField(null=True)

        class Meta:
            table_name = "unit"

    class Inspection(Base):
        received_at = Instant()

        class Meta:
            table_name = "inspection"

    db.execute(Unit.index(Unit.lat, Unit.lon))
    db.execute(Inspection.index(Inspection.received_at))
    db.create_tables([HazardCounted, HazardTally, HazardTallyChange, Export, SavedFilter])
