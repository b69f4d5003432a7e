"""Answers in practice, and wrong answers of exams that come into the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from courses.items.models import Item, ItemVersion
from courses.items.rules.grading import mark_response
from courses.items.rules.kinds import AUTOMATIC
from courses.items.services import note_used
from courses.lessons.queries.learning import my_quizzes
from courses.lessons.services.told import Told, show_told
from courses.markings.models import Result
from courses.markings.rules.scoring import SlotMark
from courses.practice.errors import NotForPractice
from courses.practice.models import PracticeCard, PracticeReview
from courses.practice.queries import answered_right, cards_of, open_items, solutions_of, versions_by_id
from courses.practice.rules import (
    PracticeAnswer,
    counted_day,
    day_id,
    due_of,
    first_card,
    next_card,
    worth_seconds,
    wrong_id,
)
from courses.rotations.rules import CreditDraft, HourKind
from courses.rotations.services import credit_seconds
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Forbidden, ResubmissionConflict
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor

_WORTH = 100  # any: only right or wrong matters here


@dataclass(frozen=True)
class WrongAnswer:
    """An answer of an exam that did not get all its points."""

    item_id: UUID
    version_id: UUID
    value: Any = None


def answer_practice(actor: Actor, answers: Sequence[PracticeAnswer]) -> list[dict[str, Any]]:
    """Mark answers, bring the book up to date and count the time, at most half an hour a day.

    In the order they were given; sent again each counts once. What is right is told, except of an item that has since
    come into an exam which is not over. Raises Forbidden (an account of no person), NotForPractice,
    ResubmissionConflict.  Source: LN-3b, JN-3.4a.
    """
    person_id = person_of(actor)
    versions = _versions_of(answers)
    ordered = sorted(answers, key=lambda answer: (answer.recorded_at, answer.id))
    with database.atomic():
        known = _reviews_by_id(person_id, ordered)
        reviews = {id: (row, False) for id, row in known.items()}
        for answer in ordered:
            if answer.id not in reviews:
                reviews[answer.id] = (_review(person_id, answer, versions[answer.version_id]), True)
        fresh = [row for row, is_new in reviews.values() if is_new]
        if fresh:
            note_used({row.version_id for row in fresh})  # what was answered never changes under the answer
            for day in sorted({row.on_day for row in fresh}):
                _credit(actor, person_id, day)
            _finish_quizzes(actor, person_id, {row.item_id for row in fresh if row.is_right})
            record_event(actor, "practice.answered", subject=fresh[0], details={"count": len(fresh)})
    return _outcomes(person_id, answers, {id: row for id, (row, _) in reviews.items()}, versions)


def note_wrong(person_id: UUID, attempt_id: UUID, wrong: Sequence[WrongAnswer]) -> int:
    """Bring wrong answers of an exam into somebody's book; how many were new. Told again nothing happens.

    Inside the caller's transaction, before the caller's event.  Source: LN-3b.
    """
    if not database.in_transaction():
        raise RuntimeError("wrong answers come into the book by an act")
    moment, count = clock.now(), 0
    for one in wrong:
        id = wrong_id(attempt_id, one.item_id)
        if PracticeReview.select().where(PracticeReview.id == id).exists():
            continue
        PracticeReview.create(
            id=id,
            person_id=person_id,
            item_id=one.item_id,
            version_id=one.version_id,
            source="exam",
            value=one.value,
            is_right=False,
            seconds=0,
            on_day=clock.beijing_day(moment),
            received_at=moment,
        )
        _remember(person_id, one.item_id, is_right=False, source="exam")
        count += 1
    return count


def collect_wrong(actor: Actor, result_id: UUID) -> None:
    """Read a result that was given, and bring what it marks as wrong into the candidate's book.

    Items that a person must mark stay out: nobody would mark them in practice.  Source: LN-3b.
    """
    result = Result.get_or_none(Result.id == result_id)
    if result is None:
        return
    lost = _lost_points(result)
    with database.atomic():
        if lost and note_wrong(result.person_id, result.attempt_id, lost):
            details = {"attempt_id": str(result.attempt_id), "count": len(lost)}
            record_event(actor, "practice.collected", subject=result, details=details)


def person_of(actor: Actor) -> UUID:
    """Raises Forbidden for an account of no person."""
    if actor.person_id is None:
        raise Forbidden()
    return actor.person_id


def _outcomes(
    person_id: UUID,
    answers: Sequence[PracticeAnswer],
    reviews: dict[UUID, PracticeReview],
    versions: dict[UUID, ItemVersion],
) -> list[dict[str, Any]]:
    """Of an item that is not open now not even whether the answer was right: it would tell a candidate at work."""
    ids = {answer.item_id for answer in answers}
    told, cards, solutions = open_items(person_id, ids), cards_of(person_id, ids), solutions_of(versions.values())
    outcomes = []
    for answer in answers:
        is_told, card = answer.item_id in told, cards.get(answer.item_id)
        outcomes.append(
            {
                "id": answer.id,
                "item_id": answer.item_id,
                "is_right": reviews[answer.id].is_right if is_told else None,
                "due_at": card.due_at if card and is_told else None,
                "solution": solutions[answer.version_id] if is_told else None,
            }
        )
    return outcomes


def _lost_points(result: Result) -> list[WrongAnswer]:
    marks = [SlotMark(*packed) for packed in result.slots]
    lost = [UUID(mark.version_id) for mark in marks if mark.counts and mark.points_x100 < mark.worth_x100]
    return [
        WrongAnswer(version.item_id, version.id)
        for version in versions_by_id(lost).values()
        if version.type in AUTOMATIC
    ]


def _versions_of(answers: Sequence[PracticeAnswer]) -> dict[UUID, ItemVersion]:
    """A phone answers what it was given, which may have been retired or changed since."""
    versions = versions_by_id(answer.version_id for answer in answers)
    ids = [answer.item_id for answer in answers]
    items = {row.id: row for row in Item.select().where(Item.id.in_(ids))}  # type: ignore[attr-defined]
    for place, answer in enumerate(answers):
        version, item = versions.get(answer.version_id), items.get(answer.item_id)
        matches = version is not None and item is not None and version.item_id == item.id
        if version is None or item is None or not matches or version.type not in AUTOMATIC or item.exam_only:
            problem = FieldProblem(f"answers.{place}.item_id", NotForPractice.title, NotForPractice.code)
            raise NotForPractice(fields=[problem])
    return versions


def _reviews_by_id(person_id: UUID, answers: Sequence[PracticeAnswer]) -> dict[UUID, PracticeReview]:
    rows = PracticeReview.select().where(
        PracticeReview.id.in_([answer.id for answer in answers])  # type: ignore[attr-defined]
    )
    known = {row.id: row for row in rows}
    for answer in answers:
        row = known.get(answer.id)
        same = row is None or (row.person_id, row.version_id, row.value) == (person_id, answer.version_id, answer.value)
        if not same:
            raise ResubmissionConflict(id=str(answer.id))
    return known


def _review(person_id: UUID, answer: PracticeAnswer, version: ItemVersion) -> PracticeReview:
    mark = mark_response(version.type, version.content, version.key, answer.value, _WORTH)
    is_right, today = mark == _WORTH, clock.today()
    row = PracticeReview.create(
        id=answer.id,
        person_id=person_id,
        item_id=answer.item_id,
        version_id=answer.version_id,
        source="own",
        value=answer.value,
        is_right=is_right,
        seconds=answer.seconds,
        on_day=counted_day(clock.beijing_day(answer.recorded_at), today),
        recorded_at=answer.recorded_at,
        received_at=clock.now(),
    )
    _remember(person_id, answer.item_id, is_right=is_right, source="own", at=min(answer.recorded_at, clock.now()))
    return row


def _remember(person_id: UUID, item_id: UUID, *, is_right: bool, source: str, at: Any = None) -> None:
    """The card after one more answer; what was right at the first try needs none."""
    moment = at or clock.now()
    here = (PracticeCard.person_id == person_id) & (PracticeCard.item_id == item_id)
    card = lock_row(PracticeCard.select().where(here))
    if card is None and is_right:
        return
    if card is None:
        memory = first_card(moment)
        counts = {"wrong_count": 1, "right_count": 0, "source": source, "created_at": clock.now()}
        ids = {"id": new_id(), "person_id": person_id, "item_id": item_id}
        PracticeCard.create(**ids, **counts, card=memory, due_at=due_of(memory), changed_at=clock.now())
        return
    memory = next_card(card.card, is_right=is_right, at=moment)
    PracticeCard.update(
        card=memory,
        due_at=due_of(memory),
        right_count=card.right_count + is_right,
        wrong_count=card.wrong_count + (not is_right),
        changed_at=clock.now(),
    ).where(PracticeCard.id == card.id).execute()


def _finish_quizzes(actor: Actor, person_id: UUID, right: set[UUID]) -> None:
    """A quiz of a course is done when each of its items was answered rightly once; its hours are those of practice."""
    if not right:
        return
    for lesson in my_quizzes(actor):
        wanted = {UUID(id) for id in lesson.details.get("item_ids", ())}
        if wanted & right and wanted <= answered_right(person_id, wanted):
            show_told(lesson, person_id, Told(clock.today().year, lesson.seconds, clock.now(), clock.now()))


def _credit(actor: Actor, person_id: UUID, day: date) -> None:
    mine = (PracticeReview.person_id == person_id) & (PracticeReview.on_day == day)
    seconds = worth_seconds(row.seconds for row in PracticeReview.select(PracticeReview.seconds).where(mine))
    if seconds:
        source = day_id(person_id, day)
        credit_seconds(actor, CreditDraft(person_id, day, HourKind.PRACTICE, seconds, "practice_day", source))
