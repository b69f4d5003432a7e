"""责令限期整改治安隐患通知书."""

from dataclasses import dataclass
from datetime import date

from reports.documents.rules.parts import (
    Authority,
    Hazard,
    InspectedUnit,
    Officer,
    Photo,
    Verification,
)


@dataclass(frozen=True, slots=True)
class OrderTexts:
    """The order's sentences of law and form, chosen by the day and the kind of unit and filled in."""

    finding: str  # leads to the hazards
    ruling: str  # what was violated, the basis (by reference for organs and groups), the deadline
    interim_measures: str
    duties: tuple[str, ...]  # report, extension, re-check, consequences, remedies
    copies: str


@dataclass(frozen=True, slots=True)
class RectificationOrder:
    """责令限期整改治安隐患通知书."""

    authority: Authority
    number: str
    unit: InspectedUnit
    inspection_number: str  # of the record the order rests on
    officers: tuple[Officer, ...]
    hazards: tuple[Hazard, ...]
    photos: tuple[Photo, ...]
    texts: OrderTexts
    decided_on: date
    verification: Verification
    draft: bool = False
