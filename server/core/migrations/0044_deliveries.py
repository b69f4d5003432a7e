"""Services of papers (送达) with their proof, and consents to electronic service."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class DeliveryTerm(Base):
        code = CharField(24)
        days = IntegerField()
        working = BooleanField()
        basis_code = CharField(64)
        article = CharField(60)
        verified = BooleanField()
        from_on = DateField()
        to_on = DateField(null=True)

        class Meta:
            table_name = "delivery_term"

    class PaperDelivery(Base):
        document_id = UUIDField()
        unit_id = UUIDField()
        agency_id = UUIDField()
        way = CharField(16)
        at = Instant()
        effective_on = DateField()
        officers = TextField()
        place = CharField(200)
        receiver = CharField(64)
        receiver_kind = CharField(24)
        refusal = TextField()
        witness = CharField(64)
        tracking_no = CharField(64)
        channel = CharField(16)
        address = CharField(120)
        notice_from_on = DateField(null=True)
        cause = TextField()
        note = TextField()
        consent_id = UUIDField(null=True)
        live = BooleanField(null=True)
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        recorded_at = Instant()

        class Meta:
            table_name = "paper_delivery"
            indexes = ((("document_id", "live"), True), (("unit_id", "id"), False))
            constraints = [Check("way IN ('direct','left','entrusted','post','electronic','public_notice')")]

    class DeliveryVoiding(Base):
        delivery_id = UUIDField(unique=True)
        reason = TextField()
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

        class Meta:
            table_name = "delivery_voiding"

    class DeliveryConsent(Base):
        unit_id = UUIDField()
        agency_id = UUIDField()
        signed_by = CharField(64)
        post = CharField(64)
        channel = CharField(16)
        address = CharField(120)
        signed_on = DateField()
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()
        withdrawn_at = Instant(null=True)
        withdrawn_reason = TextField()
        version = IntegerField()

        class Meta:
            table_name = "delivery_consent"
            indexes = ((("unit_id", "id"), False),)

    db.create_tables([DeliveryTerm, PaperDelivery, DeliveryVoiding, DeliveryConsent])
