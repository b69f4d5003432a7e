"""Wire shapes of hazards as they are told."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.hazards.rules import ACTS, GRADES, KINDS, LIFE, SOURCES, STATES
from checklists.hazards.rules.terms import CODES
from checklists.hazards.schemas.asked import PhotoPairSchema
from server.units.attachments.schemas import AttachmentSchema
from server.web.schemas import Instant

CONDITIONS = ("order_issued", "deadline_passed", "recheck_failed", "consequence_recorded")


class CitedBasisSchema(ma.Schema):
    basis_id = fields.String(required=True)
    title = fields.String(required=True)
    article = fields.String(required=True)
    status = fields.String(required=True)


class HazardStepSchema(ma.Schema):
    event = fields.String(required=True, validate=validate.OneOf(list(LIFE)))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    at = Instant(required=True)
    by = fields.String(required=True)
    detail = fields.String(required=True)
    details = fields.Dict(required=True, metadata={"description": "ids, days and codes of the step"})


class HazardSchema(ma.Schema):
    """A hazard as other answers bear it."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    site_id = fields.UUID(required=True, allow_none=True)
    item_id = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    grade = fields.String(required=True, validate=validate.OneOf(GRADES))
    bases = fields.List(fields.Nested(CitedBasisSchema), required=True)
    photos = fields.List(fields.String(), required=True)
    found_on = fields.Date(required=True)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    order_id = fields.UUID(required=True, allow_none=True)
    deadline_on = fields.Date(required=True, allow_none=True)
    recheck_due_on = fields.Date(required=True, allow_none=True)
    extension_asked_on = fields.Date(required=True, allow_none=True)
    overdue_on = fields.Date(required=True, allow_none=True)
    failed_on = fields.Date(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)
    history = fields.List(fields.Nested(HazardStepSchema), required=True)


class HazardRowSchema(HazardSchema):
    """A hazard in a list, with what the asker may do now."""

    allowed = fields.List(fields.String(validate=validate.OneOf(list(ACTS))), required=True)
    days_left = fields.Integer(required=True, allow_none=True, metadata={"description": "below zero: days overdue"})
    order_number = fields.String(required=True, allow_none=True)


class AgencyNamedSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class _SignedSchema(ma.Schema):
    by = fields.String(required=True)
    at = Instant(required=True)


class RectificationSchema(_SignedSchema):
    id = fields.UUID(required=True)
    measure = fields.String(required=True)
    done_on = fields.Date(required=True)
    responsible = fields.String(required=True)
    photos = fields.List(fields.Nested(AttachmentSchema), required=True)
    pairs = fields.List(fields.Nested(PhotoPairSchema), required=True)


class ExtensionDecisionSchema(_SignedSchema):
    granted = fields.Boolean(required=True)
    new_deadline_on = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)


class ExtensionSchema(_SignedSchema):
    id = fields.UUID(required=True)
    reasons = fields.String(required=True)
    deadline_on = fields.Date(required=True)
    wished_on = fields.Date(required=True)
    interim_measures = fields.String(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    decision = fields.Nested(ExtensionDecisionSchema, required=True, allow_none=True)


class RecheckOfficerSchema(ma.Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    certificate_no = fields.String(required=True, allow_none=True)


class HazardRecheckSchema(_SignedSchema):
    """What one visit found of one hazard."""

    id = fields.UUID(required=True)
    checked_at = Instant(required=True)
    officers = fields.List(fields.Nested(RecheckOfficerSchema), required=True)
    passed = fields.Boolean(required=True)
    note = fields.String(required=True)
    new_deadline_on = fields.Date(required=True, allow_none=True)
    photos = fields.List(fields.Nested(AttachmentSchema), required=True)


class HandoverSchema(_SignedSchema):
    id = fields.UUID(required=True)
    agency = fields.Nested(AgencyNamedSchema, required=True)
    reference = fields.String(required=True)
    reason = fields.String(required=True)


class HazardLifeSchema(HazardRowSchema):
    """A hazard with its whole life."""

    agency = fields.Nested(AgencyNamedSchema, required=True, allow_none=True)
    attachments = fields.List(fields.Nested(AttachmentSchema), required=True)
    rectifications = fields.List(fields.Nested(RectificationSchema), required=True)
    extensions = fields.List(fields.Nested(ExtensionSchema), required=True)
    rechecks = fields.List(fields.Nested(HazardRecheckSchema), required=True)
    handover = fields.Nested(HandoverSchema, required=True, allow_none=True)
    calendar_warning = fields.String(required=True, allow_none=True)


class RecheckSchema(_SignedSchema):
    """One visit with all its hazards."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    officers = fields.List(fields.Nested(RecheckOfficerSchema), required=True)
    checked_at = Instant(required=True)
    hazards = fields.List(fields.Nested(HazardLifeSchema), required=True)


class PenaltyConditionSchema(ma.Schema):
    code = fields.String(required=True, validate=validate.OneOf(CONDITIONS))
    met = fields.Boolean(required=True, allow_none=True, metadata={"description": "null: not known here"})
    on = fields.Date(required=True, allow_none=True)
    reference = fields.String(required=True)


class PenaltyCandidateSchema(ma.Schema):
    hazard = fields.Nested(HazardRowSchema, required=True)
    conditions = fields.List(fields.Nested(PenaltyConditionSchema), required=True)


class TermSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True, validate=validate.OneOf(CODES))
    value = fields.Raw(required=True)
    basis = fields.String(required=True)
    from_on = fields.Date(required=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class TermsSchema(ma.Schema):
    terms = fields.List(fields.Nested(TermSchema), required=True)
