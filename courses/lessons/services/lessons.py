"""Lessons of a course: added, changed, ordered, removed, as long as nobody's hours rest on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.items.queries.reach import are_items_within_reach, current_versions_of
from courses.items.services import note_used
from courses.lessons.errors import (
    CoursePublished,
    LessonFileMissing,
    LessonFileWrong,
    LessonItemsMissing,
    LessonLearned,
    LessonPackageMissing,
    LessonsNotAll,
)
from courses.lessons.models import Course, Lesson
from courses.lessons.queries.courses import file_known, is_learned
from courses.lessons.queries.packages import is_package_at_hand
from courses.lessons.queries.reach import lesson_within_reach
from courses.lessons.rules.courses import FILE_OF_KIND, CourseState, LessonDraft, LessonKind, check_complete
from courses.lessons.services.courses import check_kept, kept_course
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.attachments.models import Delivery


def add_lesson(actor: Actor, course_id: UUID, draft: LessonDraft) -> Lesson:
    """Put a lesson at the end of a course; sent twice it is one.

    Raises NotFound, CourseOfOthers, CoursePublished, LessonIncomplete, LessonFileMissing, LessonFileWrong,
    LessonPackageMissing, LessonItemsMissing.
    """
    course = kept_course(actor, course_id)
    content = _content(actor, course, draft)
    _check_parts(actor, draft)

    def known() -> Lesson | None:
        return find_resubmitted(Lesson, draft.id, course_id=course.id, **content)

    if earlier := known():
        return earlier
    _check_open(course)

    def create() -> Lesson:
        take_turn(actor)
        last = Lesson.select().where(Lesson.course_id == course.id).order_by(Lesson.position.desc()).first()
        position = last.position + 1 if last else 1
        lesson = Lesson.create(id=draft.id, course_id=course.id, position=position, **content, created_at=clock.now())
        _use_items(draft)
        _note(actor, "lesson.added", lesson, course)
        return lesson

    return once(create, known)[0]


def change_lesson(actor: Actor, lesson: Lesson, draft: LessonDraft) -> Lesson:
    """Change a lesson of a draft or withdrawn course; its kind stays. Raises as ``add_lesson``, LessonLearned, Stale."""
    course = _course_of(actor, lesson)
    content = _content(actor, course, draft)
    _check_parts(actor, draft, lesson)
    moved = any(content[name] != getattr(lesson, name) for name in ("kind", "file_sha256", "seconds", "package_id"))
    if moved and is_learned(lesson.id):
        raise LessonLearned()
    with database.atomic():
        save_versioned(lesson, content)
        _use_items(draft)
        _note(actor, "lesson.changed", lesson, course)
    return lesson


def remove_lesson(actor: Actor, lesson: Lesson) -> None:
    """Take out a lesson that nobody has learned from. Raises CourseOfOthers, CoursePublished, LessonLearned."""
    course = _course_of(actor, lesson)
    if is_learned(lesson.id):
        raise LessonLearned()
    with database.atomic():
        Lesson.delete().where(Lesson.id == lesson.id).execute()
        _note(actor, "lesson.removed", lesson, course)


def order_lessons(actor: Actor, course: Course, lesson_ids: list[UUID]) -> Course:
    """Put all lessons of a course into this order, over the version that was seen.

    Raises CourseOfOthers, CoursePublished, LessonsNotAll, Stale.
    """
    check_kept(actor, course)
    _check_open(course)
    known = {row.id for row in Lesson.select(Lesson.id).where(Lesson.course_id == course.id)}
    if len(lesson_ids) != len(known) or set(lesson_ids) != known:
        raise LessonsNotAll(fields=[FieldProblem("lesson_ids", LessonsNotAll.title, LessonsNotAll.code)])
    with database.atomic():
        save_versioned(course, {})
        # A place belongs to one lesson: all step aside before each takes its own.
        Lesson.update(position=Lesson.position * -1).where(Lesson.course_id == course.id).execute()
        for position, id in enumerate(lesson_ids, 1):
            Lesson.update(position=position).where(Lesson.id == id).execute()
        record_event(actor, "course.ordered", subject=course, about_unit_id=course.unit_id)
    return course


def _course_of(actor: Actor, lesson: Lesson) -> Course:
    course = lesson_within_reach(actor, lesson.id)[1]
    check_kept(actor, course)
    _check_open(course)
    return course


def _check_open(course: Course) -> None:
    if course.state == CourseState.PUBLISHED:
        raise CoursePublished()


def _content(actor: Actor, course: Course, draft: LessonDraft) -> dict[str, Any]:
    check_complete(draft)
    content = {name: value for name, value in vars(draft).items() if name != "id"}
    if draft.kind not in FILE_OF_KIND:
        return {**content, "file_sha256": "", "media_type": ""}
    file = file_known(draft.file_sha256)
    if file is None or not _is_at_hand(actor, course, draft.file_sha256):
        raise LessonFileMissing(fields=[FieldProblem("file_sha256", LessonFileMissing.title, LessonFileMissing.code)])
    if file.media_type not in FILE_OF_KIND[LessonKind(draft.kind)]:
        raise LessonFileWrong(fields=[FieldProblem("file_sha256", LessonFileWrong.title, LessonFileWrong.code)])
    if draft.kind == LessonKind.VIDEO:
        content["seconds"] = file.milliseconds // 1000
    return {**content, "media_type": file.media_type}


def _check_parts(actor: Actor, draft: LessonDraft, kept: Lesson | None = None) -> None:
    """A package or items that stand in the lesson already may stay, whoever changes its words."""
    package_id = draft.package_id if draft.kind == LessonKind.PACKAGE else None
    stays = kept is not None and kept.package_id == package_id
    if package_id is not None and not stays and not is_package_at_hand(actor, package_id):
        raise LessonPackageMissing(
            fields=[FieldProblem("package_id", LessonPackageMissing.title, LessonPackageMissing.code)]
        )
    fresh = _items_of(draft) - {UUID(str(id)) for id in (kept.details.get("item_ids", ()) if kept else ())}
    if not are_items_within_reach(actor, fresh):
        raise LessonItemsMissing(
            fields=[FieldProblem("details.item_ids", LessonItemsMissing.title, LessonItemsMissing.code)]
        )


def _use_items(draft: LessonDraft) -> None:
    """What the items of a quiz say today is fixed, so that whoever revises one makes a new version of it."""
    note_used(current_versions_of(_items_of(draft)))


def _items_of(draft: LessonDraft) -> set[UUID]:
    item_ids = draft.details.get("item_ids", ()) if draft.kind == LessonKind.QUIZ else ()
    return {UUID(str(id)) for id in item_ids}


def _is_at_hand(actor: Actor, course: Course, sha256: str) -> bool:
    """Knowing a hash is not having the bytes: this account brought them, or the course has them already."""
    brought = (Delivery.account_id == actor.account_id) & (Delivery.sha256 == sha256)
    if Delivery.select().where(brought).exists():
        return True
    return bool(Lesson.select().where((Lesson.course_id == course.id) & (Lesson.file_sha256 == sha256)).exists())


def _note(actor: Actor, kind: str, lesson: Lesson, course: Course) -> None:
    details = {"course_id": str(course.id)}
    record_event(actor, kind, subject=lesson, about_unit_id=course.unit_id, details=details)
