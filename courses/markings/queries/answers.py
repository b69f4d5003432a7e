"""Open answers that somebody may mark: without the candidate's name, without the other marker's mark."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import fn

from courses.exams.models import ExamSession, Response
from courses.exams.queries.sessions import marked_session_within_reach, marked_sessions_within_reach
from courses.items.models import ItemVersion
from courses.items.rules.kinds import ItemType
from courses.markings.errors import NoSuchAnswer
from courses.markings.models import OpenAnswer, OpenMark
from courses.markings.rules.open_marks import AnswerState, Role
from server.core.permissions import Actor
from server.web.signin.queries import accounts_of

_UNDONE = [AnswerState.WAITING.value, AnswerState.DISPUTED.value]


def markable(actor: Actor) -> Any:
    """A condition: undone, not of the actor, and not yet marked by the actor."""
    mine = OpenMark.select(OpenMark.answer_id).where(OpenMark.by_account_id.in_(accounts_of(actor)))
    condition = OpenAnswer.state.in_(_UNDONE) & OpenAnswer.id.not_in(mine)
    return condition & (OpenAnswer.person_id != actor.person_id) if actor.person_id else condition


def answer_to_mark(actor: Actor, id: UUID) -> OpenAnswer:
    """An answer in a session within reach that is not the actor's own, whatever its state. Raises NoSuchAnswer."""
    reached = marked_sessions_within_reach(actor).select(ExamSession.id)
    found = OpenAnswer.get_or_none((OpenAnswer.id == id) & OpenAnswer.session_id.in_(reached))
    if found is None or (actor.person_id and found.person_id == actor.person_id):
        raise NoSuchAnswer(answer_id=str(id))
    return found


def find_queues(actor: Actor) -> list[dict[str, Any]]:
    """Sessions within reach with answers that the actor may mark, and how many. Two queries."""
    reached = marked_sessions_within_reach(actor).select(ExamSession.id)
    counted = (
        OpenAnswer.select(OpenAnswer.session_id, OpenAnswer.state, fn.COUNT(OpenAnswer.id).alias("answers"))
        .where(markable(actor) & OpenAnswer.session_id.in_(reached))
        .group_by(OpenAnswer.session_id, OpenAnswer.state)
    )
    counts: dict[UUID, dict[str, int]] = {}
    for row in counted:
        counts.setdefault(row.session_id, {})[row.state] = row.answers
    sessions = ExamSession.select().where(ExamSession.id.in_(list(counts))).order_by(ExamSession.starts_at)
    return [
        {
            "session": {"id": row.id, "title": row.title, "starts_at": row.starts_at},
            "waiting": counts[row.id].get(AnswerState.WAITING.value, 0),
            "disputed": counts[row.id].get(AnswerState.DISPUTED.value, 0),
        }
        for row in (sessions if counts else ())
    ]


def next_answer(actor: Actor, session_id: UUID) -> dict[str, Any]:
    """The next answer for the actor in a session, disputed ones and those of one question first, or none.

    Raises NotFound.
    """
    session = marked_session_within_reach(actor, session_id)
    here = markable(actor) & (OpenAnswer.session_id == session.id)
    # "disputed" sorts before "waiting"; one question after another, as a marker reads best.
    order = (OpenAnswer.state, OpenAnswer.version_id, OpenAnswer.part, OpenAnswer.id)
    row = OpenAnswer.select().where(here).order_by(*order).first()
    left = OpenAnswer.select().where(here).count()
    return {"left": left, "answer": answer_shape(row) if row else None}


def answer_shape(row: OpenAnswer) -> dict[str, Any]:
    """Question, key points and what was answered; two queries. Never who it was."""
    version = ItemVersion.get_by_id(row.version_id)
    response = Response.get_or_none((Response.attempt_id == row.attempt_id) & (Response.slot == row.slot))
    value = response.value if response else None
    content, key, setting = version.content, version.key, ""
    if version.type == ItemType.CASE.value:
        setting = content["stem"]
        part = next(part for part in content["parts"] if part["id"] == row.part)
        content, key = part["content"], key["parts"][row.part]
        value = value.get(row.part) if isinstance(value, dict) else None
    return {
        "id": row.id,
        "role": Role.ADJUDICATOR.value if row.state == AnswerState.DISPUTED.value else "marker",
        "setting": setting,
        "stem": content["stem"],
        "points": key["points"],
        "value": value if isinstance(value, str) else "",
        "worth_x100": row.worth_x100,
    }


def attempts_waiting(session_id: UUID, after: UUID | None, limit: int = 200) -> list[UUID]:
    """The next attempts of a session with answers that nobody finished marking, by id. One query."""
    undone = (OpenAnswer.session_id == session_id) & OpenAnswer.state.in_(_UNDONE)
    if after is not None:
        undone &= OpenAnswer.attempt_id > after
    query = OpenAnswer.select(OpenAnswer.attempt_id).where(undone).distinct()
    return [row.attempt_id for row in query.order_by(OpenAnswer.attempt_id).limit(limit)]
