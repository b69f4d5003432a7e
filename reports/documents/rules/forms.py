"""Papers of three looks, whose content is blocks: 公安行政法律文书, GB/T 9704 公文, and certificates of honour."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.documents.rules.blocks import Block
from reports.documents.rules.kinds import DocumentKind
from reports.documents.rules.parts import Authority, HandSignature, Photo, Verification


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A law-enforcement paper (公安行政法律文书): authority, title, number, blocks, seal, copies.

    `sealed` papers bear the agency's seal over name and date; others (笔录, 审批表) only their signatures.
    """

    kind: DocumentKind
    authority: Authority
    number: str
    title: str
    blocks: tuple[Block, ...]
    decided_on: date
    verification: Verification
    addressee: str = ""
    copies: str = ""  # 一式几份, who has them
    sealed: bool = True
    signatures: tuple[HandSignature, ...] = ()  # handwriting on glass, printed after the blocks
    photos: tuple[Photo, ...] = ()
    seam_seal: bool = False  # 骑缝章 over the edges of several pages
    draft: bool = False


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A red-head paper (公文). Source: GB/T 9704-2012; JN-end-b (抄送, 印发)."""

    kind: DocumentKind
    authority: Authority  # the mark (发文机关标志) is its name and 文件
    number: str
    title: str
    addressees: tuple[str, ...]  # 主送
    blocks: tuple[Block, ...]
    decided_on: date
    verification: Verification
    annexes: tuple[str, ...] = ()  # 附件: titles
    copied_to: tuple[str, ...] = ()  # 抄送
    printed_by: str = ""  # 印发机关
    printed_on: date | None = None  # 印发日期
    contact: str = ""  # 联系单位 and telephone, under the text
    photos: tuple[Photo, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class HonourCertificate:
    """A certificate of honour or a rating (荣誉证书, 平安单位证书), landscape, with the seal and a code to check it by."""

    kind: DocumentKind
    authority: Authority
    number: str
    title: str  # 荣誉证书
    recipient: str
    text: str  # what for, in one or two sentences
    decided_on: date
    verification: Verification
    grade: str = ""
    valid_to: date | None = None
    photos: tuple[Photo, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Annexed:
    """One paper of a file: where it comes from and its bytes, which are attached unchanged."""

    title: str
    number: str
    dated_on: date | None
    sha256: str
    content: bytes
    media: Literal["application/pdf", "image/jpeg", "image/png"] = "application/pdf"


@dataclass(frozen=True, slots=True)
class FileOfPapers:
    """A file (案卷, 一单位一档): a cover, an index with hashes, the blocks, and every paper attached as it was signed."""

    kind: DocumentKind
    authority: Authority
    number: str
    title: str
    subject: str  # whose file
    blocks: tuple[Block, ...]
    papers: tuple[Annexed, ...]
    decided_on: date
    verification: Verification
    photos: tuple[Photo, ...] = ()
    draft: bool = False


StructuredFacts = LegalForm | OfficialDocument | HonourCertificate | FileOfPapers
