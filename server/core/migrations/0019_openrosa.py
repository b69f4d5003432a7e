"""The OpenRosa door: keys, forms as they came, their files. A record may come from a client that cannot sign."""

from peewee import CharField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class OpenRosaKey(Base):
        account_id = UUIDField(index=True)
        name = CharField(80)
        created_at = Instant()
        revoked_at = Instant(null=True)

        class Meta:
            table_name = "openrosa_key"

    class OpenRosaSubmission(Base):
        key_id = UUIDField()
        account_id = UUIDField()
        template_version_id = UUIDField()
        xml = TextField()
        xml_sha256 = CharField(64)
        received_at = Instant()
        handed_on_at = Instant(null=True)

        class Meta:
            table_name = "openrosa_submission"
            indexes = ((("handed_on_at", "received_at"), False),)

    class OpenRosaFile(Base):
        submission_id = UUIDField()
        name = CharField(200)
        sha256 = CharField(64)
        bytes = IntegerField()
        media_type = CharField(40)
        width = IntegerField()
        height = IntegerField()
        received_at = Instant()

        class Meta:
            table_name = "openrosa_file"
            indexes = ((("submission_id", "name"), True),)

    db.create_tables([OpenRosaKey, OpenRosaSubmission, OpenRosaFile])
    migrator.migrate(migrator.drop_not_null("inspection", "signature_valid"))
