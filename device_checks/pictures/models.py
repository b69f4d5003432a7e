"""Pictures of cameras, their references, how each camera stands, and the faults seen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import BlobField, BooleanField, CharField, Check, FloatField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Snapshot(BaseModel):
    """One look at a camera. ``sha256`` is empty when no picture came, ``cause`` says why.

    ``dropped_at``: the picture was thrown away after its days; what was judged of it stays.
    """

    camera_id = UUIDField()
    unit_id = UUIDField()
    taken_at: datetime = UTCDateTimeField()
    received_at: datetime = UTCDateTimeField()
    source = CharField(12)  # rtsp, onvif, http, platform, folder, phone
    sha256: str | None = CharField(64, null=True, index=True)
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    verdict = CharField(8)  # fine, doubt, fault
    findings: list[dict[str, Any]] = JSONField()
    cause = CharField(16, default="")
    reference_id = UUIDField(null=True)  # the reference that it was compared with: the best one
    evidence_sha256: str | None = CharField(64, null=True, index=True)  # a copy that marks what was seen
    same_as_camera_id = UUIDField(null=True)  # another camera gave the very same bytes
    clock_offset_seconds = FloatField(null=True)  # the device's clock less the true time
    grab_seconds = FloatField(null=True)
    thresholds_version = CharField(40, default="")
    round_id = UUIDField(null=True, index=True)
    by_account_id = UUIDField(null=True)
    note = CharField(400, default="")
    dropped_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "snapshot"
        indexes = ((("camera_id", "taken_at"), False), (("received_at", "id"), False))


class ReferenceView(BaseModel):
    """A picture that shows how it should look, learned by a person. It is ended, never deleted."""

    camera_id = UUIDField()
    unit_id = UUIDField()
    snapshot_id = UUIDField()
    sha256 = CharField(64, index=True)
    view: bytes = BlobField()  # prepared for comparing, under the rectangles masked today
    width = IntegerField()
    height = IntegerField()
    light = CharField(10)  # day, night, infrared, dusk
    preset = CharField(40, default="")
    is_anchor = BooleanField(default=False)  # the sharp day picture that is kept
    note = CharField(400, default="")
    learned_by = UUIDField(null=True)
    learned_by_name = CharField(64)
    learned_at: datetime = UTCDateTimeField()
    ended_by = UUIDField(null=True)
    ended_by_name = CharField(64, default="")
    ended_at: datetime | None = UTCDateTimeField(null=True)
    ended_reason = CharField(400, default="")

    class Meta:
        table_name = "reference_view"
        indexes = ((("camera_id", "ended_at"), False),)


class CameraState(BaseModel):
    """How a camera stands; its id is the camera's. Repeats the last look, so that walls filter and sort by it."""

    unit_id = UUIDField()
    snapshot_id = UUIDField(null=True)  # the last look
    picture_id = UUIDField(null=True)  # the last look that brought a picture
    verdict = CharField(8, default="")  # empty: never looked at
    rank = IntegerField(default=0)  # 3 fault, 2 doubt, 1 fine, 0 never: the wall's order
    verdict_since: datetime | None = UTCDateTimeField(null=True)
    looked_at: datetime | None = UTCDateTimeField(null=True)
    last_good_at: datetime | None = UTCDateTimeField(null=True)
    streaks: dict[str, Any] = JSONField(default=dict)  # by kind of finding: how often and since when
    recheck_at: datetime | None = UTCDateTimeField(null=True, index=True)  # a second look is due then
    osd: list[dict[str, float]] = JSONField(default=list)  # rectangles masked, as shares of width and height

    class Meta:
        table_name = "camera_state"
        indexes = ((("unit_id", "rank"), False), (("rank", "id"), False))


class PictureFault(BaseModel):
    """One thing wrong with a camera's picture, from the first look that showed it to its end.

    ``open_key`` lets a camera have one unended fault of a kind; it is empty once ended.
    """

    camera_id = UUIDField()
    unit_id = UUIDField()
    kind = CharField(16)
    state = CharField(12)  # suspected, open, confirmed, false_alarm, closed
    open_key: str | None = CharField(60, null=True, unique=True)
    seen_count = IntegerField(default=1)
    first_seen_at: datetime = UTCDateTimeField()
    last_seen_at: datetime = UTCDateTimeField()
    first_snapshot_id = UUIDField()
    last_snapshot_id = UUIDField()
    opened_at: datetime | None = UTCDateTimeField(null=True)
    judgement = CharField(12, default="")  # confirmed or false_alarm, as last said by a person
    judged_at: datetime | None = UTCDateTimeField(null=True)
    judged_month = CharField(7, default="")  # 2026-11, of the Beijing day: what the tally counts by
    outcome = CharField(8, default="")  # repair, hazard, none
    task_id = UUIDField(null=True)
    hazard_id = UUIDField(null=True)
    closed_at: datetime | None = UTCDateTimeField(null=True)
    closed_by = CharField(12, default="")  # good_check, lapsed
    closing_snapshot_id = UUIDField(null=True)

    class Meta:
        table_name = "picture_fault"
        indexes = (
            (("camera_id", "first_seen_at"), False),
            (("unit_id", "id"), False),
            (("state", "id"), False),
            (("judged_month", "kind"), False),
        )
        constraints = [Check("(state = 'closed') = (closed_at IS NOT NULL)")]


class FaultFeedback(BaseModel):
    """What a person said of a fault. Never changed; the latest row rules."""

    fault_id = UUIDField(index=True)
    snapshot_id = UUIDField()  # what the person saw
    judgement = CharField(12)  # confirmed, false_alarm
    outcome = CharField(8, default="")
    due_on: date | None = DayField(null=True)
    grade = CharField(8, default="")  # of the hazard that was made of it
    note = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "fault_feedback"


class OsdMask(BaseModel):
    """The rectangles of a camera's on-screen text from a moment on; the latest row rules."""

    camera_id = UUIDField(index=True)
    boxes: list[dict[str, float]] = JSONField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "osd_mask"


class PictureTerm(BaseModel):
    """A number or table that faults and keeping go by, in force from a day; never changed, superseded."""

    code = CharField(24)
    value: Any = JSONField()
    basis = CharField(200)
    from_on: date = DayField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "picture_term"
        indexes = ((("code", "from_on"), False),)
