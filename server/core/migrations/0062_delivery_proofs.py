"""What a phone signed of a service of a paper on the spot."""

from peewee import BooleanField, CharField, FloatField, Model, TextField, UUIDField


def up(migrator, db):
    class DeliveryProof(Model):
        id = UUIDField(primary_key=True)
        delivery_id = UUIDField(unique=True)
        device_id = UUIDField()
        device_name = CharField(80)
        device_active = BooleanField()
        record = TextField()
        record_hash = CharField(64)
        signature = CharField(86)
        signature_valid = BooleanField()
        photos_valid = TextField()
        clock_offset_seconds = FloatField(null=True)
        clock_token_valid = BooleanField(null=True)

        class Meta:
            database = db
            table_name = "delivery_proof"

    db.create_tables([DeliveryProof])
