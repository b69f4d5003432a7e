"""Imports of facilities that were tried (0030_facility_imports)."""

from peewee import BooleanField, CharField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class FacilityImport(Model):
        id = UUIDField(primary_key=True)
        account_id = UUIDField(null=True, index=True)
        at = Instant()
        workbook_sha256 = CharField(64)
        dry_run = BooleanField()
        created = IntegerField()
        updated = IntegerField()
        errors = TextField()

        class Meta:
            database = db
            table_name = "facility_import"

    db.create_tables([FacilityImport])
