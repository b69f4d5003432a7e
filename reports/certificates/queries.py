"""Certificates with their papers: for those who issue them, and for their holders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from courses.certificates.models import Certificate
from courses.certificates.queries.certificates import (
    CertificateFilter,
    certificate_within_reach,
    find_certificates,
    my_certificate,
    my_certificates,
    shapes,
)
from courses.certificates.rules.certificates import AUDIENCE_WORDS, NOT_A_GRADE, hours_words, points_words
from reports.documents.queries import documents_of_subjects
from reports.documents.queries.documents import content_of, live_document
from reports.documents.rendering.codes import draw_code
from reports.documents.rules import Authority, DocumentKind, TrainingCertificate, Verification
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import name_on

Json = dict[str, Any]
KIND = DocumentKind.TRAINING_CERTIFICATE


def certificate_facts(row: Certificate, number: str, verification: Verification) -> TrainingCertificate:
    """What the paper says. Source: JN-3.4a, LN-19b."""
    day = clock.beijing_day(row.issued_at)
    name = name_on(row.issuer_id, day)
    return TrainingCertificate(
        authority=Authority(name.name, name.short_name),
        number=number,
        name=row.person_name,
        identity_masked=row.identity_masked,
        place=row.holder_place,
        audience=AUDIENCE_WORDS.get(row.audience, row.audience),
        course=row.title,
        year=row.year,
        hours=hours_words(row.seconds),
        result=_result_words(row),
        completed_on=row.completed_on,
        valid_to=row.valid_to,
        sentence=NOT_A_GRADE,
        decided_on=day,
        verification=verification,
    )


def certificates_with_papers(actor: Actor, wanted: CertificateFilter) -> Json:
    """A page, newest first; 7 queries."""
    found = find_certificates(actor, wanted)
    return {**found, "items": _with_papers(found["items"])}


def certificate_with_paper(actor: Actor, id: UUID) -> Json:
    """Raises NotFound."""
    return _with_papers(shapes([certificate_within_reach(actor, id)]))[0]


def my_certificates_with_papers(actor: Actor) -> list[Json]:
    """The actor's own, each with the address to verify it at and that address as a QR code (SVG)."""
    rows = _with_papers(shapes(my_certificates(actor)))
    return [{**row, "code": _code_of(row["paper"]), "sentence": NOT_A_GRADE} for row in rows]


def my_paper(actor: Actor, id: UUID) -> bytes:
    """The signed PDF of one's own certificate. Raises NotFound, also while it is being made or when it was revoked."""
    certificate = my_certificate(actor, id)
    document = live_document(KIND, certificate.id)
    if document is None or getattr(document, "file", None) is None:
        raise NotFound(certificate_id=str(id))
    return content_of(document)


def _with_papers(rows: Sequence[Json]) -> list[Json]:
    papers = documents_of_subjects(KIND, [row["id"] for row in rows])
    return [{**row, "paper": papers.get(row["id"])} for row in rows]


def _code_of(paper: Json | None) -> str | None:
    return draw_code(paper["verify_url"]) if paper else None


def _result_words(row: Certificate) -> str:
    if row.points_x100 is None or row.worth_x100 is None:
        return "本轮训不设考试，学时考核合格"
    words = f"{points_words(row.points_x100)} 分（满分 {points_words(row.worth_x100)} 分"
    if row.pass_percent is not None:
        words += f"，合格线 {points_words(row.worth_x100 * row.pass_percent // 100)} 分"
    return f"{words}），合格"
