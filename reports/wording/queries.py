"""Reads of form texts."""

from __future__ import annotations

from datetime import date

from reports.wording.models import FormText
from reports.wording.rules import Sentence, Texts


def texts_on(form: str, day: date) -> Texts:
    """What the form says on a day, both ends included; 1 query."""
    rows = FormText.select().where(
        (FormText.form == form)
        & (FormText.effective_from.is_null() | (FormText.effective_from <= day))
        & (FormText.effective_to.is_null() | (FormText.effective_to >= day))
    )
    ordered = sorted(rows, key=lambda row: row.effective_from or date.min)
    return Texts(form, day, {row.code: Sentence(row.code, row.text, row.values) for row in ordered})
