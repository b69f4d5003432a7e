"""Wire shapes of what is asked for and filed."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from reports.penalties.queries.cases import OPEN
from reports.penalties.rules.acts import SOURCES, WAYS_OF_RECEIPT
from reports.penalties.rules.life import ENDINGS
from reports.penalties.rules.terms import RESPONDENTS
from server.units.attachments.schemas import files_field
from server.web.paging import PageQuery
from server.web.schemas import Schema, Text, Whole
from server.web.shapes import trial_day

STATES_ASKED = (OPEN, *sorted(set(ENDINGS.values())))


class CaseQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES_ASKED))
    unit_id = fields.UUID(load_default=None, allow_none=True)
    offence = Text(most=40, load_default=None, allow_none=True)
    procedure = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(("ordinary", "spot")))


class DeadlineQuery(PageQuery):
    due_within_days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0, max=400))
    case_id = fields.UUID(load_default=None, allow_none=True)


class PasswordSchema(Schema):
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


def flag(**options: Any) -> fields.Boolean:
    """A plain yes or no: words that marshmallow would take for one are refused."""
    return fields.Boolean(truthy={True}, falsy={False}, **options)


class RespondentSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(RESPONDENTS))
    name = Text(most=64, load_default="")
    post = Text(most=64, load_default="")
    identity_number = Text(most=32, load_default="")


class CaseFilingSchema(PasswordSchema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    respondent = fields.Nested(RespondentSchema, required=True)
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=10))
    offence = Text(least=1, most=40, required=True)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    summary = Text(least=2, most=4000, required=True)
    happened_on = fields.Date(required=True)
    is_harmful = flag(load_default=False)
    hazard_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=100))
    order_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=20))
    files = files_field(load_default=list)


class SpotSchema(PasswordSchema):
    id = fields.UUID(required=True)
    order_id = fields.UUID(required=True)
    offence = Text(least=1, most=40, load_default="regulation_19")
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=10))
    facts = Text(least=2, most=4000, required=True)
    evidence = Text(least=2, most=2000, required=True)
    place = Text(least=2, most=200, required=True)
    fine_fen = Whole(least=0, most=2**31 - 1, load_default=0)
    receipt = fields.String(required=True, validate=validate.OneOf(WAYS_OF_RECEIPT))
    witness = Text(most=200, load_default="")
    files = files_field(load_default=list)


class PenaltyTermTrialSchema(Schema):
    code = Text(least=1, most=64, required=True)
    value = fields.Raw(required=True)
    from_on = trial_day()


class PenaltyTermDraftSchema(Schema):
    id = fields.UUID(required=True)
    code = Text(least=1, most=64, required=True)
    value = fields.Raw(required=True)
    basis = Text(least=2, most=120, required=True)
    article = Text(most=60, load_default="")
    verified = flag(load_default=False)
    from_on = fields.Date(required=True)
    to_on = fields.Date(load_default=None, allow_none=True)
