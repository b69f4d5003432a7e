"""A unit's grade moves: the row in force ends, the next begins, certificates follow. Part of the acts that move it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from reports.ratings.models import UnitRating
from reports.ratings.queries.schemes import live_rating
from reports.ratings.rules.schemes import Grade
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id

MAKE_CERTIFICATE = "ratings.make_certificate"
REVOKE_CERTIFICATE = "ratings.revoke_certificate"


@dataclass(frozen=True)
class Move:
    """Where a move comes from: its act's row, the reason, and in whose name."""

    origin: str
    source_id: UUID
    reason: str
    agency_id: UUID
    scheme_id: UUID
    round_id: UUID | None


def move_grade(actor: Actor, unit_id: UUID, grade: Grade, move: Move) -> UnitRating:
    """End the grade in force and begin another from today, inside the caller's transaction and its lock on the unit.

    A certificate is numbered with the grade, and its number is on the plaque; the former one is revoked by a job.
    """
    if not database.in_transaction():
        raise RuntimeError("a grade moves within its act")
    today, now = clock.today(), clock.now()
    if held := live_rating(unit_id):
        UnitRating.update(live=None, to_on=today, ended_reason=move.reason).where(UnitRating.id == held.id).execute()
        if held.rank:
            arguments = {"rating_id": str(held.id), "reason": move.reason}
            enqueue(REVOKE_CERTIFICATE, arguments, key=f"{REVOKE_CERTIFICATE}:{held.id}")
    id = new_id()
    plaque_number = ""
    if grade.rank:
        agency, kind = agency_by_id(move.agency_id), DocumentKind.RATING_CERTIFICATE
        document = reserve_document(actor, kind=kind, subject_id=id, unit_id=unit_id, agency=agency, on=today)
        plaque_number = f"{agency.short_name}平安{today.year}-{document.serial:04d}"
        enqueue(MAKE_CERTIFICATE, {"rating_id": str(id)}, key=f"{MAKE_CERTIFICATE}:{id}")
    return UnitRating.create(
        id=id,
        unit_id=unit_id,
        agency_id=move.agency_id,
        scheme_id=move.scheme_id,
        grade=grade.code,
        name=grade.name,
        rank=grade.rank,
        from_on=today,
        live=True,
        origin=move.origin,
        source_id=move.source_id,
        round_id=move.round_id,
        reason=move.reason,
        plaque_number=plaque_number,
        at=now,
    )
