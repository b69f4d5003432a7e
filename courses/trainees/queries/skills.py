"""Certificates of others: what is on record, which levels there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from courses.trainees.models import SkillCertificate, SkillGradeTerm
from courses.trainees.queries.membership import trained_person_within_reach
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.bases.queries import resolve_known_bases

Json = dict[str, Any]


def skill_within_reach(actor: Actor, id: UUID) -> SkillCertificate:
    """Raises NotFound."""
    row = SkillCertificate.get_or_none(SkillCertificate.id == id)
    if row is None:
        raise NotFound(skill_certificate_id=str(id))
    trained_person_within_reach(actor, row.person_id)
    return row  # type: ignore[no-any-return]


def skills_of(person_id: UUID) -> list[Json]:
    """Certificates of somebody already found within reach, the newest first; two queries. Source: LN-19b."""
    rows = SkillCertificate.select().where(SkillCertificate.person_id == person_id)
    return skill_shapes(rows.order_by(SkillCertificate.issued_on.desc(), SkillCertificate.id))


def skill_shapes(rows: Iterable[SkillCertificate]) -> list[Json]:
    """With the word of the level as it was on the day of issue; one query."""
    terms, today = list(SkillGradeTerm.select()), clock.today()
    return [
        {
            **row.__data__,
            "level_word": next((term.word for term in terms if _means(term, row.kind, row.level, row.issued_on)), ""),
            "is_valid": not row.ended_reason and (row.valid_to is None or row.valid_to >= today),
        }
        for row in rows
    ]


def level_on(kind: str, level: str, day: date) -> SkillGradeTerm | None:
    """The level a kind of certificate had on a day, both ends included."""
    terms = SkillGradeTerm.select().where((SkillGradeTerm.kind == kind) & (SkillGradeTerm.level == level))
    return next((term for term in terms if _means(term, kind, level, day)), None)


def terms_on(day: date) -> list[Json]:
    """Levels in use on a day with what they rest on, by kind and rank; two queries."""
    terms = SkillGradeTerm.select().order_by(SkillGradeTerm.kind, SkillGradeTerm.rank)
    rows = [row for row in terms if _means(row, row.kind, row.level, day)]
    bases = resolve_known_bases([{"basis": row.basis_code} for row in rows], day)
    # A basis taken out of the register still names itself.
    unknown = {"title": "", "status": "unknown"}
    return [
        {
            **row.__data__,
            "basis": {
                "article": row.article,
                "basis_id": row.basis_code,
                **unknown,
                **bases.get(row.basis_code, {}),
            },
        }
        for row in rows
    ]


def _means(term: SkillGradeTerm, kind: str, level: str, day: date) -> bool:
    within = term.from_on <= day and (term.to_on is None or term.to_on >= day)
    return (term.kind, term.level) == (kind, level) and within
