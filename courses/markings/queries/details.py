"""One result slot by slot: for staff, and for whoever sat the exam once the session is closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.exams.models import Attempt, ExamSession
from courses.items.models import ItemVersion
from courses.markings.models import OpenAnswer, OpenMark, Result
from courses.markings.queries.listing import result_shapes
from courses.markings.queries.sheets import changes_of, responses_of, rules_of
from courses.markings.rules.changes import ruling_of
from courses.markings.rules.scoring import unpack
from courses.papers.models import Paper


def staff_detail(row: Result) -> dict[str, Any]:
    """Everything: answers, keys, people's marks, and the revisions before it."""
    earlier = Result.select().where(Result.attempt_id == row.attempt_id).order_by(Result.revision.desc())
    names = ("id", "revision", "points_x100", "worth_x100", "passed", "regrade_id", "at")
    return {
        **result_shapes([row])[0],
        "live": bool(row.live),
        "pass_percent": rules_of(ExamSession.get_by_id(row.session_id)).pass_percent,
        "slots": _slot_shapes(row),
        "marks": _mark_shapes(row.attempt_id),
        "revisions": [{name: getattr(one, name) for name in names} for one in earlier],
    }


def own_detail(row: Result) -> dict[str, Any]:
    """Points, pass and sections; right answers and explanations only once the session is closed."""
    session = ExamSession.get_by_id(row.session_id)
    rules = rules_of(session)
    closed = session.state == "closed"
    names = ("id", "attempt_id", "session_id", "revision", "points_x100", "worth_x100", "passed", "sections", "at")
    return {
        **{name: getattr(row, name) for name in names},
        "session": {"id": session.id, "title": session.title, "starts_at": session.starts_at},
        "pass_percent": rules.pass_percent,
        "least_percents": rules.sections,
        "can_review": closed,
        "slots": _slot_shapes(row) if closed else [],
    }


def _slot_shapes(row: Result) -> list[dict[str, Any]]:
    """Slots in the order of the paper, with what was asked, answered and right. Five queries."""
    marks = [unpack(packed) for packed in row.slots]
    changes = changes_of(row.session_id)
    wanted = [UUID(mark.version_id) for mark in marks]
    versions = {str(one.id): one for one in ItemVersion.select().where(ItemVersion.id.in_(wanted))}
    responses = responses_of(row.attempt_id)
    options = _options(row.attempt_id)
    return [
        {
            "slot": mark.slot,
            "version_id": mark.version_id,
            "type": versions[mark.version_id].type,
            "section": mark.section,
            "worth_x100": mark.worth_x100,
            "points_x100": mark.points_x100,
            "by": mark.by,
            "content": versions[mark.version_id].content,
            "options": options.get(mark.slot, []),
            "value": responses.get(mark.slot),
            "keys": list(ruling_of(versions[mark.version_id].key, changes.get(mark.version_id, ())).keys),
            "explanation": versions[mark.version_id].explanation,
        }
        for mark in marks
    ]


def _options(attempt_id: UUID) -> dict[int, list[str]]:
    """The order in which this candidate saw the options, by slot."""
    paper = Paper.select(Paper.slots).where(Paper.id == Attempt.get_by_id(attempt_id).paper_id).get()
    return {slot["slot"]: list(slot.get("options") or []) for slot in paper.slots}


def _mark_shapes(attempt_id: UUID) -> list[dict[str, Any]]:
    """What people gave for this attempt's open answers."""
    answers = {row.id: row for row in OpenAnswer.select().where(OpenAnswer.attempt_id == attempt_id)}
    marks = OpenMark.select().where(OpenMark.answer_id.in_(list(answers))).order_by(OpenMark.at) if answers else ()
    return [
        {
            "slot": answers[mark.answer_id].slot,
            "part": answers[mark.answer_id].part,
            "role": mark.role,
            "points_x100": mark.points_x100,
            "worth_x100": answers[mark.answer_id].worth_x100,
            "note": mark.note,
            "by_name": mark.by_name,
            "at": mark.at,
        }
        for mark in marks
    ]
