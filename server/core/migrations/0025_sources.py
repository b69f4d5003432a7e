"""How pictures are got from cameras, and from where they may be."""

from peewee import CharField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class CameraSource(Base):
        unit_id = UUIDField()
        kind = CharField(8)
        address = TextField()
        sealed_login = TextField()
        options = TextField()
        changed_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "camera_source"
            indexes = ((("unit_id",), False),)

    class AllowedNetwork(Base):
        agency_id = UUIDField(index=True)
        network = CharField(64)
        ports = TextField()
        note = CharField(200)
        by_name = CharField(64)
        created_at = Instant()
        ended_at = Instant(null=True)
        ended_by_name = CharField(64)

        class Meta:
            table_name = "allowed_network"

    db.create_tables([CameraSource, AllowedNetwork])
