"""Wire shapes of documents, verifications and the register."""

from __future__ import annotations

from typing import get_args

import marshmallow as ma
from marshmallow import fields, validate

from reports.documents.rules import DocumentKind
from reports.documents.rules.parts import SignerRole
from reports.documents.verifying.rules import Verdict
from server.web.paging import PageQuery
from server.web.schemas import Instant

KINDS = [kind.value for kind in DocumentKind]
STATES = ("rendering", "waiting", "failed", "signed", "revoked", "superseded")
ROLES = get_args(SignerRole)
_MOST_LEAVES = 2**31 - 1


class DocumentQuery(PageQuery):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    unit_id = fields.UUID(load_default=None, allow_none=True)
    subject_id = fields.UUID(load_default=None, allow_none=True)


class DocumentSignatureSchema(ma.Schema):
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    at = Instant(required=True)


class IssuerSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class DocumentRevocationSchema(ma.Schema):
    reason = fields.String(required=True)
    at = Instant(required=True)


class SuccessorSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    reason = fields.String(required=True)
    at = Instant(required=True)


class DocumentSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    subject_id = fields.UUID(required=True, metadata={"description": "the inspection or the order"})
    unit_id = fields.UUID(required=True, allow_none=True, metadata={"description": "none when it is about many"})
    agency = fields.Nested(IssuerSchema, required=True)
    dated_on = fields.Date(required=True)
    sha256 = fields.String(required=True, allow_none=True)
    pages = fields.Integer(required=True, allow_none=True)
    bytes = fields.Integer(required=True, allow_none=True)
    missing_characters = fields.List(fields.String(), required=True, metadata={"description": "printed as 〓"})
    signed_at = Instant(required=True, allow_none=True)
    verify_url = fields.String(required=True)
    pdf_url = fields.String(required=True, allow_none=True)
    signatures = fields.List(fields.Nested(DocumentSignatureSchema), required=True)
    revocation = fields.Nested(DocumentRevocationSchema, required=True, allow_none=True)
    superseded_by = fields.Nested(SuccessorSchema, required=True, allow_none=True)


class PublicDocumentSchema(ma.Schema):
    """No more than the head of the paper says; officers by family name."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    number = fields.String(required=True)
    authority = fields.String(required=True)
    dated_on = fields.Date(required=True)
    issued_at = Instant(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    signers = fields.List(fields.Nested(DocumentSignatureSchema), required=True)
    superseded_by = fields.String(required=True, allow_none=True)
    revoked_by = fields.String(required=True, allow_none=True, metadata={"description": "number of the decision"})


class InclusionSchema(ma.Schema):
    leaf_index = fields.Integer(required=True)
    leaf = fields.String(
        required=True, metadata={"description": "canonical JSON; SHA-256(0x00 ‖ leaf) is the leaf's hash"}
    )
    size = fields.Integer(required=True)
    root = fields.String(required=True)
    proof = fields.List(fields.String(), required=True)


class VerificationSchema(ma.Schema):
    verdict = fields.String(required=True, validate=validate.OneOf([verdict.value for verdict in Verdict]))
    reasons = fields.List(fields.String(), required=True)
    document = fields.Nested(PublicDocumentSchema, required=True, allow_none=True)
    register = fields.Nested(InclusionSchema, required=True, allow_none=True)


class CheckpointSchema(ma.Schema):
    text = fields.String(required=True)
    size = fields.Integer(required=True)
    at = Instant(required=True)
    stamp = fields.String(required=True, metadata={"description": "RFC 3161 token over the text, base64"})


class LeafQuery(ma.Schema):
    class Meta:
        unknown = ma.EXCLUDE

    leaf = fields.Integer(required=True, validate=validate.Range(min=0, max=_MOST_LEAVES))


class GrowthQuery(ma.Schema):
    class Meta:
        unknown = ma.EXCLUDE

    from_size = fields.Integer(required=True, data_key="from", validate=validate.Range(min=1, max=_MOST_LEAVES))
    to_size = fields.Integer(
        load_default=None, allow_none=True, data_key="to", validate=validate.Range(min=1, max=_MOST_LEAVES)
    )


class GrowthSchema(ma.Schema):
    from_size = fields.Integer(required=True, data_key="from")
    to_size = fields.Integer(required=True, data_key="to")
    from_root = fields.String(required=True)
    to_root = fields.String(required=True)
    proof = fields.List(fields.String(), required=True)


class DocumentBatchSchema(ma.Schema):
    id = fields.UUID(required=True)
    maker = fields.String(required=True)
    title = fields.String(required=True)
    agency_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["running", "cancelled", "finished"]))
    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    asked_at = Instant(required=True)
    cancelled_at = Instant(required=True, allow_none=True)
    finished_at = Instant(required=True, allow_none=True)


class BatchItemQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["waiting", "done", "failed"]))


class DocumentBatchItemSchema(ma.Schema):
    position = fields.Integer(required=True)
    subject_id = fields.UUID(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["waiting", "done", "failed"]))
    document_id = fields.UUID(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True, metadata={"description": "of what went wrong"})


class DocumentSignerSchema(ma.Schema):
    position = fields.Integer(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    name = fields.String(required=True)
    signed_at = Instant(required=True, allow_none=True)


class DocumentSignersSchema(ma.Schema):
    items = fields.List(fields.Nested(DocumentSignerSchema), required=True)


class PasswordSchema(ma.Schema):
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))
