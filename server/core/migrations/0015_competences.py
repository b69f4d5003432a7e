"""Which department leads which industry where; who supervises what the state owns."""

from peewee import CharField, DateField, ForeignKeyField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Agency(Base):
        class Meta:
            table_name = "agency"

    class Competence(Base):
        agency = ForeignKeyField(Agency)
        industry = CharField(24)
        area_code = CharField(12)
        from_on = DateField()
        to_on = DateField(null=True)
        basis_code = CharField(64, null=True)
        article = CharField(60)
        created_at = Instant()

        class Meta:
            table_name = "competence"
            indexes = ((("industry", "from_on"), False),)

    db.create_tables([Competence])
    migrator.migrate(
        migrator.add_column("unit", "supervised_by_id", ForeignKeyField(Agency, Agency.id, null=True, index=True))
    )
