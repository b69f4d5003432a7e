"""Count how good the items of a session are."""

from __future__ import annotations

from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_session_within_reach
from courses.markings.errors import SessionOpen
from courses.markings.models import ItemStatistic, SessionStatistic
from courses.markings.queries.statistics import items_of, read_marks
from courses.markings.rules.statistics import form_figures, item_figures
from server.core import clock
from server.core.database import database
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor


def ask_statistics(actor: Actor, session_id: UUID) -> None:
    """Have a closed session counted anew by a job. Raises NotFound, SessionOpen."""
    session = marked_session_within_reach(actor, session_id)
    if session.state != "closed":
        raise SessionOpen(session_id=str(session_id))
    with database.atomic():
        details = {"session_id": str(session.id)}
        record_event(actor, "statistics.asked", subject=session, about_unit_id=session.unit_id, details=details)


def count_statistics(actor: Actor, session_id: UUID) -> int:
    """Count a closed session's items and forms from its live results; how many items. Counted again it is the same.

    What is slow happens before the transaction; of two at once the later one's figures stay.
    """
    session = ExamSession.get_or_none((ExamSession.id == session_id) & (ExamSession.state == "closed"))
    table = read_marks(session_id) if session else None
    if session is None or table is None:
        return 0
    figures, forms = item_figures(table), form_figures(table)
    ids = [UUID(id) for id in table.versions]
    items = items_of(ids)
    moment = clock.now()
    with database.atomic():
        take_turn(actor)
        ItemStatistic.delete().where(ItemStatistic.session_id == session_id).execute()
        SessionStatistic.delete().where(SessionStatistic.id == session_id).execute()
        for id, one in zip(ids, figures, strict=True):
            attempts = int(one.pop("attempts") or 0)
            ItemStatistic.create(
                id=new_id(),
                session_id=session_id,
                item_id=items[id],
                version_id=id,
                attempts=attempts,
                figures=one,
                at=moment,
            )
        whole = SessionStatistic.create(id=session_id, attempts=len(table.marks), figures={"forms": forms}, at=moment)
        record_event(actor, "statistics.counted", subject=whole, about_unit_id=session.unit_id)
    return len(ids)
