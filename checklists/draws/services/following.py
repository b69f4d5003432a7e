"""What follows a draw: tasks, publication, or giving it up before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from checklists.draws.errors import AlreadyDrawn, AlreadyTasked, DrawAbandoned, NotDrawn
from checklists.draws.models import Draw, DrawAbandonment, DrawPublication, DrawResult, DrawTasking
from checklists.draws.queries.draws import draw_within_reach
from checklists.tasks.rules import TaskDraft, check_officers
from checklists.tasks.services import make_task
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.people.queries import qualified_officers


@dataclass(frozen=True)
class TaskOrder:
    """What the tasks of a draw have in common."""

    due_on: date
    template_ids: tuple[UUID, ...]
    note: str


def make_tasks(actor: Actor, id: UUID, order: TaskOrder) -> Draw:
    """Make a task of kind ``random`` for every drawn unit and its officers, all in one act; sent twice, once.

    4 statements a task. Raises NotFound, NotDrawn, AlreadyTasked, OfficersTooFew (a certificate ended since the
    draw), TemplateNotPublished.  Source: JN-2.3.2a.
    """
    draw = draw_within_reach(actor, id)
    result = DrawResult.get_or_none(DrawResult.draw_id == id)
    if result is None:
        raise NotDrawn()
    drafts = [_task_draft(one, order) for one in result.result]
    qualified = qualified_officers({officer for draft in drafts for officer in draft.officer_ids})
    with database.atomic():
        lock_row(Draw.select(Draw.id).where(Draw.id == id))
        if _is_tasked(actor, id, order):
            return draw
        for draft in drafts:
            check_officers(draft, qualified)
            make_task(actor, draft, origin="draw", origin_id=id)
        DrawTasking.create(
            id=new_id(),
            draw_id=id,
            due_on=order.due_on,
            template_ids=[str(template) for template in order.template_ids],
            note=order.note,
            by_account_id=actor.account_id,
            at=clock.now(),
        )
        record_event(actor, "draw.tasked", subject=draw, details={"tasks": len(drafts)})
    return draw


def publish_draw(actor: Actor, id: UUID, scope: str) -> Draw:
    """Show everybody the course of a draw, or all of it; never taken back. Published twice it is published once.

    Raises NotFound, NotDrawn (there is no result yet).
    """
    draw = draw_within_reach(actor, id)
    if scope == "result" and draw.state != "drawn":
        raise NotDrawn()
    with database.atomic():
        lock_row(Draw.select(Draw.id).where(Draw.id == id))
        same = (DrawPublication.draw_id == id) & (DrawPublication.scope == scope)
        if not DrawPublication.select().where(same).exists():
            DrawPublication.create(id=new_id(), draw_id=id, scope=scope, by_account_id=actor.account_id, at=clock.now())
            record_event(actor, "draw.published", subject=draw, details={"scope": scope})
    return draw


def abandon_draw(actor: Actor, id: UUID, reason: str) -> Draw:
    """Give a draw up before its seed is revealed; it stays to be seen. Sent twice it is given up once.

    Raises NotFound, AlreadyDrawn, DrawAbandoned (by somebody else, or for another reason).
    """
    draw = draw_within_reach(actor, id)
    with database.atomic():
        locked = lock_row(Draw.select().where(Draw.id == id))
        if locked.state == "drawn":
            raise AlreadyDrawn()
        earlier = DrawAbandonment.get_or_none(DrawAbandonment.draw_id == id)
        if earlier is None:
            DrawAbandonment.create(
                id=new_id(), draw_id=id, reason=reason, by_account_id=actor.account_id, at=clock.now()
            )
            Draw.update(state="abandoned").where(Draw.id == id).execute()
            record_event(actor, "draw.abandoned", subject=draw)
        elif (earlier.reason, earlier.by_account_id) != (reason, actor.account_id):
            raise DrawAbandoned()
    return draw_within_reach(actor, id)


def _task_draft(one: dict[str, Any], order: TaskOrder) -> TaskDraft:
    return TaskDraft(
        id=new_id(),
        kind="random",
        unit_id=UUID(one["unit"]),
        site_id=None,
        template_ids=order.template_ids,
        officer_ids=tuple(UUID(officer) for officer in one["officers"]),
        due_on=order.due_on,
        note=order.note,
    )


def _is_tasked(actor: Actor, id: UUID, order: TaskOrder) -> bool:
    """Raises AlreadyTasked for another officer or order."""
    earlier = DrawTasking.get_or_none(DrawTasking.draw_id == id)
    if earlier is None:
        return False
    same = (earlier.by_account_id, earlier.due_on, earlier.template_ids, earlier.note)
    if same != (actor.account_id, order.due_on, [str(one) for one in order.template_ids], order.note):
        raise AlreadyTasked()
    return True
