"""The facts that a document states, frozen before it is numbered and rendered.

A form prints these facts and nothing else. Texts of law come in with them: which clause was in force on the day is
decided by the caller's data, never by a template.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID


class DocumentKind(StrEnum):
    INSPECTION_RECORD = "inspection_record"  # 检查笔录
    RECTIFICATION_ORDER = "rectification_order"  # 责令限期整改治安隐患通知书


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


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority in whose name a document is issued."""

    name: str  # in full, as it signs
    short_name: str  # for the number, 历公


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a document digitally; the certificate is made at first need."""

    role: Literal["officer", "authority"]
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
class Answer:
    item: str  # SCH-01
    question: str
    standing: Standing
    answer: str  # 符合, 不符合, 不适用 or the value with its unit
    note: str = ""
    photo_numbers: tuple[int, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    answers: tuple[Answer, ...]
    reason_left_out: str = ""  # why a whole group was not looked at


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


@dataclass(frozen=True, slots=True)
class RecordTexts:
    """The record's sentences of law and form, chosen by the day and filled in."""

    purpose: str  # 事由和目的
    certificates: str  # that certificates were shown
    rights: str  # what the unit was told
    hazards_lead: str
    closing: str  # read and found right, or who refused to sign and why
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderTexts:
    """The order's sentences of law and form, chosen by the day and the kind of unit and filled in."""

    finding: str  # leads to the hazards
    ruling: str  # what was violated, the basis (by reference for organs and groups), the deadline
    interim_measures: str
    duties: tuple[str, ...]  # report, extension, re-check, consequences, remedies
    copies: str


@dataclass(frozen=True, slots=True)
class InspectionRecord:
    """检查笔录."""

    authority: Authority
    number: str
    unit: InspectedUnit
    kind: str  # 定期检查 …, the word to print
    template_title: str
    methods: tuple[str, ...]  # 询问 查阅 调取 实地查看
    started_at: datetime
    ended_at: datetime
    place: str
    officers: tuple[Officer, ...]
    recorder: str
    sections: tuple[Section, ...]
    hazards: tuple[Hazard, ...]
    photos: tuple[Photo, ...]
    officer_signatures: tuple[HandSignature, ...]
    texts: RecordTexts
    record_sha256: str
    verification: Verification
    companion: Companion | None = None
    witness: str = ""
    opinion: str = ""
    score: str = ""
    position: Position | None = None
    unit_signature: HandSignature | None = None
    refusal: Refusal | None = None
    flags: tuple[Flag, ...] = ()
    draft: bool = False


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


DocumentFacts = InspectionRecord | RectificationOrder


def kind_of(facts: DocumentFacts) -> DocumentKind:
    return DocumentKind.INSPECTION_RECORD if isinstance(facts, InspectionRecord) else DocumentKind.RECTIFICATION_ORDER
