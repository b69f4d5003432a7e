"""Files of units as one paper, sheets of terms of office, and what counts to which of the three defences."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class UnitFileExport(Base):
        unit_id = UUIDField()
        agency_id = UUIDField()
        by_account_id = UUIDField()
        by_name = CharField(64)
        state = CharField(8)
        papers_total = IntegerField(null=True)
        papers_done = IntegerField()
        papers_attached = IntegerField()
        document_id = UUIDField(null=True)
        problem = CharField(200)
        asked_at = Instant()
        finished_at = Instant(null=True)

        class Meta:
            table_name = "unit_file_export"
            indexes = ((("unit_id", "id"), False),)
            constraints = [Check("state IN ('waiting','running','ready','failed')")]

    class TermSheet(Base):
        unit_id = UUIDField()
        person_id = UUIDField()
        person_name = CharField(64)
        agency_id = UUIDField()
        from_on = DateField()
        to_on = DateField()
        figures = TextField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "term_sheet"
            indexes = ((("unit_id", "id"), False),)

    class DefenceItem(Base):
        code = CharField(40)
        defence = CharField(12)
        position = IntegerField()
        title = CharField(80)
        measure = CharField(32)
        settings = TextField()
        bases = TextField()
        is_counted = BooleanField()
        verified = BooleanField()
        from_on = DateField()
        by_account_id = UUIDField(null=True)
        draft_hash = CharField(64, null=True)
        at = Instant()

        class Meta:
            table_name = "defence_item"
            indexes = ((("code", "from_on"), False),)
            constraints = [Check("defence IN ('people','barrier','technology')")]

    db.create_tables([UnitFileExport, TermSheet, DefenceItem])
