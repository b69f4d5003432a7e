"""Policy bases: what a duty, an order or a note rests on, and when it holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import BooleanField, CharField, IntegerField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField
from server.units.bases.rules import Validity


class PolicyBasis(BaseModel):
    """One law, regulation, rule, opinion or standard under its official title."""

    code = CharField(64, unique=True)  # the id on the wire and in templates: jinan-2021-15
    title = CharField(200)
    doc_no = CharField(80, null=True)
    issuer = CharField(120)
    kind = CharField(24)
    region_code = CharField(12, null=True)
    issued_on: date | None = DayField(null=True)
    effective_from: date | None = DayField(null=True)
    effective_to: date | None = DayField(null=True)
    supersedes = CharField(64, null=True)
    aliases: list[str] = JSONField()
    articles: list[dict[str, Any]] = JSONField()
    verified = BooleanField()  # somebody read the dates in the source's text
    note = CharField(400)
    seed_hash = CharField(64, null=True)  # what the seed said when it wrote the row
    edited_at: datetime | None = UTCDateTimeField(null=True)  # since then the row is the bureau's, not the seed's
    version = IntegerField(default=1)

    class Meta:
        table_name = "policy_basis"

    @property
    def validity(self) -> Validity:
        return Validity(self.effective_from, self.effective_to)


class KindNote(BaseModel):
    """What must be said of units of one kind, for as long as its basis says so."""

    code = CharField(64, unique=True)
    unit_kind = CharField(12, index=True)
    basis_code = CharField(64)
    article = CharField(32)
    text = CharField(200)  # {title} stands for the basis's official title
    effective_from: date | None = DayField(null=True)
    effective_to: date | None = DayField(null=True)

    class Meta:
        table_name = "kind_note"
