"""What a list is made of, as a short text: as long as it is the same, so is the list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection, InspectionCompletion
from checklists.tasks.models import Task
from reports.exports.rules import SETTLED
from server.core import clock
from server.core.canonical import content_hash
from server.units.registry.models import Unit


def data_mark(subject: str) -> str | None:
    """The mark, or None while a change may still be on its way: then nothing made now is taken for the latest later.

    Index look-ups only. The day is part of it: what is overdue or in office changes at midnight.
    """
    if subject in {"facilities", "cameras"}:
        return None  # no index tells their latest change, and they are asked for seldom
    latest = [_latest(Unit.changed_at)]
    if subject in {"hazards", "figures"}:
        latest.append(_latest(Hazard.changed_at))
    if subject == "tasks":
        latest.append(_latest(Task.changed_at))
    if subject == "inspections":
        latest += [_latest(Inspection.received_at), _time_of(InspectionCompletion)]
    known = [moment for moment in latest if moment is not None]
    if known and clock.now() - max(known) < SETTLED:
        return None
    return content_hash([clock.today().isoformat(), subject, *(clock.to_text(one) if one else "" for one in latest)])


def _latest(field: Any) -> datetime | None:
    row = field.model.select(field).where(field.is_null(False)).order_by(field.desc()).limit(1).first()
    return getattr(row, field.name) if row else None


def _time_of(table: Any) -> datetime | None:
    """When the youngest row that we made was made: a UUIDv7 begins with its milliseconds."""
    row = table.select(table.id).order_by(table.id.desc()).limit(1).first()
    if row is None:
        return None
    epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return epoch + timedelta(milliseconds=row.id.int >> 80)
