"""What requests bring."""

from __future__ import annotations

from marshmallow import fields, validate

from device_checks.pictures.queries.snapshots import EVIDENCE, ORIGINAL, SIZES
from device_checks.pictures.rules.faults import GRADES, OUTCOMES, FaultState
from device_checks.pictures.rules.references import MOST_BOXES, Light
from device_checks.pictures.rules.terms import ALL_KINDS, CODES
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Sha256, Text

VERDICTS = ("fine", "doubt", "fault")
_KINDS = tuple(sorted(ALL_KINDS))


class WallQuery(PageQuery):
    verdict = fields.String(load_default=None, validate=validate.OneOf([*VERDICTS, "none"]))
    unit_id = fields.UUID(load_default=None)
    place_class = fields.Integer(load_default=None, validate=validate.Range(min=1, max=3))
    place_id = fields.UUID(load_default=None)
    fault = fields.String(load_default=None, validate=validate.OneOf(_KINDS))
    q = Text(most=60, load_default=None)


class HistoryQuery(PageQuery):
    verdict = fields.String(load_default=None, validate=validate.OneOf(VERDICTS))


class PictureQuery(Query):
    size = fields.String(load_default="preview", validate=validate.OneOf([*SIZES, EVIDENCE, ORIGINAL]))


class ReferencePictureQuery(Query):
    size = fields.String(load_default="preview", validate=validate.OneOf([*SIZES]))


class LookDraftSchema(Schema):
    id = fields.UUID(required=True)


class PhotoDraftSchema(Schema):
    id = fields.UUID(required=True)
    sha256 = Sha256(required=True)
    taken_at = Instant(required=True)
    note = Text(most=400, load_default="")


class ReferenceDraftSchema(Schema):
    id = fields.UUID(required=True)
    snapshot_id = fields.UUID(required=True)
    light = fields.String(required=True, validate=validate.OneOf([light.value for light in Light]))
    preset = Text(most=40, load_default="")
    is_anchor = fields.Boolean(load_default=False)
    note = Text(most=400, load_default="")


class ReasonSchema(Schema):
    reason = Text(least=1, most=400, required=True)


class BoxSchema(Schema):
    """A rectangle in shares of the picture's width and height."""

    left = fields.Float(required=True, validate=validate.Range(min=0, max=1))
    top = fields.Float(required=True, validate=validate.Range(min=0, max=1))
    right = fields.Float(required=True, validate=validate.Range(min=0, max=1))
    bottom = fields.Float(required=True, validate=validate.Range(min=0, max=1))


class MaskDraftSchema(Schema):
    id = fields.UUID(required=True)
    boxes = fields.List(
        fields.Nested(BoxSchema),
        required=True,
        validate=validate.Length(max=MOST_BOXES, error=f"最多 {MOST_BOXES} 个矩形"),
    )


class FaultQuery(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf([*(state.value for state in FaultState), "live"]))
    kind = fields.String(load_default=None, validate=validate.OneOf(_KINDS))
    unit_id = fields.UUID(load_default=None)
    camera_id = fields.UUID(load_default=None)


class ConfirmationSchema(Schema):
    id = fields.UUID(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    note = Text(most=400, load_default="")
    due_on = fields.Date(load_default=None, allow_none=True)
    grade = fields.String(load_default="", validate=validate.OneOf(["", *GRADES]))


class FalseAlarmSchema(Schema):
    id = fields.UUID(required=True)
    note = Text(least=1, most=400, required=True)


class TallyQuery(Query):
    """Months of Beijing, both counted in."""

    since = fields.String(required=True, data_key="from", validate=validate.Regexp(r"^\d{4}-(0[1-9]|1[0-2])\Z"))
    until = fields.String(required=True, data_key="to", validate=validate.Regexp(r"^\d{4}-(0[1-9]|1[0-2])\Z"))


class PictureTermDraftSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True, validate=validate.OneOf(CODES))
    value = fields.Raw(required=True)
    basis = Text(least=1, most=200, required=True)
    from_on = fields.Date(required=True)
