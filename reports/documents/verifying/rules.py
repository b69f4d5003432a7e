"""Judge a file by what the register knows and what an examination of its bytes found."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Verdict(StrEnum):
    VALID = "valid"
    ALTERED = "altered"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class Change(StrEnum):
    """What was changed in a file after a signature was made."""

    NONE = "none"
    EVIDENCE = "evidence"  # validation data and archive stamps: harmless
    SIGNATURES = "signatures"  # the fields made for the others were filled: harmless
    ANNOTATIONS = "annotations"
    CONTENT = "content"


class Fault(StrEnum):
    """Why a file could not be examined."""

    NOT_PDF = "not_pdf"
    UNREADABLE = "unreadable"
    TOO_COSTLY = "too_costly"


_HARMLESS = frozenset({Change.NONE, Change.EVIDENCE, Change.SIGNATURES})


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature as found in a file."""

    field: str
    name: str
    is_stamp: bool
    intact: bool  # the signed bytes are the signed bytes
    trusted: bool  # by one of ours, valid when it was made
    whole_file: bool
    change: Change
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    signatures: tuple[FoundSignature, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register knows of a document."""

    document_id: UUID
    number: str
    sha256: str
    signature_count: int  # of people and authorities, without the archive stamp
    revoked_at: datetime | None = None
    revocation_reason: str = ""
    revoked_by: str | None = None  # the number of the decision that revokes it
    superseded_by: str | None = None  # the number of what replaces it


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    reasons: tuple[str, ...]


def judge(sha256: str, registered: Registered | None, examination: Examination | None = None) -> Judgement:
    """Decide on a file by its hash, the register's entry that it has or claims, and its examination if one was made.

    The register comes first: every viewer calls a file cut back to an earlier signature valid, only the register knows
    that a later one was there.
    """
    if registered is None:
        return Judgement(Verdict.UNKNOWN, _unknown(examination))
    if sha256 == registered.sha256:
        return _judge_genuine(registered)
    reasons = ["文件的数字指纹与登记册中该文书的指纹不一致"]
    if examination is not None:
        reasons += _traces(registered, examination)
    return Judgement(Verdict.ALTERED, tuple(reasons))


def _judge_genuine(registered: Registered) -> Judgement:
    same = "文件的数字指纹与登记册一致，内容自签发后没有改动"
    if registered.revoked_at is not None:
        reason = f"：{registered.revocation_reason}" if registered.revocation_reason else ""
        decision = f"，撤销决定为{registered.revoked_by}" if registered.revoked_by else ""
        return Judgement(Verdict.REVOKED, (same, f"该文书已被撤销{decision}{reason}"))
    if registered.superseded_by:
        return Judgement(Verdict.SUPERSEDED, (same, f"该文书已被{registered.superseded_by}替代，请以替代文书为准"))
    return Judgement(Verdict.VALID, (same,))


def _unknown(examination: Examination | None) -> tuple[str, ...]:
    absent = "登记册中没有这份文件"
    if examination is None:
        return (absent,)
    if examination.fault is not None:
        return (absent, _FAULTS[examination.fault])
    if any(signature.intact and signature.trusted for signature in examination.signatures):
        return (absent, "文件带有本系统签发的签名，但没有登记，请联系签发机关核实")
    if examination.signatures:
        return (absent, "文件中的签名不是本系统签发的")
    return (absent, "文件中没有数字签名")


_FAULTS = {
    Fault.NOT_PDF: "文件不是 PDF",
    Fault.UNREADABLE: "文件结构已损坏，无法读出签名",
    Fault.TOO_COSTLY: "文件结构异常复杂，已停止分析",
}


def _traces(registered: Registered, examination: Examination) -> list[str]:
    if examination.fault is not None:
        return [_FAULTS[examination.fault]]
    reasons = []
    signers = [signature for signature in examination.signatures if not signature.is_stamp]
    for signature in examination.signatures:
        who = "归档时间戳" if signature.is_stamp else f"“{signature.name}”的签名"
        if not signature.intact:
            reasons.append(f"{who}所覆盖的内容被改动")
        elif not signature.trusted:
            reasons.append(f"{who}不是本系统签发的")
        elif signature.change not in _HARMLESS:
            what = "添加了批注" if signature.change is Change.ANNOTATIONS else "改动了页面内容"
            reasons.append(f"{who}之后又有人{what}（签名本身仍可通过阅读软件的检查）")
    if len(signers) < registered.signature_count:
        reasons.append(f"文件被截断到较早的版本：登记有{registered.signature_count}个签名，文件中只有{len(signers)}个")
    elif examination.signatures and not any(s.is_stamp for s in examination.signatures):
        reasons.append("文件被截断到较早的版本：缺少归档时间戳")
    elif examination.signatures and not any(s.whole_file for s in examination.signatures):
        reasons.append("文件在最后一个签名之后又被追加了内容")
    return list(dict.fromkeys(reasons))


_ID_MARK = re.compile(rb"<xmpMM:DocumentID>urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})</xmpMM:DocumentID>")


def claimed_document_id(content: bytes) -> UUID | None:
    """The id of the document that a file says it is, found even in a damaged file; the first one counts."""
    match = _ID_MARK.search(content)
    return UUID(match.group(1).decode()) if match else None
