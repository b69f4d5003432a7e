"""Acts on recusals and leaves: declare, end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from checklists.exclusions.errors import ExclusionEnded, NotAnOfficer, SpanImpossible
from checklists.exclusions.models import Exclusion, ExclusionEnd
from checklists.exclusions.queries import exclusion_within_reach
from checklists.exclusions.rules import ExclusionDraft, check_draft
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.people.queries import person_within_reach
from server.units.registry.queries.reach import unit_within_reach


def declare_exclusion(actor: Actor, draft: ExclusionDraft) -> Exclusion:
    """Say that an officer is not to be sent; oneself, or by a superior. Sent twice it is declared once.

    Raises Forbidden (somebody else's without exclusion.manage), NotFound (person or unit out of reach), NotAnOfficer,
    Invalid, SpanImpossible, ResubmissionConflict.
    """
    if draft.person_id != actor.person_id:
        actor.check("exclusion.manage")
    content = {**vars(draft), "by_account_id": actor.account_id}
    content.pop("id")
    if earlier := find_resubmitted(Exclusion, draft.id, **content):
        return earlier
    check_draft(draft)
    person = person_within_reach(actor, draft.person_id)
    if person.agency_id is None:
        raise NotAnOfficer(fields=[FieldProblem("person_id", NotAnOfficer.title, NotAnOfficer.code)])
    if draft.unit_id is not None:
        unit_within_reach(actor, draft.unit_id)

    def create() -> Exclusion:
        row = Exclusion.create(id=draft.id, by_name=actor.name, at=clock.now(), **content)
        record_event(
            actor, "exclusion.declared", subject=row, about_unit_id=draft.unit_id, details={"kind": draft.kind}
        )
        return row

    return once(create, lambda: find_resubmitted(Exclusion, draft.id, **content))[0]


def end_exclusion(actor: Actor, id: UUID, last_on: date, reason: str) -> Exclusion:
    """End one early; its last day may be today or later, and not before it began.

    Sent twice it is ended once. Raises NotFound, Forbidden, SpanImpossible, ExclusionEnded (otherwise ended before).
    """
    row = exclusion_within_reach(actor, id)
    # Who declared it may end it; a superior's word is not undone by the officer.
    if row.by_account_id != actor.account_id and not actor.may("exclusion.manage"):
        raise Forbidden(permission="exclusion.manage")
    if last_on < row.from_on or (row.to_on is not None and last_on > row.to_on):
        raise SpanImpossible(fields=[FieldProblem("last_on", SpanImpossible.title, SpanImpossible.code)])
    with database.atomic():
        lock_row(Exclusion.select(Exclusion.id).where(Exclusion.id == id))
        earlier = ExclusionEnd.get_or_none(ExclusionEnd.exclusion_id == id)
        if earlier is None:
            ExclusionEnd.create(
                id=new_id(),
                exclusion_id=id,
                last_on=last_on,
                reason=reason,
                by_account_id=actor.account_id,
                at=clock.now(),
            )
            record_event(actor, "exclusion.ended", subject=row, about_unit_id=row.unit_id)
        elif (earlier.last_on, earlier.reason, earlier.by_account_id) != (last_on, reason, actor.account_id):
            raise ExclusionEnded()
    return exclusion_within_reach(actor, id)
