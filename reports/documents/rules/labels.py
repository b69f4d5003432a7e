"""Labels to stick on things."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label; the address is drawn as a QR code."""

    unit: str
    kind: str
    number: str
    name: str
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Labels on A4, 24 a page; no document of the register."""

    id: UUID
    title: str
    labels: tuple[Label, ...]
