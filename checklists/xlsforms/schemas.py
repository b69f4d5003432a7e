"""Wire shapes of forms; a definition read from a form is held to the same shape as one from the console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import marshmallow as ma
from flask_smorest.fields import Upload
from marshmallow import fields

from checklists.templates.schemas import DefinitionSchema, TemplateVersionSchema
from checklists.xlsforms.rules import ReadForm, Remark
from checklists.xlsforms.services.exchange import column_of
from server.web.schemas import Query, Schema

Json = dict[str, Any]


class FormFileSchema(Schema):
    file = Upload(required=True, metadata={"description": "XLSForm 工作簿（.xlsx）"})


class FormImportQuery(Query):
    id = fields.UUID(load_default=None, metadata={"description": "新草稿的编号；不填则只检查，不写入"})


class RemarkSchema(ma.Schema):
    sheet = fields.String(required=True)
    row = fields.Integer(required=True, metadata={"description": "工作表的行号；0 为整个工作表"})
    column = fields.String(required=True)
    value = fields.String(required=True)
    message = fields.String(required=True)
    code = fields.String(required=True)
    is_problem = fields.Boolean(required=True, metadata={"description": "假为导入时作出的假定"})


class FormImportSchema(ma.Schema):
    definition = fields.Dict(required=True, allow_none=True)
    remarks = fields.List(fields.Nested(RemarkSchema), required=True)
    version = fields.Nested(TemplateVersionSchema, required=True, allow_none=True)


def shaped(form: ReadForm) -> Json | None:
    """The form's definition as the door lets it in; what is wrong with its shape joins the remarks."""
    if form.definition is None:
        return None
    try:
        loaded: Json = DefinitionSchema().load(form.definition)
        return loaded
    except ma.ValidationError as error:
        form.remarks += [_remark(form, path, message) for path, message in _messages(error.messages, ())]
        return None


def _messages(messages: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _messages(inner, (*path, name))
    else:
        yield from ((path, str(message)) for message in messages)


def _remark(form: ReadForm, path: tuple[str | int, ...], message: str) -> Remark:
    """A message about definition.sections.0.items.3.score is about a row of the survey."""
    definition = form.definition or {}
    sheet, row = "settings", 2
    if path[0] == "facts" and len(path) > 1:
        sheet, row = "survey", form.places.get(f"facts.{definition['facts'][path[1]]['id']}", 0)
    elif path[0] == "sections" and len(path) > 1:
        section = definition["sections"][path[1]]
        sheet, row = "survey", form.places.get(f"sections.{section['id']}", 0)
        if len(path) > 3 and path[2] == "items":
            row = form.places.get(f"items.{section['items'][path[3]]['id']}", 0)
    named = next((str(name) for name in reversed(path) if isinstance(name, str)), "")
    return Remark(sheet, row, column_of(named), "", message, "invalid")
