"""What a warning is, and what a rule of warnings says. Source: JN-2.3.4e."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from server.alerts.warnings.errors import WarningParametersWrong
from server.core.clock import to_text
from server.core.errors import FieldProblem

LEVELS = ("red", "orange", "yellow", "blue")  # the gravest first
STATES = ("open", "answered", "ended")
ADDRESSEES = ("unit", "station", "bureau")
MOST_BASIS = 200
MOST_PARAMETER = 10_000


@dataclass(frozen=True)
class BasisRow:
    """One fact the warning rests on: what it is, when it was so, and how it reads."""

    type: str
    id: UUID
    at: datetime
    text: str

    def as_row(self) -> dict[str, str]:
        return {"type": self.type, "id": str(self.id), "at": to_text(self.at), "text": self.text}


@dataclass(frozen=True)
class WarningDraft:
    """A warning as a rule words it. ``subject`` is what it is about: a place, a camera, a unit."""

    type: str
    level: str
    unit_id: UUID
    text: str
    basis: tuple[BasisRow, ...]
    subject_type: str
    subject_id: UUID
    rule_id: UUID | None = None
    addressees: tuple[str, ...] = ADDRESSEES


@dataclass(frozen=True)
class WarningRuleDraft:
    """How a rule of a code reads from a day on."""

    id: UUID
    code: str
    from_on: date
    title: str
    level: str
    parameters: Mapping[str, int]
    addressees: Sequence[str]
    bases: Sequence[str]
    is_active: bool


def check_parameters(given: Mapping[str, Any], known: Mapping[str, int]) -> None:
    """Raises WarningParametersWrong."""
    if set(given) != set(known) or not all(_is_sound(value) for value in given.values()):
        raise WarningParametersWrong(
            fields=[FieldProblem("parameters", WarningParametersWrong.title, WarningParametersWrong.code)]
        )


def _is_sound(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_PARAMETER
