"""Wire shapes of course packages."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.web.schemas import Instant, Schema, Whole

STANDARDS = ["scorm12", "scorm2004", "cmi5"]
STATUSES = ["", "incomplete", "completed", "passed", "failed"]


class PackagePartSchema(ma.Schema):
    number = fields.Integer(required=True)
    title = fields.String(required=True)


class CoursePackageSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    standard = fields.String(required=True, validate=validate.OneOf(STANDARDS))
    agency_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    parts = fields.List(fields.Nested(PackagePartSchema), required=True)
    file_count = fields.Integer(required=True)
    bytes = fields.Integer(required=True)
    left_out = fields.List(
        fields.String(), required=True, metadata={"description": "没有保留的文件：课件页面用不到的类型，至多 200 个"}
    )
    created_at = Instant(required=True)


class PackageLaunchDraftSchema(Schema):
    part = Whole(load_default=0, least=0, most=199)


class PackageLaunchSchema(ma.Schema):
    """Where a sandboxed frame finds the part; the address works for two to three hours."""

    address = fields.String(required=True)
    part = fields.Integer(required=True)
    standard = fields.String(required=True, validate=validate.OneOf(STANDARDS))


class PackageProgressSchema(ma.Schema):
    """How far a learner is: status and score are the package's claim, the seconds are counted by the server."""

    lesson_id = fields.UUID(required=True)
    package_id = fields.UUID(required=True)
    title = fields.String(required=True)
    standard = fields.String(required=True, validate=validate.OneOf(STANDARDS))
    parts = fields.List(fields.Nested(PackagePartSchema), required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    score_x100 = fields.Integer(
        required=True, allow_none=True, metadata={"description": "得分率，单位为万分之一：满分为 10000"}
    )
    seconds = fields.Integer(required=True)
    worth_seconds = fields.Integer(required=True, metadata={"description": "本课时最多计入的学时，秒"})
    finished_at = Instant(required=True, allow_none=True)


class MyPackageLaunchSchema(PackageProgressSchema):
    launch = fields.Nested(PackageLaunchSchema, required=True)


class PackageCommitSchema(Schema):
    """What a part said since last time; ``visible_ms``: for how long its page was looked at since then."""

    part = Whole(load_default=0, least=0, most=199)
    elements = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    visible_ms = Whole(load_default=0, least=0, most=3_600_000)
