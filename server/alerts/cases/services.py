"""Acts on cases."""

from __future__ import annotations

from server.alerts.cases.models import SecurityCase
from server.alerts.cases.rules import CaseDraft, check_moment
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.registry.queries.reach import unit_within_reach


def record_case(actor: Actor, draft: CaseDraft) -> SecurityCase:
    """Record a case of a unit within reach. Sent twice it is one.

    Raises NotFound, CaseInTheFuture, ResubmissionConflict.  Source: LN-aims-3a.
    """
    unit_within_reach(actor, draft.unit_id)
    if earlier := find_resubmitted(SecurityCase, **vars(draft)):
        return earlier
    check_moment(draft.happened_at, clock.now())

    def create() -> SecurityCase:
        row = SecurityCase.create(
            **vars(draft), by_account_id=actor.account_id, by_name=actor.name, recorded_at=clock.now()
        )
        record_event(actor, "case.recorded", subject=row, about_unit_id=draft.unit_id, details={"kind": draft.kind})
        return row

    return once(create, lambda: find_resubmitted(SecurityCase, **vars(draft)))[0]
