"""Accounts and refresh tokens."""

from peewee import SQL, CharField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Account(Base):
        login = CharField(64, unique=True)
        password_hash = CharField(200)
        name = CharField(64)
        roles = TextField()
        person_id = UUIDField(null=True, index=True)
        agency_id = UUIDField(null=True, index=True)
        unit_id = UUIDField(null=True, index=True)
        state = CharField(8, constraints=[SQL("DEFAULT 'active'")])
        failed_attempts = IntegerField(constraints=[SQL("DEFAULT 0")])
        locked_until = Instant(null=True)
        created_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "account"

    class RefreshToken(Base):
        family_id = UUIDField(index=True)
        account_id = UUIDField(index=True)
        token_hash = CharField(64, unique=True)
        predecessor_id = UUIDField(null=True)
        issued_at = Instant()
        expires_at = Instant()
        used_at = Instant(null=True)
        revoked_at = Instant(null=True)

        class Meta:
            table_name = "refresh_token"

    db.create_tables([Account, RefreshToken])
