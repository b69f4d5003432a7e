"""The papers of a hazard's later life: extensions, re-checks, hand-overs, the unit's own report."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from reports.documents.rules.parts import (
    Authority,
    HazardGrade,
    InspectedUnit,
    Officer,
    Photo,
    Verification,
)


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """The place before and after; either may be missing."""

    before: Photo | None
    after: Photo | None


@dataclass(frozen=True, slots=True)
class Rectified:
    """A hazard with what the unit did about it."""

    number: int
    title: str
    grade: HazardGrade
    found_on: date
    measure: str = ""
    done_on: date | None = None
    responsible: str = ""
    result: str = ""  # 复查合格 …, the words to print
    note: str = ""
    next_step: str = ""
    pairs: tuple[PhotoPair, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionReply:
    """同意（不同意）延期整改通知书."""

    authority: Authority
    number: str
    unit: InspectedUnit
    granted: bool
    paragraphs: tuple[str, ...]
    hazards: tuple[str, ...]
    officer: Officer
    order_number: str
    decided_on: date
    verification: Verification
    copies: str = ""
    photos: tuple[Photo, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class RecheckOpinion:
    """复查意见书: each hazard with its finding, photos before and after side by side."""

    authority: Authority
    number: str
    unit: InspectedUnit
    officers: tuple[Officer, ...]
    order_numbers: tuple[str, ...]
    lead: str
    hazards: tuple[Rectified, ...]
    conclusion: tuple[str, ...]
    checked_at: datetime
    decided_on: date
    verification: Verification
    copies: str = ""
    draft: bool = False

    @property
    def photos(self) -> tuple[Photo, ...]:
        return photos_of(self.hazards)


@dataclass(frozen=True, slots=True)
class TransferLetter:
    """移送函: a hazard of work safety goes to the department that answers for it."""

    authority: Authority
    number: str
    addressee: str
    reference: str
    unit: InspectedUnit
    paragraphs: tuple[str, ...]
    decided_on: date
    verification: Verification
    photos: tuple[Photo, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class RectificationReport:
    """整改报告: the unit's own word, neither numbered nor signed by an authority, and it says so."""

    id: UUID
    unit: InspectedUnit
    hazards: tuple[Rectified, ...]
    made_at: datetime
    made_by: str

    @property
    def photos(self) -> tuple[Photo, ...]:
        return photos_of(self.hazards)


def photos_of(hazards: tuple[Rectified, ...]) -> tuple[Photo, ...]:
    """Every photo of the pairs, each once."""
    both = (photo for hazard in hazards for pair in hazard.pairs for photo in (pair.before, pair.after) if photo)
    return tuple({photo.number: photo for photo in both}.values())
