"""Ratings: schemes, rounds, what was applied for, reviewed and decided, and the grades units held from when to when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField

Json = dict[str, Any]


class RatingScheme(BaseModel):
    """How units are rated from a day to a day; of an agency, or shipped (``agency_id`` is null)."""

    code = CharField(64, null=True, unique=True)  # of a shipped one
    agency_id: UUID | None = UUIDField(null=True)
    title = CharField(120)
    body_name = CharField(80)  # in whose name it is decided: 平安建设领导小组
    effective_from: date = DayField()
    effective_to: date | None = DayField(null=True)
    pass_x100 = IntegerField()
    grades: list[Json] = JSONField()  # lowest first: [{code, name, least_x100}]
    criteria: list[Json] = JSONField()  # [{code, title, points_x100, guide, figures}]
    vetoes: list[Json] = JSONField()  # [{code, title, lowers, on, when}]
    least_reviews = IntegerField()
    appeal_working_days = IntegerField()
    veto_months = IntegerField()
    basis_code = CharField(64, null=True)
    article = CharField(60)
    verified = BooleanField()
    draft_hash = CharField(64, null=True)
    by_account_id: UUID | None = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "rating_scheme"
        indexes = ((("agency_id", "effective_from"), False),)


class RatingRound(BaseModel):
    """One year's applications and reviews, run by one agency; made public when its results are."""

    year = IntegerField()
    title = CharField(120)
    scheme_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    opens_on: date = DayField()
    closes_on: date = DayField()
    published_at: datetime | None = UTCDateTimeField(null=True)
    published_by = CharField(64, default="")
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "rating_round"
        indexes = ((("agency_id", "year"), False),)


class RatingApplication(BaseModel):
    """A unit in a round: by its own application, by joint proposal, or because its grade is reviewed yearly."""

    round_id: UUID = UUIDField()
    unit_id: UUID = UUIDField(index=True)
    origin = CharField(8)
    grade = CharField(24)  # wished for
    statement = TextField()
    scores: list[Json] = JSONField()  # the unit's own: [{criterion, points_x100, reason}]
    self_x100 = IntegerField(null=True)
    agency_id: UUID | None = UUIDField(null=True)  # that proposed
    state = CharField(12)
    live = BooleanField(null=True)  # null once withdrawn: a unit stands once in a round
    draft_hash = CharField(64)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "rating_application"
        indexes = ((("round_id", "unit_id", "live"), True), (("round_id", "state"), False))
        constraints = [Check("origin IN ('unit','joint','yearly')")]


class RatingEndorsement(BaseModel):
    """The second agency that stands behind a joint proposal."""

    application_id: UUID = UUIDField(unique=True)
    agency_id: UUID = UUIDField()
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "rating_endorsement"


class RatingReview(BaseModel):
    """One agency's review; a later one of the same agency takes its place, and the earlier stays to be read."""

    application_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()
    side = CharField(12)
    scores: list[Json] = JSONField()  # [{criterion, points_x100, reason, rows: [{kind, id}]}]
    points_x100 = IntegerField()
    opinion = TextField()
    live = BooleanField(null=True)
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "rating_review"
        indexes = ((("application_id", "agency_id", "live"), True),)


class RatingDecision(BaseModel):
    """What was decided on an application, upon which reviews."""

    application_id: UUID = UUIDField(unique=True)
    round_id: UUID = UUIDField(index=True)
    unit_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    grade = CharField(24)
    grade_name = CharField(40)
    before = CharField(40)  # the name of the grade held until then
    direction = CharField(8)
    points_x100 = IntegerField()
    review_ids: list[str] = JSONField()
    reason = TextField()
    decided_on: date = DayField()
    appeal_until_on: date = DayField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "rating_decision"


class UnitRating(BaseModel):
    """The grade a unit held from a day to a day; rank 0 is none. One is live."""

    unit_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()
    scheme_id: UUID = UUIDField()
    grade = CharField(24)
    name = CharField(40)
    rank = IntegerField()
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)
    live = BooleanField(null=True)
    origin = CharField(12)
    source_id: UUID = UUIDField()
    round_id: UUID | None = UUIDField(null=True)
    reason = TextField()
    ended_reason = TextField(default="")
    plaque_number = CharField(60)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "unit_rating"
        indexes = ((("unit_id", "live"), True), (("unit_id", "from_on"), False), (("live", "rank"), False))


class RatingVeto(BaseModel):
    """Something that costs a unit its grade and keeps it from another one until a day; by hand, or by an event."""

    unit_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()
    scheme_id: UUID = UUIDField()
    code = CharField(40)
    title = CharField(120)
    lowers = CharField(8)
    occurred_on: date = DayField()
    ends_on: date = DayField()
    reason = TextField()
    source_kind = CharField(16)
    source_id: UUID = UUIDField()  # of one by hand: its own
    draft_hash = CharField(64)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    withdrawn_at: datetime | None = UTCDateTimeField(null=True)
    withdrawn_reason = TextField(default="")
    withdrawn_by_id: UUID | None = UUIDField(null=True)

    class Meta:
        table_name = "rating_veto"
        indexes = ((("unit_id", "ends_on"), False), (("source_kind", "source_id", "code"), True))


class RatingDowngrade(BaseModel):
    """A grade that a veto takes on the next day. Source: LN-15, JN-3.6b."""

    unit_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    veto_id: UUID = UUIDField(unique=True)
    rating_id: UUID = UUIDField()  # the grade it is taken from
    before = CharField(40)
    after = CharField(40)
    reason = TextField()
    state = CharField(12)
    opened_on: date = DayField()
    takes_effect_on: date = DayField()
    appeal_until_on: date = DayField()  # counted from the day the unit was told
    applied_at: datetime | None = UTCDateTimeField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "rating_downgrade"
        indexes = ((("state", "takes_effect_on"), False),)
        constraints = [Check("state IN ('open','applied','cancelled')")]


class RatingAppeal(BaseModel):
    """A unit contests a decision or a downgrade; somebody else than who decided answers."""

    unit_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    about = CharField(12)
    about_id: UUID = UUIDField(unique=True)
    statement = TextField()
    state = CharField(12)
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    grade = CharField(24, default="")
    reason = TextField(default="")
    decided_by_id: UUID | None = UUIDField(null=True)
    decided_by = CharField(64, default="")
    decided_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "rating_appeal"
        constraints = [Check("state IN ('open','upheld','rejected')")]
