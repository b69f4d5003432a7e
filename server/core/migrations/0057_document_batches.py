"""Batches of documents, papers that wait for signers, and which document took whose place."""

from peewee import CharField, Check, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class DocumentBatch(Base):
        maker = CharField(48)
        title = CharField(120)
        agency_id = UUIDField()
        asked_by_account_id = UUIDField(null=True)
        options = TextField()
        draft_hash = CharField(64)
        total = IntegerField()
        asked_at = Instant()
        cancelled_at = Instant(null=True)
        finished_at = Instant(null=True)

        class Meta:
            table_name = "document_batch"
            indexes = ((("agency_id", "id"), False),)

    class DocumentBatchItem(Base):
        batch_id = UUIDField()
        position = IntegerField()
        subject_id = UUIDField()
        name = CharField(200)
        state = CharField(8)
        document_id = UUIDField(null=True)
        code = CharField(64, null=True)
        lease_until = Instant(null=True)
        changed_at = Instant()

        class Meta:
            table_name = "document_batch_item"
            indexes = (
                (("batch_id", "position"), True),
                (("batch_id", "subject_id"), True),
                (("batch_id", "state", "position"), False),
            )
            constraints = [Check("state IN ('waiting','done','failed')")]

    class DocumentSigner(Base):
        document_id = UUIDField()
        position = IntegerField()
        role = CharField(16)
        holder_id = UUIDField()
        name = CharField(120)
        sha256 = CharField(64, null=True)
        certificate_sha256 = CharField(64, null=True)
        signed_at = Instant(null=True)

        class Meta:
            table_name = "document_signer"
            indexes = ((("document_id", "position"), True), (("holder_id", "signed_at"), False))

    class DocumentStage(Base):
        document_id = UUIDField(unique=True)
        sha256 = CharField(64)
        pages = IntegerField()
        place = TextField(null=True)
        missing_characters = TextField()
        at = Instant()

        class Meta:
            table_name = "document_stage"

    class DocumentReplacement(Base):
        document_id = UUIDField(unique=True)
        by_document_id = UUIDField(unique=True)
        reason = TextField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "document_replacement"

    db.create_tables([DocumentBatch, DocumentBatchItem, DocumentSigner, DocumentStage, DocumentReplacement])
