"""Documents: numbers, files, signatures, keys, the register."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class NumberPattern(Base):
        kind = CharField(32)
        agency_id = UUIDField(null=True)
        pattern = CharField(80)
        word = CharField(16)
        from_on = DateField()

        class Meta:
            table_name = "number_pattern"
            indexes = ((("kind", "agency_id", "from_on"), True),)

    class NumberCounter(Base):
        agency_id = UUIDField()
        kind = CharField(32)
        year = IntegerField()
        serial = IntegerField()

        class Meta:
            table_name = "number_counter"
            indexes = ((("agency_id", "kind", "year"), True),)

    class Document(Base):
        kind = CharField(32)
        subject_id = UUIDField()
        unit_id = UUIDField()
        agency_id = UUIDField()
        agency_name = CharField(120)
        year = IntegerField()
        serial = IntegerField()
        number = CharField(120, index=True)
        token = CharField(16, unique=True)
        live = BooleanField(null=True)
        dated_on = DateField()
        reserved_at = Instant()

        class Meta:
            table_name = "document"
            indexes = (
                (("agency_id", "kind", "year", "serial"), True),
                (("subject_id", "kind", "live"), True),
                (("unit_id", "id"), False),
            )

    class DocumentFile(Base):
        document_id = UUIDField(unique=True)
        sha256 = CharField(64, unique=True)
        byte_count = IntegerField()
        pages = IntegerField()
        signature_count = IntegerField()
        missing_characters = TextField()
        signed_at = Instant()

        class Meta:
            table_name = "document_file"

    class DocumentSignature(Base):
        document_id = UUIDField()
        position = IntegerField()
        role = CharField(16)
        holder_id = UUIDField()
        name = CharField(120)
        certificate_sha256 = CharField(64)
        signed_at = Instant()

        class Meta:
            table_name = "document_signature"
            indexes = ((("document_id", "position"), True),)

    class DocumentRevocation(Base):
        document_id = UUIDField(unique=True)
        reason = TextField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "document_revocation"

    class DocumentFailure(Base):
        document_id = UUIDField(unique=True)
        code = CharField(64)
        at = Instant()

        class Meta:
            table_name = "document_failure"

    class SigningKey(Base):
        role = CharField(16)
        holder_id = UUIDField()
        name = CharField(120)
        live = BooleanField(null=True)
        serial_number = CharField(64)
        fingerprint = CharField(64, unique=True)
        certificate = TextField()
        container = TextField()
        ends_at = Instant()
        issued_at = Instant()
        revoked_at = Instant(null=True)

        class Meta:
            table_name = "signing_key"
            indexes = ((("role", "holder_id", "live"), True),)

    class StampLedgerRow(Base):
        id = IntegerField(primary_key=True)
        serial = BigIntegerField()
        at = Instant(null=True)

        class Meta:
            table_name = "stamp_ledger"

    class RegisterHead(Base):
        id = IntegerField(primary_key=True)
        size = IntegerField()

        class Meta:
            table_name = "register_head"

    class RegisterLeaf(Base):
        position = IntegerField(unique=True)
        document_id = UUIDField(index=True)
        content = TextField()
        at = Instant()

        class Meta:
            table_name = "register_leaf"

    class RegisterNode(Model):
        level = IntegerField()
        position = IntegerField()
        digest = CharField(64)

        class Meta:
            database = db
            table_name = "register_node"
            primary_key = CompositeKey("level", "position")

    class RegisterCheckpoint(Base):
        size = IntegerField()
        text = TextField()
        lane_heads = TextField()
        stamp = TextField()
        at = Instant()

        class Meta:
            table_name = "register_checkpoint"

    db.create_tables(
        [
            NumberPattern, NumberCounter, Document, DocumentFile, DocumentSignature, DocumentRevocation, DocumentFailure,
            SigningKey, StampLedgerRow, RegisterHead, RegisterLeaf, RegisterNode, RegisterCheckpoint,
        ]
    )  # fmt: skip
    RegisterHead.create(id=1, size=0)
    StampLedgerRow.create(id=1, serial=0, at=None)
