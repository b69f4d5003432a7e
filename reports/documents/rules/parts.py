"""The parts that facts are made of: who, where, photos and signatures."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID


class PhotoSource(StrEnum):
    LIVE = "live"  # 现场拍摄
    FILE = "file"  # 选自相册


class HazardGrade(StrEnum):
    GENERAL = "general"  # 一般
    MAJOR = "major"  # 重大


class Standing(StrEnum):
    """How an answer stands, for the mark in the margin."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    NOT_APPLICABLE = "na"
    VALUE = "value"  # a number or text that is neither right nor wrong
    UNANSWERED = "unanswered"


#: 承办人, 审核人, 审批人, and the agency that seals.
SignerRole = Literal["officer", "reviewer", "leader", "authority"]


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority in whose name a document is issued."""

    name: str  # in full, as it signs
    short_name: str  # for the number, 历公


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a document digitally; the certificate is made at first need."""

    role: SignerRole
    holder_id: UUID  # of a person or an agency
    name: str


@dataclass(frozen=True, slots=True)
class Officer:
    name: str
    certificate_no: str
    post: str = ""  # unit and post


@dataclass(frozen=True, slots=True)
class InspectedUnit:
    name: str
    uscc: str
    address: str
    site: str = ""  # the site inspected, when the unit has several
    responsible_person: str = ""
    by_reference: bool = False  # organs and groups: the regulation is applied 参照, and the texts were chosen so


@dataclass(frozen=True, slots=True)
class Companion:
    """The unit's person who went along."""

    name: str
    post: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a phone said it was: a claim, WGS-84."""

    latitude: float
    longitude: float
    accuracy_metres: float | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as evidence: `sha256` is that of the original bytes, `image` a re-encoded JPEG or PNG for print."""

    number: int  # 图1, 图2 … within the document
    sha256: str
    image: bytes
    source: PhotoSource
    taken_at: datetime
    caption: str = ""
    position: Position | None = None
    signature_valid: bool | None = None  # of the phone's signature over hash, time and position


@dataclass(frozen=True, slots=True)
class HandSignature:
    """Handwriting on glass; `image` is a PNG with a transparent or white ground."""

    name: str
    image: bytes | None
    signed_at: datetime | None
    certificate_no: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The unit's person would not sign."""

    reason: str
    witness: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hazard:
    number: int
    title: str
    grade: HazardGrade
    note: str = ""
    bases: tuple[str, ...] = ()
    photo_numbers: tuple[int, ...] = ()
    item: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding of the server about the record, kept for a person to judge."""

    detail: str
    is_breach: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """How a reader checks the paper: a random token, never personal data."""

    document_id: UUID
    url: str
    token: str
