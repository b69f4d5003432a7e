"""Files of units that were asked for as one paper, sheets of terms of office, and what counts to which defence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class UnitFileExport(BaseModel):
    """One unit's file as a signed paper: who asked for it, how far it is, and the document it became."""

    unit_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    state = CharField(8)
    papers_total: int | None = IntegerField(null=True)
    papers_done: int = IntegerField(default=0)
    papers_attached: int = IntegerField(default=0)  # the others are listed by their hash
    document_id: UUID | None = UUIDField(null=True)
    problem = CharField(200, default="")
    asked_at: datetime = UTCDateTimeField()
    finished_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "unit_file_export"
        indexes = ((("unit_id", "id"), False),)
        constraints = [Check("state IN ('waiting','running','ready','failed')")]


class TermSheet(BaseModel):
    """What came to pass at a unit while somebody answered for it, as it was known when the sheet was made.

    ``figures`` holds counts and rows, so that paper and workbook can never say different things.
    """

    unit_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    person_name = CharField(64)
    agency_id: UUID = UUIDField()
    from_on: date = DayField()
    to_on: date = DayField()
    figures: dict[str, Any] = JSONField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "term_sheet"
        indexes = ((("unit_id", "id"), False),)


class DefenceItem(BaseModel):
    """One thing that is counted to one of the three defences, in force from a day until a later row of its code."""

    code = CharField(40)
    defence = CharField(12)
    position = IntegerField()
    title = CharField(80)
    measure = CharField(32)  # how it is counted: one of reports/unit_files/rules/defences.py
    settings: dict[str, Any] = JSONField()
    bases: list[dict[str, str]] = JSONField()
    is_counted = BooleanField()  # no: the item is dropped from this day on
    verified = BooleanField()
    from_on: date = DayField()
    by_account_id: UUID | None = UUIDField(null=True)
    draft_hash = CharField(64, null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "defence_item"
        indexes = ((("code", "from_on"), False),)
        constraints = [Check("defence IN ('people','barrier','technology')")]
