"""Wire shapes of figures."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.figures.queries.breakdowns import WAYS
from reports.figures.queries.places import read_box
from reports.figures.rules import BANDS, COUNTED_STATES
from server.web.schemas import Instant, Query

MONTH = validate.Regexp(r"^20\d\d-(0[1-9]|1[0-2])\Z", error="应为 2026-11 这样的月份")


class AgencyQuery(Query):
    agency_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "本机关或下级机关"})


class BreakdownQuery(AgencyQuery):
    by = fields.String(load_default="area", validate=validate.OneOf(WAYS))
    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=2000, max=2100))


class MonthsQuery(AgencyQuery):
    from_month = fields.String(load_default=None, allow_none=True, validate=MONTH)
    to_month = fields.String(load_default=None, allow_none=True, validate=MONTH)

    @ma.validates_schema
    def check_order(self, given: dict[str, Any], **_: Any) -> None:
        first, last = given.get("from_month"), given.get("to_month")
        if first and last and first > last:
            raise ma.ValidationError({"to_month": ["不能早于起始月份"]})


class FigureAgencySchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    kind = fields.String(required=True)


class AgeBandSchema(ma.Schema):
    code = fields.String(required=True, validate=validate.OneOf([band.code for band in BANDS]))
    from_days = fields.Integer(required=True)
    to_days = fields.Integer(required=True, allow_none=True)
    found_from = fields.Date(required=True, allow_none=True)
    found_to = fields.Date(required=True, allow_none=True)


class BoardCellSchema(ma.Schema):
    band = fields.String(required=True)
    general = fields.Integer(required=True)
    major = fields.Integer(required=True)
    total = fields.Integer(required=True)


class BoardColumnSchema(ma.Schema):
    state = fields.String(required=True, validate=validate.OneOf(COUNTED_STATES))
    total = fields.Integer(required=True)
    cells = fields.List(fields.Nested(BoardCellSchema), required=True)


class EndedSchema(ma.Schema):
    state = fields.String(required=True)
    total = fields.Integer(required=True)


class HazardBoardSchema(ma.Schema):
    as_of = Instant(required=True)
    today = fields.Date(required=True)
    agency = fields.Nested(FigureAgencySchema, required=True)
    bands = fields.List(fields.Nested(AgeBandSchema), required=True)
    columns = fields.List(fields.Nested(BoardColumnSchema), required=True)
    ended = fields.List(fields.Nested(EndedSchema), required=True)
    overdue = fields.Integer(required=True)
    due_soon = fields.Integer(required=True)
    soon_days = fields.Integer(required=True)


class BreakdownRowSchema(ma.Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)
    agency_id = fields.UUID(required=True, allow_none=True, dump_default=None)
    found_from = fields.Date(required=True, allow_none=True, dump_default=None)
    found_to = fields.Date(required=True, allow_none=True, dump_default=None)
    total = fields.Integer(required=True)
    open = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    handed_over = fields.Integer(required=True)
    major = fields.Integer(required=True)
    self_found = fields.Integer(required=True, metadata={"description": "单位自查和自有设备发现"})
    police_found = fields.Integer(required=True, metadata={"description": "检查发现和人工登记"})
    self_share_percent = fields.Float(required=True, allow_none=True)
    from_inspection = fields.Integer(required=True)
    from_self = fields.Integer(required=True)
    from_device = fields.Integer(required=True)
    from_report = fields.Integer(required=True)


class BreakdownSchema(ma.Schema):
    as_of = Instant(required=True)
    agency = fields.Nested(FigureAgencySchema, required=True)
    by = fields.String(required=True)
    year = fields.Integer(required=True, allow_none=True)
    rows = fields.List(fields.Nested(BreakdownRowSchema), required=True)


class TaskRatesSchema(ma.Schema):
    due = fields.Integer(required=True)
    done = fields.Integer(required=True)
    done_in_time = fields.Integer(required=True)
    done_late = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    open = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    done_percent = fields.Float(required=True, allow_none=True)
    in_time_percent = fields.Float(required=True, allow_none=True)


class TaskMonthSchema(TaskRatesSchema):
    month = fields.String(required=True)
    due_from = fields.Date(required=True)
    due_to = fields.Date(required=True)


class TaskAgencySchema(TaskRatesSchema):
    agency_id = fields.UUID(required=True)
    name = fields.String(required=True)


class TaskFiguresSchema(ma.Schema):
    as_of = Instant(required=True)
    agency = fields.Nested(FigureAgencySchema, required=True)
    months = fields.List(fields.Nested(TaskMonthSchema), required=True)
    agencies = fields.List(fields.Nested(TaskAgencySchema), required=True)


class InspectionKindSchema(ma.Schema):
    month = fields.String(required=True)
    kind = fields.String(required=True)
    inspections = fields.Integer(required=True)
    hazards = fields.Integer(required=True)


class InspectionFiguresSchema(ma.Schema):
    as_of = Instant(required=True)
    agency = fields.Nested(FigureAgencySchema, required=True)
    months = fields.List(fields.String(), required=True)
    kinds = fields.List(fields.Nested(InspectionKindSchema), required=True)


class MapQuery(Query):
    bbox = fields.String(required=True, metadata={"description": "西,南,东,北，WGS-84 度"})
    zoom = fields.Integer(required=True, validate=validate.Range(min=0, max=20))

    @ma.validates("bbox")
    def check_box(self, text: str, **_: Any) -> None:
        try:
            read_box(text)
        except ValueError:
            raise ma.ValidationError("应为西,南,东,北四个度数") from None

    @ma.post_load
    def read(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        west, south, east, north = read_box(given["bbox"])
        return {"south": south, "west": west, "north": north, "east": east, "zoom": given["zoom"]}


class MapPointSchema(ma.Schema):
    unit_id = fields.UUID(required=True)
    name = fields.String(required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    industry = fields.String(required=True)
    key_unit_level = fields.Integer(required=True, allow_none=True)
    open_hazards = fields.Integer(required=True)


class MapCellSchema(ma.Schema):
    south = fields.Float(required=True)
    west = fields.Float(required=True)
    north = fields.Float(required=True)
    east = fields.Float(required=True)
    lat = fields.Float(required=True, metadata={"description": "格内单位的重心"})
    lon = fields.Float(required=True)
    units = fields.Integer(required=True)
    open_hazards = fields.Integer(required=True)


class MapSchema(ma.Schema):
    units = fields.Integer(required=True)
    points = fields.List(fields.Nested(MapPointSchema), required=True)
    cells = fields.List(fields.Nested(MapCellSchema), required=True)


class MapSettingsSchema(ma.Schema):
    tile_url = fields.String(required=True, metadata={"description": "空：没有底图，显示示意图"})
    tile_note = fields.String(required=True)
    is_gcj02 = fields.Boolean(required=True, metadata={"description": "底图为 GCJ-02 坐标"})
