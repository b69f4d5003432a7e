"""年度轮训合格证."""

from dataclasses import dataclass
from datetime import date

from reports.documents.rules.parts import Authority, Photo, Verification


@dataclass(frozen=True, slots=True)
class TrainingCertificate:
    """年度轮训合格证: about a person; it says itself what it does not replace."""

    authority: Authority
    number: str
    name: str
    identity_masked: str
    place: str  # unit or agency
    audience: str
    course: str
    year: int
    hours: str
    result: str  # points and pass mark, or that no exam was asked for
    completed_on: date
    valid_to: date
    sentence: str
    decided_on: date
    verification: Verification
    photos: tuple[Photo, ...] = ()
    draft: bool = False
