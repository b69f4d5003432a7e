"""Answers in practice, and results of exams that bring items into the book."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession
from courses.items.models import Item, ItemVersion
from courses.markings.models import Result
from courses.markings.rules.scoring import SlotMark
from courses.papers.models import ItemExposure
from courses.practice.models import PracticeCard
from courses.practice.services import WrongAnswer, note_wrong
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM

Json = dict[str, Any]


def item(code: str) -> Item:
    return Item.get(Item.code == code)


def answer_to(code: str, value: Any, **changes: Any) -> Json:
    row = item(code)
    return {
        "id": str(new_id()),
        "item_id": str(row.id),
        "version_id": str(row.current_id),
        "value": value,
        "seconds": 20,
        "recorded_at": clock.to_text(clock.now()),
    } | changes


def right_value(code: str) -> Any:
    """What is right of a single choice or a true/false item."""
    right = ItemVersion.get_by_id(item(code).current_id).key["right"]
    return right if isinstance(right, bool) else right[0]


def session_with(codes: list[str], **changes: Any) -> ExamSession:
    """A session that has these items in its papers and begins in an hour."""
    now = clock.now()
    row = ExamSession.create(
        **{
            "id": new_id(),
            "title": "年度考试",
            "blueprint_version_id": new_id(),
            "starts_at": now + timedelta(hours=1),
            "start_closes_at": now + timedelta(hours=2),
            "duration_seconds": 3600,
            "grace_seconds": 30,
            "upload_seconds": 3600,
            "created_at": now,
        }
        | changes
    )
    for code in codes:
        ItemExposure.create(id=new_id(), item_id=item(code).id, session_id=row.id, papers=1, at=now)
    return row


def result_given(person_id: UUID, points: dict[str, int]) -> Result:
    """A result of an exam: code → points of 100 each; told like a real one."""
    slots = [
        SlotMark(place, str(item(code).current_id), "law", 100, got, "key").packed()
        for place, (code, got) in enumerate(points.items(), 1)
    ]
    with database.atomic():
        row = Result.create(
            id=new_id(),
            attempt_id=new_id(),
            session_id=new_id(),
            person_id=person_id,
            revision=1,
            points_x100=sum(points.values()),
            worth_x100=100 * len(points),
            passed=True,
            sections={},
            slots=slots,
            live=True,
            at=clock.now(),
        )
        record_event(SYSTEM, "result.given", subject=row, details={"person_id": str(person_id)})
    return row


def grow_practice(person_id: UUID) -> None:
    """Three items in somebody's book, all due."""
    with database.atomic():
        for code in ("law-001", "law-002", "law-003"):
            row = item(code)
            note_wrong(person_id, new_id(), [WrongAnswer(row.id, row.current_id)])
        PracticeCard.update(due_at=clock.now()).execute()
