"""Reads of certificates: those of people within reach, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from courses.certificates.models import Badge, Certificate
from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.rules import EnrolmentState
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class CertificateFilter:
    cycle_id: UUID | None = None
    year: int | None = None
    state: str | None = None
    limit: int = 50
    after: str | None = None


def certificates_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose: of people of units within reach, and of the own agency and those below it."""
    return Certificate.select().where(_reaches(actor, Certificate))


def certificate_within_reach(actor: Actor, id: UUID) -> Certificate:
    """Raises NotFound."""
    row = certificates_within_reach(actor).where(Certificate.id == id).first()
    if row is None:
        raise NotFound(certificate_id=str(id))
    return row


def my_certificates(actor: Actor) -> list[Certificate]:
    """The actor's own, the newest first; revoked ones too."""
    if actor.person_id is None:
        return []
    return list(Certificate.select().where(Certificate.person_id == actor.person_id).order_by(Certificate.id.desc()))


def my_certificate(actor: Actor, id: UUID) -> Certificate:
    """Raises NotFound, also for somebody else's."""
    row = Certificate.get_or_none(Certificate.id == id)
    if row is None or actor.person_id is None or row.person_id != actor.person_id:
        raise NotFound(certificate_id=str(id))
    return row


def find_certificates(actor: Actor, wanted: CertificateFilter) -> Json:
    """A page, newest first; 4 queries."""
    query = certificates_within_reach(actor).order_by(Certificate.id.desc())
    if wanted.cycle_id:
        query = query.where(Certificate.cycle_id == wanted.cycle_id)
    if wanted.year:
        query = query.where(Certificate.year == wanted.year)
    if wanted.state in {"live", "doubtful"}:
        query = query.where(Certificate.live == True)  # noqa: E712
    if wanted.state == "revoked":
        query = query.where(Certificate.live.is_null())
    if wanted.state == "doubtful":
        query = query.where(_lost_ground())
    if wanted.after:
        query = query.where(Certificate.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def shapes(rows: Sequence[Certificate]) -> list[Json]:
    """Certificates in wire shape; 3 queries, however many."""
    ids = [row.id for row in rows]
    badges = {row.certificate_id: row.id for row in _badges_of(ids)}
    doubtful = _doubtful([row.enrolment_id for row in rows])
    issuers = agencies_by_id(row.issuer_id for row in rows)
    return [
        {
            **{name: getattr(row, name) for name in _SHOWN},
            "state": "live" if row.live else "revoked",
            "doubtful": bool(row.live) and row.enrolment_id in doubtful,
            "issuer_name": issuers[row.issuer_id].name if row.issuer_id in issuers else "",
            "badge_id": badges.get(row.id),
        }
        for row in rows
    ]


def progress_of(cycle: RotationCycle) -> Json:
    """How many of a cycle's people are done, and how many hold a certificate; 2 queries."""
    done = (Enrolment.cycle_id == cycle.id) & (Enrolment.state == EnrolmentState.DONE.value)
    live = (Certificate.cycle_id == cycle.id) & (Certificate.live == True)  # noqa: E712
    completed = Enrolment.select(fn.COUNT(Enrolment.id)).where(done).scalar()
    issued = Certificate.select(fn.COUNT(Certificate.id)).where(live).scalar()
    missing = Enrolment.select(fn.COUNT(Enrolment.id)).where(done & Enrolment.id.not_in(_certified())).scalar()
    return {"cycle_id": cycle.id, "completed": completed, "issued": issued, "missing": missing}


def enrolments_without(cycle_id: UUID) -> list[UUID]:
    """Enrolments that are done and have no live certificate."""
    done = (Enrolment.cycle_id == cycle_id) & (Enrolment.state == EnrolmentState.DONE.value)
    rows = Enrolment.select(Enrolment.id).where(done & Enrolment.id.not_in(_certified())).order_by(Enrolment.id)
    return [row.id for row in rows]


def enrolment_to_certify(actor: Actor, id: UUID) -> Enrolment:
    """An enrolment of somebody within reach. Raises NotFound."""
    row = Enrolment.select().where((Enrolment.id == id) & _reaches(actor, Enrolment)).first()
    if row is None:
        raise NotFound(enrolment_id=str(id))
    return row


def cycle_to_certify(actor: Actor, id: UUID) -> RotationCycle:
    """A cycle of the own agency or of one below it, or of a unit within reach. Raises NotFound."""
    row = RotationCycle.select().where((RotationCycle.id == id) & _reaches(actor, RotationCycle)).first()
    if row is None:
        raise NotFound(cycle_id=str(id))
    return row


def cycles_to_certify(actor: Actor) -> list[Json]:
    """Cycles within reach with their progress, the newest first; for one year or two they are a handful."""
    rows = RotationCycle.select().where(_reaches(actor, RotationCycle)).order_by(RotationCycle.id.desc()).limit(50)
    return [{"title": row.title, "year": row.year, **progress_of(row)} for row in rows]


def _reaches(actor: Actor, table: Any) -> Any:
    mine = is_within_reach(actor, table.unit_id)
    for path in agency_paths(actor):
        below = Agency.select(Agency.id).where(Agency.path.startswith(path))
        mine |= table.unit_id.is_null() & table.agency_id.in_(below)
    return mine


def _certified() -> ModelSelect:
    return Certificate.select(Certificate.enrolment_id).where(Certificate.live == True)  # noqa: E712


def _lost_ground() -> Any:
    undone = Enrolment.select(Enrolment.id).where(Enrolment.state != EnrolmentState.DONE.value)
    return Certificate.enrolment_id.in_(undone)


def _doubtful(enrolment_ids: list[UUID]) -> set[UUID]:
    """Those whose rotation is not complete any more: a regrade took the pass back. For a person to decide."""
    if not enrolment_ids:
        return set()
    undone = Enrolment.id.in_(enrolment_ids) & (Enrolment.state != EnrolmentState.DONE.value)
    return {row.id for row in Enrolment.select(Enrolment.id).where(undone)}


def _badges_of(certificate_ids: list[UUID]) -> list[Badge]:
    if not certificate_ids:
        return []
    return list(Badge.select(Badge.id, Badge.certificate_id).where(Badge.certificate_id.in_(certificate_ids)))


_SHOWN = (
    "id", "enrolment_id", "cycle_id", "person_id", "person_name", "identity_masked", "unit_id", "holder_place",
    "issuer_id", "title", "year", "audience", "seconds", "points_x100", "worth_x100", "pass_percent", "completed_on",
    "valid_to", "revoked_at", "revoked_reason", "issued_at",
)  # fmt: skip
