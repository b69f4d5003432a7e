"""What a look at a facility changes: how it stands, and its tasks."""

from __future__ import annotations

from datetime import datetime, timedelta

from device_checks.registers.models import Facility
from device_checks.upkeep.queries.terms import term_on
from device_checks.upkeep.rules import TaskDraft
from device_checks.upkeep.services.tasks import close_by_good_check, open_task
from server.core import clock
from server.core.permissions import Actor


def settle(actor: Actor, facility: Facility, condition: str, looked_at: datetime, reason: str, origin: str) -> None:
    """Take a look into account, inside the act's transaction: set the condition, open a repair or end what is done.

    A look that is older than the last one known changes nothing: it came late from a phone without signal. Tasks of
    a machine's fault end by the machine's own good check, not here. Source: JN-2.2.2d, LN-7.
    """
    moment = min(looked_at, clock.now())
    newer = Facility.checked_at.is_null() | (Facility.checked_at <= moment)  # type: ignore[union-attr, operator]
    changed = (
        Facility.update(condition=condition, checked_at=moment, changed_at=clock.now(), version=Facility.version + 1)
        .where((Facility.id == facility.id) & newer)
        .execute()
    )
    if not changed:
        return
    close_by_good_check(actor, facility.id, "check", None, "已查看" if condition == "normal" else "已查看，转维修")
    if condition == "normal":
        close_by_good_check(actor, facility.id, "repair", None, "复查正常")
        return
    days = timedelta(days=term_on("task_days")["repair"])
    open_task(actor, TaskDraft(facility.id, "repair", reason, clock.today() + days, origin))
