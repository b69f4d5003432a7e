"""Wire shapes of files."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from server.units.attachments.queries import ORIGINAL, SIZES
from server.units.attachments.rules import AttachedFile
from server.web.schemas import Query, Schema, Sha256, Text

MOST_FILES = 40


class AttachedFileSchema(Schema):
    """A delivered file as a request names it; loads to an AttachedFile."""

    sha256 = Sha256(required=True)
    purpose = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z_]{0,23}\Z", error="应为用途代码"))
    name = Text(least=1, most=120, required=True)

    @post_load
    def file(self, payload: dict[str, Any], **_: Any) -> AttachedFile:
        return AttachedFile(**payload)


class AttachmentSchema(ma.Schema):
    id = fields.UUID(required=True)
    sha256 = fields.String(required=True)
    purpose = fields.String(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)


class DeliverySchema(ma.Schema):
    sha256 = fields.String(required=True)
    bytes = fields.Integer(required=True)
    media_type = fields.String(required=True)


class AttachmentQuery(Query):
    size = fields.String(load_default="preview", validate=validate.OneOf([*SIZES, ORIGINAL]))


def files_field(*, least: int = 0, most: int = MOST_FILES, **options: Any) -> fields.List:
    """The ``files`` of a request's body."""
    length = validate.Length(min=least, max=most, error=f"应为 {least} 到 {most} 个文件")
    return fields.List(fields.Nested(AttachedFileSchema), validate=length, **options)
