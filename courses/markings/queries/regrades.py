"""Reads of regrades that were proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_session_within_reach, marked_sessions_within_reach
from courses.items.models import Item, ItemVersion
from courses.markings.models import Regrade, RegradeApproval
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.people.queries import people_by_id
from server.web.signin.queries import accounts_of


def regrade_within_reach(actor: Actor, id: UUID) -> Regrade:
    """Raises NotFound."""
    reached = marked_sessions_within_reach(actor).select(ExamSession.id)
    found = Regrade.get_or_none((Regrade.id == id) & Regrade.session_id.in_(reached))
    if found is None:
        raise NotFound(regrade_id=str(id))
    return found


def find_regrades(actor: Actor, session_id: UUID) -> list[dict[str, Any]]:
    """All regrades of a session, the latest first. Raises NotFound."""
    session = marked_session_within_reach(actor, session_id)
    rows = list(Regrade.select().where(Regrade.session_id == session.id).order_by(Regrade.id.desc()))
    return regrade_shapes(actor, rows)


def regrade_shapes(actor: Actor, rows: Sequence[Regrade]) -> list[dict[str, Any]]:
    """With version, approvals, names of those who flip, and whether the actor may decide; five queries."""
    if not rows:
        return []
    versions = {row.id: row for row in ItemVersion.select().where(ItemVersion.id.in_([row.version_id for row in rows]))}
    codes = {row.id: row.code for row in Item.select().where(Item.id.in_([row.item_id for row in versions.values()]))}
    approvals: dict[UUID, list[RegradeApproval]] = {row.id: [] for row in rows}
    given = RegradeApproval.select().where(RegradeApproval.regrade_id.in_(list(approvals)))
    for approval in given.order_by(RegradeApproval.at):
        approvals[approval.regrade_id].append(approval)
    own = accounts_of(actor)
    names = ("id", "session_id", "mode", "key", "reason", "state", "fingerprint", "by_name", "at", "applied_at")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "version": version_shape(versions[row.version_id], codes.get(versions[row.version_id].item_id, "")),
            "foreseen": named_shape(row.foreseen),
            "approvals": approvals[row.id],
            "may_decide": _may_decide(actor, own, row, approvals[row.id]),
        }
        for row in rows
    ]


def version_shape(row: ItemVersion, code: str) -> dict[str, Any]:
    """A version as staff see it, with the key it was written with."""
    return {
        "id": row.id,
        "item_id": row.item_id,
        "code": code,
        "number": row.number,
        "type": row.type,
        "content": row.content,
        "key": row.key,
    }


def _may_decide(actor: Actor, own: set[UUID], row: Regrade, approvals: Sequence[RegradeApproval]) -> bool:
    others = not own & {row.by_account_id, *(one.by_account_id for one in approvals)}
    return row.state == "proposed" and others and actor.may("regrade.approve")


def named_shape(foreseen: dict[str, Any]) -> dict[str, Any]:
    """What was foreseen, as it is kept, with the names of those who pass or fail anew. One query."""
    people = people_by_id([UUID(flip["person_id"]) for flip in foreseen["flips"]])
    flips = [
        {
            "person": {
                "id": flip["person_id"],
                "name": people[UUID(flip["person_id"])].name if UUID(flip["person_id"]) in people else "",
            },
            "attempt_id": flip["attempt_id"],
            **{
                when: dict(zip(("points_x100", "worth_x100", "passed"), flip[when], strict=True))
                for when in ("before", "after")
            },
        }
        for flip in foreseen["flips"]
    ]
    return {**foreseen, "flips": flips}
