"""What a micro-course holds, and how its quiz is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from courses.activities.errors import CourseWindowReversed, QuestionUnclear
from courses.items.rules.grading import mark_response
from server.core.errors import FieldProblem

Json = dict[str, Any]
SINGLE, MULTIPLE, TRUE_FALSE = "single", "multiple", "true_false"
_WORTH = 100


@dataclass(frozen=True)
class MicroCourseDraft:
    """A course of a few pages of text and a few questions, in the shapes of the item bank."""

    id: UUID
    title: str
    pages: list[dict[str, str]]
    questions: list[Json]
    pass_percent: int
    opens_on: date
    closes_on: date


def check_micro_course(draft: MicroCourseDraft) -> None:
    """Raises CourseWindowReversed, QuestionUnclear (options double or too few, the right one not among them)."""
    if draft.closes_on < draft.opens_on:
        raise CourseWindowReversed(
            fields=[FieldProblem("closes_on", CourseWindowReversed.title, CourseWindowReversed.code)]
        )
    wrong = [
        FieldProblem(f"questions.{number}", complaint, QuestionUnclear.code)
        for number, question in enumerate(draft.questions)
        if (complaint := _complaint(question))
    ]
    if len({question["id"] for question in draft.questions}) < len(draft.questions):
        wrong.append(FieldProblem("questions", "题目编号重复", QuestionUnclear.code))
    if wrong:
        raise QuestionUnclear(fields=wrong)


def public_question(question: Mapping[str, Any]) -> Json:
    """A question without what is right."""
    return {name: question[name] for name in ("id", "type", "stem", "options")}


def percent_of(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Share of the questions answered right, rounded down, and the ids of the others."""
    wrong = [
        question["id"]
        for question in questions
        if mark_response(question["type"], {}, {"right": question["right"]}, answers.get(question["id"]), _WORTH)
        != _WORTH
    ]
    return 100 * (len(questions) - len(wrong)) // len(questions), wrong


def _complaint(question: Json) -> str:
    if question["type"] == TRUE_FALSE:
        return "" if isinstance(question["right"], bool) and not question["options"] else "判断题的答案应为对或错"
    ids = [option["id"] for option in question["options"]]
    right = question["right"]
    if len(ids) < 2 or len(set(ids)) < len(ids):
        return "至少两个选项，编号不得重复"
    if len({option["text"] for option in question["options"]}) < len(ids):
        return "选项内容重复"
    if not isinstance(right, list) or len(set(right)) < len(right) or not set(right) <= set(ids):
        return "答案不在选项中"
    return (
        {SINGLE: "单选题应有一个答案", MULTIPLE: "多选题至少有两个答案"}[question["type"]]
        if not _fits(question)
        else ""
    )


def _fits(question: Json) -> bool:
    return len(question["right"]) == 1 if question["type"] == SINGLE else len(question["right"]) >= 2
