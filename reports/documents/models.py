"""Documents: a numbered place first, its signed file later, and the register that names both."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)

from server.core.database import BaseModel, database
from server.core.fields import DayField, JSONField, UTCDateTimeField


class NumberPatternRow(BaseModel):
    """How an agency writes the numbers of a kind, from a day on; without an agency, how all write them."""

    kind = CharField(32)
    agency_id = UUIDField(null=True)
    pattern = CharField(80)
    word = CharField(16)
    from_on: date = DayField()

    class Meta:
        table_name = "number_pattern"
        indexes = ((("kind", "agency_id", "from_on"), True),)


class NumberCounter(BaseModel):
    """The last number an agency gave to a kind in a year; locked while the next is taken."""

    agency_id = UUIDField()
    kind = CharField(32)
    year = IntegerField()
    serial = IntegerField()

    class Meta:
        table_name = "number_counter"
        indexes = ((("agency_id", "kind", "year"), True),)


class Document(BaseModel):
    """A document with its number; its file comes when a job has rendered and signed it."""

    kind = CharField(32)
    subject_id = UUIDField()  # the inspection or the order it is about
    unit_id: UUID | None = UUIDField(null=True)  # none for what is about many, such as a draw
    agency_id = UUIDField()
    agency_name = CharField(120)  # as it was called on the day
    year = IntegerField()
    serial = IntegerField()
    number = CharField(120, index=True)
    token = CharField(16, unique=True)
    live: bool | None = BooleanField(null=True)  # NULL once revoked: at most one live document a kind and subject
    dated_on: date = DayField()
    reserved_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document"
        indexes = (
            (("agency_id", "kind", "year", "serial"), True),
            (("subject_id", "kind", "live"), True),
            (("unit_id", "id"), False),
        )


class DocumentFile(BaseModel):
    """The signed file. Never updated, never deleted."""

    document_id = UUIDField(unique=True)
    sha256 = CharField(64, unique=True)
    byte_count = IntegerField()
    pages = IntegerField()
    signature_count = IntegerField()
    missing_characters: list[str] = JSONField()  # printed as 〓
    signed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document_file"


class DocumentSignature(BaseModel):
    document_id = UUIDField()
    position = IntegerField()
    role = CharField(16)
    holder_id = UUIDField()
    name = CharField(120)
    certificate_sha256 = CharField(64)
    signed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document_signature"
        indexes = ((("document_id", "position"), True),)


class DocumentRevocation(BaseModel):
    document_id = UUIDField(unique=True)
    reason = TextField()
    by_document_id: UUID | None = UUIDField(null=True)  # the decision that revokes it, where there is one
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document_revocation"


class DocumentFailure(BaseModel):
    """The last try to make a document failed; what the job says in full is in its own row."""

    document_id = UUIDField(unique=True)
    code = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document_failure"


class DocumentReplacement(BaseModel):
    """A document took another's place; the earlier one stays on the register and says so."""

    document_id = UUIDField(unique=True)
    by_document_id = UUIDField(unique=True)
    reason = TextField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document_replacement"


class DocumentSigner(BaseModel):
    """A person who must sign a paper before its agency seals it, in the order of `position`."""

    document_id = UUIDField()
    position = IntegerField()
    role = CharField(16)
    holder_id = UUIDField()
    name = CharField(120)
    sha256: str | None = CharField(64, null=True)  # of the file as it was after this signature
    certificate_sha256: str | None = CharField(64, null=True)
    signed_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "document_signer"
        indexes = ((("document_id", "position"), True), (("holder_id", "signed_at"), False))


class DocumentStage(BaseModel):
    """A rendered paper with its empty fields, that waits for the first signature."""

    document_id = UUIDField(unique=True)
    sha256 = CharField(64)
    pages = IntegerField()
    place: dict[str, Any] | None = JSONField(null=True)  # of the seal, in points
    missing_characters: list[str] = JSONField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document_stage"


class DocumentBatch(BaseModel):
    """Many papers of one kind, made in the background; how far it is stands in its items."""

    maker = CharField(48)  # who knows how to make one, by the name it was connected under
    title = CharField(120)
    agency_id = UUIDField()
    asked_by_account_id = UUIDField(null=True)
    options: dict[str, Any] = JSONField()
    draft_hash = CharField(64)
    total = IntegerField()
    asked_at: datetime = UTCDateTimeField()
    cancelled_at: datetime | None = UTCDateTimeField(null=True)
    finished_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "document_batch"
        indexes = ((("agency_id", "id"), False),)


class DocumentBatchItem(BaseModel):
    """One paper of a batch; a worker that takes it has it until its lease ends."""

    batch_id = UUIDField()
    position = IntegerField()
    subject_id = UUIDField()
    name = CharField(200)  # for the list of those that failed
    state = CharField(8)  # waiting, done, failed
    document_id = UUIDField(null=True)
    code: str | None = CharField(64, null=True)  # of what went wrong
    lease_until = UTCDateTimeField(null=True)
    changed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "document_batch_item"
        indexes = (
            (("batch_id", "position"), True),
            (("batch_id", "subject_id"), True),
            (("batch_id", "state", "position"), False),
        )
        constraints = [Check("state IN ('waiting','done','failed')")]


class SigningKey(BaseModel):
    """A key with its certificate, in PKCS#12 under a passphrase derived from the installation's secret."""

    role = CharField(16)  # root, issuing, stamping, register, officer, authority
    holder_id = UUIDField()
    name = CharField(120)
    live: bool | None = BooleanField(null=True)  # NULL once replaced or revoked
    serial_number = CharField(64)
    fingerprint = CharField(64, unique=True)
    certificate = TextField()  # DER, base64: what anybody may read
    container = TextField()  # PKCS#12, base64
    ends_at: datetime = UTCDateTimeField()
    issued_at: datetime = UTCDateTimeField()
    revoked_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "signing_key"
        indexes = ((("role", "holder_id", "live"), True),)


class StampLedgerRow(BaseModel):
    """One row: the last time stamp's number and time."""

    id = IntegerField(primary_key=True)
    serial = BigIntegerField()
    at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "stamp_ledger"


class RegisterHead(BaseModel):
    """One row: how many leaves the register has; locked while one is appended."""

    id = IntegerField(primary_key=True)
    size = IntegerField()

    class Meta:
        table_name = "register_head"


class RegisterLeaf(BaseModel):
    position = IntegerField(unique=True)
    document_id = UUIDField(index=True)
    content = TextField()  # canonical JSON, the bytes that are hashed
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "register_leaf"


class RegisterNode(Model):
    """The hash of a full subtree; (level, position) is its name."""

    level = IntegerField()
    position = IntegerField()
    digest = CharField(64)

    class Meta:
        database = database
        table_name = "register_node"
        primary_key = CompositeKey("level", "position")


class RegisterCheckpoint(BaseModel):
    """A signed statement of the register's root and of the event lanes' heads on a day."""

    size = IntegerField()
    text = TextField()
    lane_heads: dict[str, Any] = JSONField()  # lane → [position, hash]
    stamp = TextField()  # an RFC 3161 token over the text, base64
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "register_checkpoint"
