"""What anybody may learn of a document: no more than its paper's head says."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from peewee import ModelSelect

from reports.documents.models import Document, DocumentFile, DocumentSignature, SigningKey
from reports.documents.queries.documents import documents, revoked_by, signatures_of, state_of, successor_of
from reports.documents.queries.own_keys import own_roots
from reports.documents.queries.register import leaf_positions, prove_leaf
from reports.documents.verifying.rules import (
    Examination,
    Judgement,
    Registered,
    Verdict,
    claimed_document_id,
    judge,
)
from reports.documents.verifying.sandbox import examine_apart

_TOKEN = re.compile(r"[0-9A-HJKMNP-TV-Z]{16}")
_NOT_YET = Judgement(Verdict.UNKNOWN, ("文书已经编号，正在制作，尚未签发",))


def verify_token(token: str) -> dict[str, Any]:
    """By the code on the paper: what the register knows; it says nothing of the file in the asker's hands."""
    document = _by_token(token)
    if document is None:
        return _answer(Judgement(Verdict.UNKNOWN, ("没有这个核验码的文书",)), None)
    registered = _registered(document)
    if registered is None:
        return _answer(_NOT_YET, document)
    judgement = judge(registered.sha256, registered)
    return _answer(Judgement(judgement.verdict, (_known_as(judgement.verdict), *judgement.reasons[1:])), document)


def verify_hash(sha256: str) -> dict[str, Any]:
    """By the SHA-256 of a file, taken in the asker's browser."""
    document = _first(documents().where(DocumentFile.sha256 == sha256))
    return _answer(judge(sha256, _registered(document)), document)


def verify_file(content: bytes) -> dict[str, Any]:
    """By the file itself, looked into when its hash isn't known. Up to 20 s, in a process of its own."""
    sha256 = hashlib.sha256(content).hexdigest()
    document = _first(documents().where(DocumentFile.sha256 == sha256))
    if document is not None:
        return _answer(judge(sha256, _registered(document)), document)
    claimed = claimed_document_id(content)
    document = _first(documents().where(Document.id == claimed)) if claimed else None
    return _answer(judge(sha256, _registered(document), _examined(content)), document)


def _examined(content: bytes) -> Examination:
    return examine_apart(content, trusted_roots())


def trusted_roots() -> list[bytes]:
    """Root certificates of this installation, DER, those replaced and those that agencies brought along included."""
    rows = SigningKey.select(SigningKey.certificate).where(SigningKey.role == "root")
    return [*(base64.b64decode(row.certificate) for row in rows), *own_roots()]


def _by_token(token: str) -> Document | None:
    """The code as people type it: dashes, spaces and small letters don't matter."""
    plain = re.sub(r"[\s-]", "", token).upper()
    if not _TOKEN.fullmatch(plain):
        return None
    return _first(documents().where(Document.token == plain))


def _registered(document: Document | None) -> Registered | None:
    file = getattr(document, "file", None)
    if document is None or file is None:
        return None
    revocation = getattr(document, "revocation", None)
    return Registered(
        document_id=document.id,
        number=document.number,
        sha256=file.sha256,
        signature_count=file.signature_count,
        revoked_at=revocation.at if revocation else None,
        revoked_by=revoked_by(document),
        superseded_by=successor.number if (successor := successor_of(document)) else None,
        # why is between the authority and the unit; the public learns that it was
    )


def _known_as(verdict: Verdict) -> str:
    if verdict is Verdict.VALID:
        return "登记册中有这份文书，现行有效；要核对手中的文件是否被改动，请上传电子版"
    return "登记册中有这份文书"


def _answer(judgement: Judgement, document: Document | None) -> dict[str, Any]:
    positions = leaf_positions(document.id) if document is not None else []
    return {
        "verdict": judgement.verdict.value,
        "reasons": list(judgement.reasons),
        "document": _public(document) if document is not None else None,
        "register": prove_leaf(positions[0]) if positions else None,
    }


def _public(document: Document) -> dict[str, Any]:
    file = getattr(document, "file", None)
    signers = signatures_of([document.id]).get(document.id, [])
    return {
        "kind": document.kind,
        "number": document.number,
        "authority": document.agency_name,
        "dated_on": document.dated_on,
        "issued_at": file.signed_at if file else None,
        "sha256": file.sha256 if file else None,
        "state": state_of(document),
        "signers": [{"role": s.role, "name": _masked(s), "at": s.signed_at} for s in signers],
        "superseded_by": successor.number if (successor := successor_of(document)) else None,
        "revoked_by": revoked_by(document),
    }


def _masked(signature: DocumentSignature) -> str:
    """An authority in full, of an officer the family name: the full one is on the paper of whoever holds it."""
    if signature.role == "authority":
        return str(signature.name)
    return str(signature.name)[:1] + "＊" * max(len(str(signature.name)) - 1, 1)


def _first(query: ModelSelect) -> Document | None:
    row: Document | None = query.first()
    return row
