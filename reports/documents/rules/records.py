"""检查笔录: what an inspection found."""

from dataclasses import dataclass
from datetime import datetime

from reports.documents.rules.parts import (
    Authority,
    Companion,
    Flag,
    HandSignature,
    Hazard,
    InspectedUnit,
    Officer,
    Photo,
    Position,
    Refusal,
    Standing,
    Verification,
)


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
class RecordTexts:
    """The record's sentences of law and form, chosen by the day and filled in."""

    purpose: str  # 事由和目的
    certificates: str  # that certificates were shown
    rights: str  # what the unit was told
    hazards_lead: str
    closing: str  # read and found right, or who refused to sign and why
    notes: tuple[str, ...] = ()


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
    result: str = ""  # of the whole sheet
    correction: str = ""  # which record this one corrects, and why
    parts: tuple[str, ...] = ()  # SHA-256 of the records that officers made each on a phone of his own, merged here
    position: Position | None = None
    unit_signature: HandSignature | None = None
    refusal: Refusal | None = None
    flags: tuple[Flag, ...] = ()
    draft: bool = False
