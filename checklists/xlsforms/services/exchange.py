"""Versions as forms, and forms as drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.templates.errors import DefinitionInvalid
from checklists.templates.models import TemplateVersion
from checklists.templates.queries import version_by_id
from checklists.templates.services import check_citable, draft_version
from checklists.xlsforms.rules import ReadForm, Remark, definition_of, survey_of
from checklists.xlsforms.services.reading import read_workbook
from checklists.xlsforms.services.writing import write_workbook
from server.core.permissions import Actor

Json = dict[str, Any]


def export_version(id: UUID) -> tuple[str, bytes]:
    """(file name, workbook) of a version. Raises NotFound."""
    version = version_by_id(id)
    form = survey_of(version["definition"], form_version=str(version["number"]))
    return f"{version['code']}-{version['number']}.xlsx", write_workbook(form)


def read_form(content: bytes) -> ReadForm:
    """What a workbook says, with remarks on what it cannot say. Raises FormTooLarge, NotAWorkbook."""
    sheets, remarks = read_workbook(content)
    if any(remark.is_problem for remark in remarks):
        return ReadForm(None, remarks)
    return definition_of(sheets)


def import_form(actor: Actor, form: ReadForm, definition: Json, id: UUID | None) -> TemplateVersion | None:
    """Lay a form down as a draft; without an id only say what would be wrong with it, as remarks on the form.

    Raises Forbidden, ResubmissionConflict, TemplateUnchanged.
    """
    actor.check("template.edit")
    try:
        check_citable(definition)
        return draft_version(actor, id, definition) if id else None
    except DefinitionInvalid as invalid:
        form.remarks += [
            Remark("survey", form.places.get(".".join(problem.field.split(".")[:2]), 0), column_of(problem.field), "",
                   problem.message, problem.code)
            for problem in invalid.fields
        ]  # fmt: skip
        return None


def column_of(path: str) -> str:
    """The column that a field of an item stands in."""
    name = path.rpartition(".")[2]
    return {"text": "label", "help": "hint", "id": "name", "title": "label", "options": "type"}.get(
        name, f"shouwang::{name}"
    )
