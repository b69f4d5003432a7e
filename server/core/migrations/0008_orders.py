"""Rectification orders."""

from peewee import SQL, CharField, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Order(Base):
        inspection_id = UUIDField(index=True)
        unit_id = UUIDField()
        agency_id = UUIDField()
        deadline_days = IntegerField()
        deadline_on = DateField()
        basis_code = CharField(64)
        article = CharField(60)
        violated = CharField(300)
        measures = TextField()
        decided_on = DateField()
        created_by = UUIDField()
        created_at = Instant()
        draft_hash = CharField(64)
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "rectification_order"
            indexes = ((("unit_id", "id"), False),)

    class OrderHazard(Base):
        order_id = UUIDField(index=True)
        hazard_id = UUIDField(index=True)
        position = IntegerField()

        class Meta:
            table_name = "order_hazard"

    class OrderSigning(Base):
        order_id = UUIDField(unique=True)
        document_id = UUIDField(unique=True)
        person_id = UUIDField()
        name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "order_signing"

    class OrderRevocation(Base):
        order_id = UUIDField(unique=True)
        reason = TextField()
        by_account_id = UUIDField()
        at = Instant()

        class Meta:
            table_name = "order_revocation"

    db.create_tables([Order, OrderHazard, OrderSigning, OrderRevocation])
