"""Wire shapes of what is asked for and done: filters and the acts of a hazard's life."""

from __future__ import annotations

from collections.abc import Sequence

from marshmallow import fields, validate

from checklists.hazards.queries import WAITING
from checklists.hazards.rules import GRADES, KINDS, SOURCES, STATES
from checklists.hazards.rules.terms import CODES
from server.units.attachments.schemas import files_field
from server.units.registry.schemas import AREA_CODE, INDUSTRY
from server.units.registry.schemas import KINDS as UNIT_KINDS
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Sha256, Text

MOST_HAZARDS = 200  # looked at in one visit


def _code(codes: Sequence[str]) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.OneOf(codes))


class HazardQuery(PageQuery):
    state = _code(STATES)
    grade = _code(GRADES)
    source = _code(SOURCES)
    kind = _code(KINDS)
    waiting = _code(WAITING)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    area_code = fields.String(load_default=None, allow_none=True, validate=AREA_CODE)
    industry = fields.String(load_default=None, allow_none=True, validate=INDUSTRY)
    unit_kind = _code(UNIT_KINDS)
    overdue = fields.Boolean(load_default=None, allow_none=True)
    open = fields.Boolean(load_default=None, allow_none=True, metadata={"description": "尚未了结的"})
    own = fields.Boolean(load_default=None, allow_none=True, metadata={"description": "单位自查和自有设备发现的"})
    counted = fields.Boolean(load_default=None, allow_none=True, metadata={"description": "计入统计的，即未撤回的"})
    agency_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "这个机关管辖的单位的"})
    deadline_from = fields.Date(load_default=None, allow_none=True)
    deadline_to = fields.Date(load_default=None, allow_none=True)
    found_from = fields.Date(load_default=None, allow_none=True)
    found_to = fields.Date(load_default=None, allow_none=True)
    found_before = fields.Date(load_default=None, allow_none=True)
    q = Text(most=60, load_default="")


class PhotoPairSchema(Schema):
    """Hashes: a photo of the hazard, and one of the same place after."""

    before = Sha256(required=True)
    after = Sha256(required=True)


class ReportedBasisSchema(Schema):
    basis = fields.String(required=True, validate=validate.Length(min=1, max=64))
    article = Text(most=60, load_default="")


class HazardReportSchema(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    site_id = fields.UUID(load_default=None, allow_none=True)
    title = Text(least=2, most=300, required=True)
    note = Text(most=2000, load_default="")
    grade = fields.String(required=True, validate=validate.OneOf(GRADES))
    kind = fields.String(load_default="public_security", validate=validate.OneOf(KINDS))
    found_on = fields.Date(required=True)
    bases = fields.List(fields.Nested(ReportedBasisSchema), load_default=list, validate=validate.Length(max=20))
    photos = files_field(load_default=list)


class RectificationDraftSchema(Schema):
    id = fields.UUID(required=True)
    measure = Text(least=2, most=2000, required=True)
    done_on = fields.Date(required=True)
    responsible = Text(least=1, most=64, required=True)
    photos = files_field(load_default=list)
    pairs = fields.List(fields.Nested(PhotoPairSchema), load_default=list, validate=validate.Length(max=40))


class ClosureDraftSchema(Schema):
    id = fields.UUID(required=True)
    reason = Text(most=500, load_default="")


class ExtensionDraftSchema(Schema):
    id = fields.UUID(required=True)
    reasons = Text(least=2, most=2000, required=True)
    wished_on = fields.Date(required=True)
    interim_measures = Text(least=2, most=2000, required=True)
    files = files_field(load_default=list)


class ExtensionDecisionDraftSchema(Schema):
    id = fields.UUID(required=True)
    request_id = fields.UUID(required=True)
    granted = fields.Boolean(required=True, truthy={True}, falsy={False})
    new_deadline_on = fields.Date(load_default=None, allow_none=True)
    reason = Text(least=2, most=2000, required=True)


class FindingDraftSchema(Schema):
    passed = fields.Boolean(required=True, truthy={True}, falsy={False})
    note = Text(most=2000, load_default="")
    new_deadline_on = fields.Date(load_default=None, allow_none=True)
    photos = files_field(load_default=list)


class _VisitSchema(Schema):
    id = fields.UUID(required=True)
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=10))
    checked_at = Instant(required=True)
    password = fields.String(required=True, validate=validate.Length(min=1, max=200), load_only=True)


class HazardRecheckDraftSchema(_VisitSchema, FindingDraftSchema):
    """A visit for one hazard."""


class HazardFindingDraftSchema(FindingDraftSchema):
    hazard_id = fields.UUID(required=True)


class RecheckDraftSchema(_VisitSchema):
    """A visit for several hazards of one unit."""

    findings = fields.List(
        fields.Nested(HazardFindingDraftSchema), required=True, validate=validate.Length(min=1, max=MOST_HAZARDS)
    )


class HandoverDraftSchema(Schema):
    id = fields.UUID(required=True)
    agency_id = fields.UUID(required=True)
    reference = Text(least=1, most=80, required=True)
    reason = Text(least=2, most=2000, required=True)


class ClassificationDraftSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    reason = Text(least=2, most=500, required=True)


class OverdueWithdrawalDraftSchema(Schema):
    id = fields.UUID(required=True)
    new_deadline_on = fields.Date(required=True)
    reason = Text(least=2, most=2000, required=True)


class TermDraftSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True, validate=validate.OneOf(CODES))
    value = fields.Raw(required=True)
    basis = Text(least=2, most=200, required=True)
    from_on = fields.Date(required=True)
