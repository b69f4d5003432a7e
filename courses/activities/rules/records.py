"""What a record of an activity holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from courses.activities.errors import DayAhead, PhotosMissing
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile


class ActivityKind(StrEnum):
    """Source: JN-2.2.4c."""

    LECTURE = "lecture"  # 法治讲座
    DRILL = "drill"  # 演练宣传
    POSTER = "poster"  # 展板标语
    LEAFLET = "leaflet"  # 发放资料
    SCREEN = "screen"  # 视频播放
    VISIT = "visit"  # 走访谈心
    CONSULTATION = "consultation"  # 咨询服务
    OTHER = "other"  # 其他


@dataclass(frozen=True)
class ActivityDraft:
    """An activity as the unit tells it."""

    id: UUID
    kind: str
    title: str
    on_day: date
    place: str
    head_count: int
    summary: str
    photos: tuple[AttachedFile, ...]


def check_activity(draft: ActivityDraft, today: date) -> None:
    """Raises DayAhead, PhotosMissing.  Source: JN-2.2.4c."""
    if draft.on_day > today:
        raise DayAhead(fields=[FieldProblem("on_day", DayAhead.title, DayAhead.code)])
    if not any(photo.purpose == "photo" for photo in draft.photos):
        raise PhotosMissing(fields=[FieldProblem("photos", PhotosMissing.title, PhotosMissing.code)])
