"""Who is told of what happens to a hazard; parts of the acts that tell."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from checklists.hazards.models import Hazard
from server.alerts.notices.services import notify
from server.units.registry.queries.lookups import unit_by_id

MOST_OF_TITLE = 60  # characters; a notice is one or two lines on a phone


def tell(
    hazard: Hazard, kind: str, key: str, text: str, *, due_on: date | None = None, agency_id: UUID | None = None
) -> None:
    """Tell an agency, or the unit itself. ``text`` may name {unit}, {title} and {deadline}."""
    said = text.format(unit=unit_by_id(hazard.unit_id).name, title=_short(hazard.title), deadline=hazard.deadline_on)
    notify(
        kind=f"hazard.{kind}",
        key=key,
        text=said,
        subject_type="hazard",
        subject_id=hazard.id,
        unit_id=hazard.unit_id,
        agency_id=agency_id,
        due_on=due_on,
    )


def tell_unit(hazard: Hazard, kind: str, key: str, text: str, due_on: date | None) -> None:
    tell(hazard, kind, key, text, due_on=due_on)


def tell_agency(hazard: Hazard, kind: str, key: str, text: str, due_on: date | None) -> None:
    tell(hazard, kind, key, text, due_on=due_on, agency_id=agency_of(hazard))


def agency_of(hazard: Hazard) -> UUID:
    """Who answers for a hazard on the side of the authorities: who ordered, else who manages the unit."""
    return hazard.agency_id or unit_by_id(hazard.unit_id).managed_by_id


def _short(title: str) -> str:
    return title if len(title) <= MOST_OF_TITLE else title[: MOST_OF_TITLE - 1] + "…"
