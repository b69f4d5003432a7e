"""Ways of serving a paper, what proves each, and from which day it counts. Pure.

Source: 行政处罚法 art. 61; 公安机关办理行政案件程序规定 art. 36.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from reports.deliveries.errors import DayImpossible, NoticeWithoutCause, OfficersTooFew, ProofMissing
from server.core.clock import beijing_day
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

Way = Literal["direct", "left", "entrusted", "post", "electronic", "public_notice"]
WAYS: tuple[Way, ...] = ("direct", "left", "entrusted", "post", "electronic", "public_notice")
WAY_WORDS = {
    "direct": "直接送达",
    "left": "留置送达",
    "entrusted": "委托送达",
    "post": "邮寄送达",
    "electronic": "电子送达",
    "public_notice": "公告送达",
}
CHANNEL_WORDS = {"platform": "守望平台", "sms": "手机短信", "email": "电子邮件", "fax": "传真"}
RECEIVER_WORDS = {
    "responsible_person": "负责人",
    "adult_family": "同住成年家属",
    "mail_room": "收发部门",
    "agent": "代理人",
    "person_concerned": "本人",
}
CHANNELS, RECEIVER_KINDS = tuple(CHANNEL_WORDS), tuple(RECEIVER_WORDS)
OFFICERS = 2

#: Kinds of paper that must reach who they are about. A notice of a penalty is received by an act of its case, and what
#: is decided on the spot is handed over there and then: neither waits here.
SERVED = frozenset(
    {
        "rectification_order", "extension_reply", "recheck_opinion", "hearing_notice",
        "penalty_decision", "no_penalty_decision", "payment_reply", "payment_demand",
        "penalty_annulment", "enforcement_end", "rating_decision", "honour_revocation",
    }
)  # fmt: skip


@dataclass(frozen=True)
class DeliveryDraft:
    """How a paper was served; what a way does not need stays empty."""

    id: UUID
    document_id: UUID
    way: Way
    at: datetime  # handed over, left, sent by wire, or received by post
    officer_ids: tuple[UUID, ...]
    place: str = ""
    receiver: str = ""
    receiver_kind: str = "responsible_person"
    refusal: str = ""  # why nobody signed (留置)
    witness: str = ""
    tracking_no: str = ""
    channel: str = ""
    address: str = ""
    notice_from_on: date | None = None
    cause: str = ""  # why other ways failed (公告), or why somebody else serves (委托)
    note: str = ""
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class PhoneProof:
    """What a phone's signatures and clock prove of a service recorded on the spot. What does not hold is kept and
    said, never refused: the record may be all there is."""

    device_id: UUID
    device_name: str
    device_active: bool
    record: dict[str, Any]  # word for word as it was signed
    record_hash: str
    signature: str
    signature_valid: bool
    photos_valid: dict[str, bool] = field(default_factory=dict)  # SHA-256 → signed at the shutter by this phone
    clock_offset_seconds: float | None = None  # claimed minus estimated time
    clock_token_valid: bool | None = None


@dataclass(frozen=True)
class ConsentDraft:
    """The receiver's signed word on electronic service."""

    id: UUID
    unit_id: UUID
    signed_by: str
    post: str
    channel: str
    address: str
    signed_on: date
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class Term:
    """A number of days with its basis; `working` says which days count."""

    code: str
    days: int
    working: bool
    basis_code: str
    article: str


#: Field → what to say when it is missing, by way.
_NEEDED: dict[Way, dict[str, str]] = {
    "direct": {"place": "请写明送达地点", "receiver": "请写明签收人", "files": "须附受送达人签收的送达回证照片"},
    "left": {
        "place": "请写明留置地点",
        "refusal": "留置送达须写明拒收情况",
        "files": "须附留置过程的照片或者录像截图",
    },
    "entrusted": {
        "receiver": "请写明签收人",
        "cause": "请写明受委托机关和委托原因",
        "files": "须附受委托机关的送达回证",
    },
    "post": {"tracking_no": "请填写挂号或者专递单号", "receiver": "请写明签收人", "files": "须附邮件回执照片"},
    "electronic": {"channel": "请选择送达渠道", "address": "请填写送达地址"},
    "public_notice": {"notice_from_on": "请填写公告日期", "files": "须附公告照片或者刊登版面"},
}
_BY_TWO = frozenset({"direct", "left"})


def check_draft(draft: DeliveryDraft, signed_at: datetime, now: datetime) -> None:
    """What of a service can be refused without looking further.

    Raises ProofMissing with the fields, OfficersTooFew, NoticeWithoutCause, DayImpossible.
    Source: 公安机关办理行政案件程序规定 art. 36.
    """
    problems = [
        FieldProblem(field, message, ProofMissing.code)
        for field, message in _NEEDED[draft.way].items()
        if not getattr(draft, field)
    ]
    if draft.way == "left" and not draft.witness and not any(file.purpose == "recording" for file in draft.files):
        problems.append(FieldProblem("witness", "留置送达须有见证人，或者附录像（用途 recording）", ProofMissing.code))
    if problems:
        raise ProofMissing(fields=problems)
    if draft.way in _BY_TWO and len(set(draft.officer_ids)) < OFFICERS:
        raise OfficersTooFew(fields=[FieldProblem("officer_ids", OfficersTooFew.title, OfficersTooFew.code)])
    if draft.way == "public_notice" and not draft.cause:
        raise NoticeWithoutCause(fields=[FieldProblem("cause", NoticeWithoutCause.title, NoticeWithoutCause.code)])
    _check_days(draft, signed_at, now)


def check_qualified(draft: DeliveryDraft, qualified: Collection[UUID]) -> None:
    """Raises OfficersTooFew for officers without a certificate valid on the day. Source: 行政处罚法 art. 42."""
    if set(draft.officer_ids) - set(qualified):
        raise OfficersTooFew(fields=[FieldProblem("officer_ids", OfficersTooFew.title, OfficersTooFew.code)])


def effective_on(draft: DeliveryDraft, notice: Term) -> date:
    """The Beijing day on which the paper counts as served; by public notice the day after its term has run."""
    if draft.way != "public_notice" or draft.notice_from_on is None:
        return beijing_day(draft.at)
    return draft.notice_from_on + timedelta(days=notice.days)


def _check_days(draft: DeliveryDraft, signed_at: datetime, now: datetime) -> None:
    # A paper handed over on the spot is signed by the job a moment after: only the day counts.
    if draft.at > now or beijing_day(draft.at) < beijing_day(signed_at):
        raise DayImpossible(fields=[FieldProblem("at", DayImpossible.title, DayImpossible.code)])
    notice = draft.notice_from_on
    if notice and not beijing_day(signed_at) <= notice <= beijing_day(now):
        raise DayImpossible(fields=[FieldProblem("notice_from_on", DayImpossible.title, DayImpossible.code)])
