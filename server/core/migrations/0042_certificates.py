"""Certificates of the annual rotation, their badges, and the keys that sign badges."""

from peewee import BooleanField, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Certificate(Base):
        enrolment_id = UUIDField()
        cycle_id = UUIDField(index=True)
        person_id = UUIDField(index=True)
        person_name = CharField(64)
        identity_masked = CharField(24)
        unit_id = UUIDField(null=True, index=True)
        agency_id = UUIDField(null=True)
        holder_place = CharField(160)
        issuer_id = UUIDField()
        title = CharField(160)
        year = IntegerField()
        audience = CharField(24)
        seconds = IntegerField()
        points_x100 = IntegerField(null=True)
        worth_x100 = IntegerField(null=True)
        pass_percent = IntegerField(null=True)
        completed_on = DateField()
        valid_to = DateField()
        live = BooleanField(null=True)
        revoked_at = Instant(null=True)
        revoked_reason = CharField(400)
        by_account_id = UUIDField(null=True)
        issued_at = Instant()

        class Meta:
            table_name = "certificate"
            indexes = ((("enrolment_id", "live"), True),)

    class Badge(Base):
        certificate_id = UUIDField(unique=True)
        status_index = IntegerField(unique=True)
        key_id = UUIDField()
        credential = TextField()
        issued_at = Instant()

        class Meta:
            table_name = "badge"

    class BadgeKey(Base):
        number = IntegerField(unique=True)
        public_multibase = CharField(120)
        private_sealed = TextField()
        live = BooleanField(null=True)
        made_at = Instant()

        class Meta:
            table_name = "badge_key"
            indexes = ((("live",), True),)

    db.create_tables([Certificate, Badge, BadgeKey])
