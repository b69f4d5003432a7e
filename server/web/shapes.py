"""Wire shapes of forms that are drawn from a shape, and of what a setting would change."""

from __future__ import annotations

from datetime import date

import marshmallow as ma
from marshmallow import fields, validate


def trial_day() -> fields.Date:
    """The day a trial reckons from; far from it no calendar is known, and days beyond the last year overflow."""
    return fields.Date(required=True, validate=validate.Range(min=date(2000, 1, 1), max=date(2100, 12, 31)))


class TermFormSchema(ma.Schema):
    """How one setting is edited; ``shape`` is as ``server/core/shapes.py`` describes it."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    shape = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)


class TermFormsSchema(ma.Schema):
    forms = fields.List(fields.Nested(TermFormSchema), required=True)


class TermEffectSchema(ma.Schema):
    """Sentences; none where nothing can be said beforehand."""

    lines = fields.List(fields.String(), required=True)
