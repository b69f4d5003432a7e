"""Areas, policy bases, agencies, people, units with sites and responsibilities, reach, tallies, name search, imports."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    DateField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
    UUIDField,
)

POLICE = "('police_city','police_branch','police_station')"


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Area(Base):
        code = CharField(12)
        name = CharField(64)
        level = CharField(16)
        parent_code = CharField(12, null=True, index=True)
        effective_from = DateField(null=True)
        effective_to = DateField(null=True)
        former_codes = TextField()
        note = CharField(200)

        class Meta:
            table_name = "area"
            indexes = ((("code", "effective_from"), True),)

    class PolicyBasis(Base):
        code = CharField(64, unique=True)
        title = CharField(200)
        doc_no = CharField(80, null=True)
        issuer = CharField(120)
        kind = CharField(24)
        region_code = CharField(12, null=True)
        issued_on = DateField(null=True)
        effective_from = DateField(null=True)
        effective_to = DateField(null=True)
        supersedes = CharField(64, null=True)
        aliases = TextField()
        articles = TextField()
        verified = BooleanField()
        note = CharField(400)
        seed_hash = CharField(64, null=True)
        edited_at = Instant(null=True)
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "policy_basis"

    class KindNote(Base):
        code = CharField(64, unique=True)
        unit_kind = CharField(12, index=True)
        basis_code = CharField(64)
        article = CharField(32)
        text = CharField(200)
        effective_from = DateField(null=True)
        effective_to = DateField(null=True)

        class Meta:
            table_name = "kind_note"

    class Agency(Base):
        number = IntegerField(unique=True)
        name = CharField(120)
        short_name = CharField(40)
        kind = CharField(16)
        parent = ForeignKeyField("self", null=True)
        path = CharField(200, unique=True)
        area_code = CharField(12)
        name_from_on = DateField()
        created_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "agency"
            constraints = [Check("kind IN ('police_city','police_branch','police_station','department','government')")]

    class AgencyName(Base):
        agency = ForeignKeyField(Agency)
        name = CharField(120)
        short_name = CharField(40)
        from_on = DateField()

        class Meta:
            table_name = "agency_name"
            indexes = ((("agency", "from_on"), True),)

    class Person(Base):
        name = CharField(64)
        post = CharField(64)
        phone = CharField(20, null=True)
        certificate_no = CharField(40, null=True)
        certificate_valid_to = DateField(null=True)
        agency = ForeignKeyField(Agency, null=True)
        unit_id = UUIDField(null=True, index=True)
        created_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "person"
            constraints = [Check("agency_id IS NULL OR unit_id IS NULL")]

    class UnitFacet(Model):
        id = IntegerField(primary_key=True)
        area_code = CharField(12)
        kind = CharField(12)
        industry = CharField(24)
        key_level = IntegerField()

        class Meta:
            database = db
            table_name = "unit_facet"
            indexes = ((("area_code", "kind", "industry", "key_level"), True),)

    class Unit(Base):
        number = IntegerField(unique=True)
        name = CharField(120)
        initials = CharField(24)
        uscc = CharField(18, null=True, unique=True)
        kind = CharField(12)
        industry = CharField(24)
        area_code = CharField(12)
        address = CharField(200)
        lat = FloatField(null=True)
        lon = FloatField(null=True)
        managed_by = ForeignKeyField(Agency)
        guided_by = ForeignKeyField(Agency, null=True)
        station = ForeignKeyField(Agency)
        department = ForeignKeyField(Agency)
        key_unit_level = IntegerField(null=True)
        counter_terror_target = BooleanField()
        facts = TextField()
        facet_id = IntegerField()
        draft_hash = CharField(64)
        created_at = Instant()
        changed_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "unit"
            indexes = ((("changed_at", "number"), False),)
            constraints = [
                Check("kind IN ('organ','group','enterprise','institution','university','other')"),
                Check("(lat IS NULL) = (lon IS NULL)"),
                Check("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180"),
                Check("key_unit_level BETWEEN 1 AND 3"),
            ]

    class UnitReach(Model):
        agency_number = IntegerField()
        unit_number = IntegerField()
        initials = CharField(24)
        facet_id = IntegerField()

        class Meta:
            database = db
            table_name = "unit_reach"
            primary_key = CompositeKey("agency_number", "unit_number")
            without_rowid = not isinstance(db, PostgresqlDatabase)
            indexes = (
                (("agency_number", "initials", "unit_number", "facet_id"), False),
                (("agency_number", "facet_id", "initials", "unit_number"), False),
            )

    class UnitTally(Model):
        agency_number = IntegerField()
        facet_id = IntegerField()
        units = IntegerField()

        class Meta:
            database = db
            table_name = "unit_tally"
            primary_key = CompositeKey("agency_number", "facet_id")
            without_rowid = not isinstance(db, PostgresqlDatabase)
            constraints = [Check("units >= 0")]

    class UnitDeparture(Base):
        unit = ForeignKeyField(Unit)
        agency = ForeignKeyField(Agency)
        left_at = Instant()

        class Meta:
            table_name = "unit_departure"
            indexes = ((("agency", "left_at"), False),)

    class Site(Base):
        unit = ForeignKeyField(Unit)
        name = CharField(120)
        address = CharField(200)
        station = ForeignKeyField(Agency)
        lat = FloatField(null=True)
        lon = FloatField(null=True)
        created_at = Instant()

        class Meta:
            table_name = "site"
            indexes = ((("unit", "name"), True),)
            constraints = [
                Check("(lat IS NULL) = (lon IS NULL)"),
                Check("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180"),
            ]

    class Responsibility(Base):
        unit = ForeignKeyField(Unit)
        site = ForeignKeyField(Site, null=True)
        person = ForeignKeyField(Person)
        role = CharField(24)
        from_on = DateField()
        to_on = DateField(null=True)
        document_sha256 = CharField(64, null=True)
        created_at = Instant()

        class Meta:
            table_name = "responsibility"
            constraints = [
                Check("role IN ('first_responsible','jointly_responsible')"),
                Check("to_on IS NULL OR to_on >= from_on"),
            ]

    class UnitImport(Base):
        account_id = UUIDField(null=True, index=True)
        at = Instant()
        workbook_sha256 = CharField(64)
        dry_run = BooleanField()
        created = IntegerField()
        updated = IntegerField()
        errors = TextField()

        class Meta:
            table_name = "unit_import"

    db.create_tables(
        [
            Area,
            PolicyBasis,
            KindNote,
            Agency,
            AgencyName,
            Person,
            UnitFacet,
            Unit,
            UnitReach,
            UnitTally,
            UnitDeparture,
            Site,
            Responsibility,
            UnitImport,
        ]
    )
    if isinstance(db, PostgresqlDatabase):
        # Prefixes are ranges of an index only where text sorts by its code points, whatever the cluster's language.
        for table, column in (("agency", "path"), ("unit", "initials"), ("unit", "uscc"), ("unit_reach", "initials")):
            db.execute_sql(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE VARCHAR(200) COLLATE "C"')
        for table in ("agency", "unit", "unit_facet"):
            db.execute_sql(f"CREATE SEQUENCE {table}_numbers")
        db.execute_sql("CREATE TABLE unit_words (unit_number INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        db.execute_sql("CREATE INDEX unit_words_words ON unit_words USING gin (words)")
    else:
        # Without an own table of content: its rowid is the unit's number.
        db.execute_sql('CREATE VIRTUAL TABLE unit_words USING fts5(words, tokenize="unicode61 remove_diacritics 0")')
