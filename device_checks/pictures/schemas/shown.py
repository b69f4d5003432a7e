"""What answers hold."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields

from server.web.schemas import Instant


class PictureUnitSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ShownBoxSchema(ma.Schema):
    left = fields.Float(required=True)
    top = fields.Float(required=True)
    right = fields.Float(required=True)
    bottom = fields.Float(required=True)


class PictureFindingSchema(ma.Schema):
    kind = fields.String(required=True)
    verdict = fields.String(required=True)
    score = fields.Float(required=True)
    limit = fields.Float(required=True)
    boxes = fields.List(fields.Nested(ShownBoxSchema), required=True)
    shift = fields.List(fields.Float(), required=True, allow_none=True)
    turn_degrees = fields.Float(required=True, allow_none=True)
    scale = fields.Float(required=True, allow_none=True)


class SnapshotSchema(ma.Schema):
    id = fields.UUID(required=True)
    camera_id = fields.UUID(required=True)
    taken_at = Instant(required=True)
    received_at = Instant(required=True)
    source = fields.String(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    verdict = fields.String(required=True)
    findings = fields.List(fields.Nested(PictureFindingSchema), required=True)
    cause = fields.String(required=True)
    reference_id = fields.UUID(required=True, allow_none=True)
    clock_offset_seconds = fields.Float(required=True, allow_none=True)
    grab_seconds = fields.Float(required=True, allow_none=True)
    thresholds_version = fields.String(required=True)
    note = fields.String(required=True)
    dropped_at = Instant(required=True, allow_none=True)
    has_picture = fields.Boolean(required=True)
    has_evidence = fields.Boolean(required=True)
    is_same_as_another = fields.Boolean(required=True)
    same_as = fields.String(required=True)


class CardFaultSchema(ma.Schema):
    kind = fields.String(required=True)
    state = fields.String(required=True)


class WallCameraSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)
    type = fields.String(required=True)
    unit = fields.Nested(PictureUnitSchema, required=True)
    place_class = fields.Integer(required=True)
    is_barred = fields.Boolean(required=True)
    verdict = fields.String(required=True, allow_none=True)
    verdict_since = Instant(required=True, allow_none=True)
    looked_at = Instant(required=True, allow_none=True)
    last_good_at = Instant(required=True, allow_none=True)
    cause = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)
    picture_id = fields.UUID(required=True, allow_none=True)
    picture_taken_at = Instant(required=True, allow_none=True)
    faults = fields.List(fields.Nested(CardFaultSchema), required=True)


class ReferenceViewSchema(ma.Schema):
    id = fields.UUID(required=True)
    snapshot_id = fields.UUID(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    light = fields.String(required=True)
    preset = fields.String(required=True)
    is_anchor = fields.Boolean(required=True)
    note = fields.String(required=True)
    learned_by_name = fields.String(required=True)
    learned_at = Instant(required=True)
    ended_by_name = fields.String(required=True)
    ended_at = Instant(required=True, allow_none=True)
    ended_reason = fields.String(required=True)


class FaultCameraSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)


class FaultFeedbackSchema(ma.Schema):
    judgement = fields.String(required=True)
    outcome = fields.String(required=True)
    note = fields.String(required=True)
    by = fields.String(required=True, attribute="by_name")
    at = Instant(required=True)


class PictureFaultSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    seen_count = fields.Integer(required=True)
    first_seen_at = Instant(required=True)
    last_seen_at = Instant(required=True)
    opened_at = Instant(required=True, allow_none=True)
    judged_at = Instant(required=True, allow_none=True)
    outcome = fields.String(required=True)
    task_id = fields.UUID(required=True, allow_none=True)
    hazard_id = fields.UUID(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
    closed_by = fields.String(required=True)
    first_snapshot_id = fields.UUID(required=True)
    last_snapshot_id = fields.UUID(required=True)
    closing_snapshot_id = fields.UUID(required=True, allow_none=True)
    unit = fields.Nested(PictureUnitSchema, required=True)
    camera = fields.Nested(FaultCameraSchema, required=True)
    is_barred = fields.Boolean(required=True)
    has_picture = fields.Boolean(required=True)
    finding = fields.Nested(PictureFindingSchema, required=True, allow_none=True)
    feedback = fields.List(fields.Nested(FaultFeedbackSchema), required=True)


class CameraPictureSchema(WallCameraSchema):
    """One camera with all about its pictures."""

    secret_reason = fields.String(required=True)
    is_in_use = fields.Boolean(required=True)
    source = fields.String(required=True)
    expected_width = fields.Integer(required=True, allow_none=True)
    expected_height = fields.Integer(required=True, allow_none=True)
    latest = fields.Nested(SnapshotSchema, required=True, allow_none=True)
    picture = fields.Nested(SnapshotSchema, required=True, allow_none=True)
    osd = fields.List(fields.Nested(ShownBoxSchema), required=True)
    references = fields.List(fields.Nested(ReferenceViewSchema), required=True)
    faults = fields.List(fields.Nested(PictureFaultSchema), required=True)


class OsdMaskSchema(ma.Schema):
    id = fields.UUID(required=True)
    camera_id = fields.UUID(required=True)
    boxes = fields.List(fields.Nested(ShownBoxSchema), required=True)
    by = fields.String(required=True, attribute="by_name")
    at = Instant(required=True)


class PictureTallyRowSchema(ma.Schema):
    month = fields.String(required=True)
    kind = fields.String(required=True)
    confirmed = fields.Integer(required=True)
    false_alarms = fields.Integer(required=True)


class PictureTallySchema(ma.Schema):
    rows = fields.List(fields.Nested(PictureTallyRowSchema), required=True)


class PictureTermSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    value = fields.Raw(required=True)
    basis = fields.String(required=True)
    from_on = fields.Date(required=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class PictureTermsSchema(ma.Schema):
    terms = fields.List(fields.Nested(PictureTermSchema), required=True)
