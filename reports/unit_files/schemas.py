"""Wire shapes of unit files, defences and sheets of terms."""

from __future__ import annotations

from marshmallow import fields, validate

from reports.documents.schemas import DocumentSchema
from reports.unit_files.rules.defences import DEFENCES, MEASURES
from server.units.registry.schemas import UnitSchema
from server.web.schemas import Instant, Query, Schema, Text, Whole
from server.web.shapes import TermFormSchema

STATES = ("waiting", "running", "ready", "failed")
_CODE = validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z", error="应为小写字母、数字和下划线")


class FileUnitSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class TallySchema(Schema):
    """``percent`` is empty where nothing is required (无要求)."""

    met = fields.Integer(required=True)
    required = fields.Integer(required=True)
    percent = fields.Integer(required=True, allow_none=True)


class DefenceBasisSchema(Schema):
    title = fields.String(required=True)
    article = fields.String(required=True)
    status = fields.String(required=True)


class DefencePartSchema(TallySchema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    verified = fields.Boolean(required=True)
    bases = fields.List(fields.Nested(DefenceBasisSchema), required=True)


class DefenceBarSchema(TallySchema):
    code = fields.String(required=True, validate=validate.OneOf(list(DEFENCES)))
    title = fields.String(required=True)
    items = fields.List(fields.Nested(DefencePartSchema), required=True)


class UnitDefencesSchema(Schema):
    unit = fields.Nested(FileUnitSchema, required=True)
    as_of = Instant(required=True)
    defences = fields.List(fields.Nested(DefenceBarSchema), required=True)


class DefendedSchema(Schema):
    id = fields.UUID(required=True, allow_none=True)
    subject = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    is_met = fields.Boolean(required=True)


class DefenceRowsSchema(TallySchema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    defence = fields.String(required=True, validate=validate.OneOf(list(DEFENCES)))
    rows = fields.List(fields.Nested(DefendedSchema), required=True)
    more = fields.Integer(required=True)


class FileEntrySchema(Schema):
    id = fields.UUID(required=True)
    on = fields.Date(required=True, allow_none=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    state = fields.String(required=True)


class FileSectionSchema(Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    count = fields.Integer(required=True)
    last_on = fields.Date(required=True, allow_none=True)
    rows = fields.List(fields.Nested(FileEntrySchema), required=True)


class UnitFileSchema(Schema):
    unit = fields.Nested(UnitSchema, required=True)
    as_of = Instant(required=True)
    defences = fields.List(fields.Nested(DefenceBarSchema), required=True)
    sections = fields.List(fields.Nested(FileSectionSchema), required=True)


class FileExportDraftSchema(Schema):
    id = fields.UUID(required=True)


class FileExportSchema(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    papers_total = fields.Integer(required=True, allow_none=True)
    papers_done = fields.Integer(required=True)
    papers_attached = fields.Integer(required=True)
    problem = fields.String(required=True)
    by_name = fields.String(required=True)
    asked_at = Instant(required=True)
    finished_at = Instant(required=True, allow_none=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)


class FileExportsSchema(Schema):
    items = fields.List(fields.Nested(FileExportSchema), required=True)


class TermQuery(Query):
    person_id = fields.UUID(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)


class TermSheetDraftSchema(Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)


class TermPersonSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)


class HeldTermSchema(Schema):
    role = fields.String(required=True)
    place = fields.String(required=True)
    from_on = fields.String(required=True)
    to_on = fields.String(required=True)


class TermCountSchema(Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.Integer(required=True)


class TermRowSchema(Schema):
    id = fields.String(required=True)
    on = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    state = fields.String(required=True)


class TermGroupSchema(Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    count = fields.Integer(required=True)
    rows = fields.List(fields.Nested(TermRowSchema), required=True)


class TermFiguresSchema(Schema):
    unit = fields.Nested(FileUnitSchema, required=True)
    person = fields.Nested(TermPersonSchema, required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    terms = fields.List(fields.Nested(HeldTermSchema), required=True)
    counts = fields.List(fields.Nested(TermCountSchema), required=True)
    groups = fields.List(fields.Nested(TermGroupSchema), required=True)


class TermSheetSchema(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    person_name = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    counts = fields.List(fields.Nested(TermCountSchema), required=True)
    paper = fields.Nested(DocumentSchema, required=True, allow_none=True)


class TermSheetsSchema(Schema):
    items = fields.List(fields.Nested(TermSheetSchema), required=True)


class DefenceCitationSchema(Schema):
    basis = fields.String(required=True, validate=validate.Length(min=1, max=64))
    article = Text(most=60, required=True)


class DefenceItemDraftSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True, validate=_CODE)
    defence = fields.String(required=True, validate=validate.OneOf(list(DEFENCES)))
    position = Whole(least=0, most=1000, required=True)
    title = Text(least=1, most=80, required=True)
    measure = fields.String(required=True, validate=validate.OneOf(list(MEASURES)))
    settings = fields.Dict(
        keys=fields.String(), values=fields.Raw(), load_default=dict, validate=validate.Length(max=5)
    )
    bases = fields.List(fields.Nested(DefenceCitationSchema), load_default=list, validate=validate.Length(max=10))
    is_counted = fields.Boolean(load_default=True)
    verified = fields.Boolean(load_default=False)
    from_on = fields.Date(required=True)


class DefenceItemSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    defence = fields.String(required=True, validate=validate.OneOf(list(DEFENCES)))
    position = fields.Integer(required=True)
    title = fields.String(required=True)
    measure = fields.String(required=True)
    settings = fields.Dict(required=True)
    bases = fields.List(fields.Nested(DefenceCitationSchema), required=True)
    is_counted = fields.Boolean(required=True)
    verified = fields.Boolean(required=True)
    from_on = fields.Date(required=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class DefenceItemsSchema(Schema):
    items = fields.List(fields.Nested(DefenceItemSchema), required=True)
    measures = fields.List(fields.Nested(TermFormSchema), required=True)
