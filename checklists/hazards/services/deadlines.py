"""What time does to a hazard: it falls overdue, goes up a level, and people are reminded. Done by the daily watch.

Each hazard is an act of its own under its lock: the watch may be killed anywhere, run twice or late.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from checklists.hazards.models import Hazard, HazardReminder
from checklists.hazards.queries.terms import term_on
from checklists.hazards.queries.watch import superior, was_reminded
from checklists.hazards.rules.terms import (
    Escalation,
    Reminder,
    due_escalation,
    due_reminder,
    escalations_of,
    reminders_of,
)
from checklists.hazards.services.moves import Step, announce, lock_hazard, take_step
from checklists.hazards.services.telling import agency_of, tell
from checklists.hazards.services.terms import recheck_day
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_by_id


def mark_overdue(actor: Actor, hazard_id: UUID) -> None:
    """Stamp the first day after the deadline on a hazard that is not put right; nothing if it moved on meanwhile."""
    with database.atomic():
        hazard = lock_hazard(hazard_id)
        deadline_on = hazard.deadline_on
        if hazard.state != "ordered" or hazard.overdue_on or deadline_on is None or deadline_on >= clock.today():
            return
        overdue_on = deadline_on + timedelta(days=1)
        columns = {"overdue_on": overdue_on, "recheck_due_on": recheck_day(deadline_on)}
        details = {"deadline_on": deadline_on.isoformat(), "overdue_on": overdue_on.isoformat()}
        announce([take_step(actor, hazard, Step("overdue", "", details, columns))])
        key = f"overdue:{hazard.id}:{deadline_on}"
        for reader, agency_id in (("unit", None), ("agency", agency_of(hazard))):
            text = "整改期限{deadline}已过，尚未报告整改：{unit}，{title}"
            tell(hazard, "overdue", f"{key}:{reader}", text, due_on=deadline_on, agency_id=agency_id)
        record_event(actor, "hazard.overdue", subject=hazard, about_unit_id=hazard.unit_id, details=details)


def escalate_hazard(actor: Actor, hazard_id: UUID) -> None:
    """Tell the agency above of an overdue hazard, once for each level; the highest level due if several are."""
    with database.atomic():
        hazard = lock_hazard(hazard_id)
        line = _escalation_due(hazard)
        if line is None or hazard.deadline_on is None or not _note(hazard, _escalation_key(hazard, line)):
            return
        own = agency_by_id(agency_of(hazard))
        above = superior(own, line.levels)
        detail = above.name if above.id != own.id else f"{own.name}（已无上级）"
        details = {"agency_id": str(above.id), "levels": line.levels, "deadline_on": hazard.deadline_on.isoformat()}
        announce([take_step(actor, hazard, Step("escalated", detail, details))])
        text = f"{own.name}责令整改的隐患逾期未整改（期限" + "{deadline}）：{unit}，{title}"
        tell(hazard, "escalated", _escalation_key(hazard, line), text, agency_id=above.id)
        record_event(actor, "hazard.escalated", subject=hazard, about_unit_id=hazard.unit_id, details=details)


def _escalation_due(hazard: Hazard) -> Escalation | None:
    if hazard.state != "ordered" or hazard.overdue_on is None or hazard.deadline_on is None:
        return None
    line = due_escalation(escalations_of(term_on("escalations")), hazard.deadline_on, clock.today())
    return None if line is None or was_reminded([_escalation_key(hazard, line)]) else line


def _escalation_key(hazard: Hazard, line: Escalation) -> str:
    return f"escalated:{hazard.id}:{hazard.deadline_on}:{line.levels}"


def remind_of(actor: Actor, hazard_id: UUID) -> None:
    """Send the reminders about a hazard's days whose time has come and that did not go out yet."""
    with database.atomic():
        hazard = lock_hazard(hazard_id)
        sent = [(key, line) for key, line in reminders_due(hazard) if _note(hazard, key)]
        if not sent:
            return
        own = agency_by_id(agency_of(hazard))
        for key, line in sent:
            _send(hazard, own, key, line)
        details = {"reminders": [f"{line.about}:{line.days}" for _, line in sent]}
        record_event(actor, "hazard.reminded", subject=hazard, about_unit_id=hazard.unit_id, details=details)


def reminders_due(hazard: Hazard, reminders: list[Reminder] | None = None) -> list[tuple[str, Reminder]]:
    """What should go out today about a hazard, whether or not it did, each with its key."""
    lines = reminders_of(term_on("reminders")) if reminders is None else reminders
    today, set_on = clock.today(), hazard.deadline_set_on or hazard.found_on
    days = {
        "deadline": hazard.deadline_on if hazard.state == "ordered" else None,
        "extension": hazard.deadline_on if hazard.state == "ordered" and hazard.extension_asked_on else None,
        "recheck": hazard.recheck_due_on if hazard.state == "rectified" or hazard.overdue_on else None,
    }
    return [
        (f"reminder:{hazard.id}:{about}:{day}:{line.days}", line)
        for about, day in days.items()
        if day and (line := due_reminder(lines, about, day, set_on, today))
    ]


def _send(hazard: Hazard, own: Agency, key: str, line: Reminder) -> None:
    readers = {"unit": None, "agency": own.id, "superior": superior(own, 1).id}
    for reader in line.to:
        if reader == "superior" and readers["superior"] == own.id and "agency" in line.to:
            continue
        day = hazard.recheck_due_on if line.about == "recheck" else hazard.deadline_on
        tell(hazard, f"reminder_{line.about}", f"{key}:{reader}", line.text, due_on=day, agency_id=readers[reader])


def _note(hazard: Hazard, key: str) -> bool:
    """Note a reminder as sent; False if it was. The hazard is locked, so nobody notes it at the same time."""
    if was_reminded([key]):
        return False
    insert_rows([HazardReminder(id=new_id(), hazard_id=hazard.id, key=key, at=clock.now())])
    return True
