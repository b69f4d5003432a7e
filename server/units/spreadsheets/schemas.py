"""Wire shapes of imports and exports."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import fields

from server.web.schemas import Query, Schema


class ImportQuery(Query):
    dry_run = fields.Boolean(load_default=False, metadata={"description": "只检查，不写入"})


class ImportFileSchema(Schema):
    file = Upload(required=True, metadata={"description": ".xlsx 工作簿，最多 50000 行"})


class ImportErrorSchema(Schema):
    row = fields.Integer(required=True, metadata={"description": "工作表的行号；0 为整个文件"})
    column = fields.String(required=True)
    value = fields.String(required=True)
    message = fields.String(required=True)
    code = fields.String(required=True)


class ImportSchema(Schema):
    id = fields.UUID(required=True)
    dry_run = fields.Boolean(required=True)
    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    errors = fields.List(fields.Nested(ImportErrorSchema), required=True)
