"""Whether two cases are about the same respondent: a unit under whatever name, a person by identity number."""

from __future__ import annotations

from dataclasses import dataclass

from reports.penalties.models import PenaltyCase
from reports.penalties.rules.filing import PURPOSE
from server.core.sealing import unseal


@dataclass(frozen=True)
class Named:
    """A respondent as a case knows it."""

    kind: str  # unit, person
    name: str
    identity_sealed: str | None


def named_in(case: PenaltyCase) -> Named:
    """Of a case that was filed."""
    return Named(case.respondent_kind, case.respondent_name, case.identity_sealed)


def is_same(one: Named, other: Named) -> bool:
    """Within one unit. Where both numbers are known they tell, whatever the names; else the names must.

    Two of one name with a number missing are taken for one: nobody is fined twice for want of a number.
    Source: 行政处罚法 art. 29.
    """
    if one.kind != other.kind:
        return False
    if one.kind == "unit":
        return True
    if one.identity_sealed and other.identity_sealed:
        return unseal(one.identity_sealed, PURPOSE) == unseal(other.identity_sealed, PURPOSE)
    return one.name == other.name
