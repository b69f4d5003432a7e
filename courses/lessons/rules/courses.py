"""What courses and lessons are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from courses.lessons.errors import CourseEmpty, LessonIncomplete
from server.core.errors import FieldProblem


class Category(StrEnum):
    """The four categories of knowledge that security managers are examined in. Source: LN-3b."""

    LAW = "law"  # 政策法规
    BUSINESS = "business"  # 保卫业务
    SKILL = "skill"  # 专业技能
    PROFESSIONAL = "professional"  # 行业专业知识


class CourseKind(StrEnum):
    COURSE = "course"  # 课程
    MICRO = "micro"  # 全员微课
    PREPARATION = "preparation"  # 等级认定辅导


class CourseState(StrEnum):
    DRAFT = "draft"  # 草稿
    PUBLISHED = "published"  # 已发布
    WITHDRAWN = "withdrawn"  # 已撤回


class LessonKind(StrEnum):
    TEXT = "text"  # 图文
    PICTURE = "picture"  # 图片
    VIDEO = "video"  # 视频
    PDF = "pdf"  # PDF
    PACKAGE = "package"  # 课件
    QUIZ = "quiz"  # 随堂练习


#: Lessons with a file, and what it may be.
FILE_OF_KIND = {
    LessonKind.PICTURE: ("image/jpeg", "image/png"),
    LessonKind.VIDEO: ("video/mp4", "video/webm"),
    LessonKind.PDF: ("application/pdf",),
}
#: Lessons whose time is counted here; packages and quizzes tell of theirs themselves.
TIMED = frozenset({LessonKind.TEXT, LessonKind.PICTURE, LessonKind.VIDEO, LessonKind.PDF})


@dataclass(frozen=True)
class CourseDraft:
    """A course as somebody writes it; empty audiences: everybody's."""

    id: UUID
    title: str
    summary: str
    category: str
    kind: str
    audiences: tuple[str, ...]


@dataclass(frozen=True)
class LessonDraft:
    """A lesson as somebody writes it; ``seconds`` of a film are those of the film, whatever is written."""

    id: UUID
    title: str
    kind: str
    text: str = ""
    file_sha256: str = ""
    seconds: int = 0
    package_id: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)


def check_complete(draft: LessonDraft) -> None:
    """Refuse a lesson without what its kind lives on. Raises LessonIncomplete."""
    lacking = {
        LessonKind.TEXT: ("text", draft.text),
        LessonKind.PICTURE: ("file_sha256", draft.file_sha256),
        LessonKind.VIDEO: ("file_sha256", draft.file_sha256),
        LessonKind.PDF: ("file_sha256", draft.file_sha256),
        LessonKind.PACKAGE: ("package_id", draft.package_id),
        LessonKind.QUIZ: ("details.item_ids", draft.details.get("item_ids")),
    }
    name, value = lacking[LessonKind(draft.kind)]
    if not value:
        raise LessonIncomplete(fields=[FieldProblem(name, "必填", "required")])
    if draft.kind != LessonKind.VIDEO and draft.seconds <= 0:
        raise LessonIncomplete(fields=[FieldProblem("seconds", "应填写学习时长", "required")])


def check_publishable(lesson_count: int) -> None:
    """Nobody is sent into an empty course. Raises CourseEmpty."""
    if not lesson_count:
        raise CourseEmpty()


def is_for(audiences: list[str], own: set[str]) -> bool:
    """Whether a course is for somebody under these audiences. Source: JN-3.4a, LN-19a."""
    return not audiences or not own.isdisjoint(audiences)
