"""People who are trained: entered through the services, with identity numbers of nobody."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from courses.trainees.models import Trainee
from courses.trainees.rules import Audience, NewPerson, TraineeDraft, check_digit
from courses.trainees.services import enter_trainee
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor

_numbers = count(1)
SINCE = date(2026, 1, 1)


def identity_number(serial: int | None = None) -> str:
    """A well-formed number of an area that does not exist (379999)."""
    seventeen = f"37999919800101{(serial or next(_numbers)) % 1000:03d}"
    return seventeen + check_digit(seventeen)


def person_body(unit_id: UUID, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "name": "试训人",
        "post": "门卫",
        "phone": f"1391{next(_numbers):07d}",
        "unit_id": str(unit_id),
        **changes,
    }


def trainee_body(unit_id: UUID, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "audience": "guard",
        "from_on": SINCE.isoformat(),
        "person": person_body(unit_id),
        **changes,
    }


def trainee(
    unit_id: UUID, *, audience: Audience = Audience.GUARD, actor: Actor = SYSTEM, name: str = "试训人", **changes: Any
) -> Trainee:
    """Somebody new of a unit, trained since the beginning of the year unless said otherwise."""
    person = NewPerson(new_id(), name, "门卫", f"1392{next(_numbers):07d}", unit_id)
    given = {"id": new_id(), "audience": audience, "from_on": SINCE, "person": person, **changes}
    return enter_trainee(actor, TraineeDraft(**given))


def trained(person_id: UUID, audience: Audience, **changes: Any) -> Trainee:
    """Somebody of the world put under an audience."""
    given = {"id": new_id(), "audience": audience, "from_on": SINCE, "person_id": person_id, **changes}
    return enter_trainee(SYSTEM, TraineeDraft(**given))
