"""Schemes that say what a score is made of, and what each unit's came to by month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class ScoreScheme(BaseModel):
    """Factors with weights and caps, in force from a day until a later scheme; never changed, superseded."""

    title = CharField(80)
    factors: list[dict[str, Any]] = JSONField()  # [{code, title, weight, direction, cap, unit, note}]
    bands: list[dict[str, Any]] = JSONField()  # best first: [{code, title, least_x10}]
    basis = CharField(200)
    verified = BooleanField()
    from_on: date = DayField(index=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64, default="")
    draft_hash = CharField(64, null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "score_scheme"


class UnitScore(BaseModel):
    """A unit's score of a month with its three defences; the running month is counted anew each night.

    ``area_code`` is copied so that areas are summed without their units. No score: nothing could be counted.
    """

    unit_id: UUID = UUIDField()
    month = CharField(7)  # 2026-11, of Beijing days
    scheme_id: UUID = UUIDField()
    area_code = CharField(12)
    score_x10: int | None = IntegerField(null=True)
    band = CharField(16)
    factors: list[dict[str, Any]] = JSONField()  # [{code, value, points_x10}]
    people_met = IntegerField()
    people_required = IntegerField()
    barrier_met = IntegerField()
    barrier_required = IntegerField()
    technology_met = IntegerField()
    technology_required = IntegerField()
    counted_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "unit_score"
        indexes = ((("unit_id", "month"), True), (("month", "score_x10", "id"), False))
