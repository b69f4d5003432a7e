"""Who answers for a unit, first and jointly, as a decision lists them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from server.core import clock
from server.units.people.models import Person
from server.units.registry.models import Responsibility
from server.units.registry.rules import Role

WORDS = {Role.FIRST_RESPONSIBLE.value: "第一责任人", Role.JOINTLY_RESPONSIBLE.value: "共同责任人"}


def responsible_persons(unit_id: UUID) -> list[dict[str, Any]]:
    """First and joint responsible persons of the unit as a whole, today, the first one first; one query.

    Source: JN-2.2.1a, JN-2.2.1b.
    """
    today = clock.today()
    rows = (
        Responsibility.select(Responsibility, Person)
        .join(Person)
        .where(
            (Responsibility.unit == unit_id)
            & Responsibility.site.is_null()
            & (Responsibility.from_on <= today)
            & (Responsibility.to_on.is_null() | (Responsibility.to_on >= today))
        )
        .order_by(Responsibility.role, Responsibility.from_on, Responsibility.id)
    )
    return [
        {"person_id": row.person_id, "name": row.person.name, "post": row.person.post, "role": row.role} for row in rows
    ]
