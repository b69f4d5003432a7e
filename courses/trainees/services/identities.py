"""Identity numbers are sealed when they come in, and read in full only with a reason that stays on record."""

from __future__ import annotations

from uuid import UUID

from courses.trainees.errors import IdentityKnown, IdentityMissing, IdentityWrong
from courses.trainees.models import IdentityReveal, Trainee, TraineeIdentity
from courses.trainees.queries.identities import PURPOSE, digest_of
from courses.trainees.rules import is_identity_number, normal_identity
from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.sealing import seal, unseal


def checked_identity(text: str | None) -> str | None:
    """The number without spaces, or None when none was given. Raises IdentityWrong."""
    number = normal_identity(text or "")
    if number and not is_identity_number(number):
        raise IdentityWrong(fields=[FieldProblem("identity_number", IdentityWrong.title, IdentityWrong.code)])
    return number or None


def keep_identity(person_id: UUID, number: str) -> bool:
    """Seal a person's number, or replace it; whether anything changed. Inside the caller's transaction.

    Raises IdentityKnown when it is somebody else's.
    """
    if not database.in_transaction():
        raise RuntimeError("a number belongs to the transaction of its act")
    digest = digest_of(number)
    holder = TraineeIdentity.get_or_none(TraineeIdentity.digest == digest)
    if holder is not None and holder.id != person_id:
        raise IdentityKnown(fields=[FieldProblem("identity_number", IdentityKnown.title, IdentityKnown.code)])
    if holder is not None:
        return False
    values = {"sealed": seal(number, PURPOSE), "digest": digest, "changed_at": clock.now()}
    if not TraineeIdentity.update(**values).where(TraineeIdentity.id == person_id).execute():
        TraineeIdentity.create(id=person_id, **values)
    return True


def reveal_identity(actor: Actor, trainee: Trainee, reason: str) -> str:
    """The number in full; who read it and why is kept. Raises Forbidden, IdentityMissing. Source: JN-3.6c."""
    actor.check("trainee.reveal")
    row = TraineeIdentity.get_or_none(TraineeIdentity.id == trainee.person_id)
    if row is None:
        raise IdentityMissing()
    with database.atomic():
        reveal = IdentityReveal.create(
            id=new_id(),
            person_id=trainee.person_id,
            by_account_id=actor.account_id,
            reason=reason,
            at=clock.now(),
        )
        record_event(
            actor,
            "identity.revealed",
            subject=reveal,
            about_unit_id=trainee.unit_id,
            details={"person_id": str(trainee.person_id), "trainee_id": str(trainee.id)},
        )
    return unseal(row.sealed, PURPOSE)
