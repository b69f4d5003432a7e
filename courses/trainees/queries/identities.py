"""Identity numbers: found by digest, shown masked."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from courses.trainees.models import TraineeIdentity
from courses.trainees.rules import mask_identity
from server.core.sealing import keyed_digest, unseal

PURPOSE = "identity number"


def identity_masked(person_id: UUID) -> str:
    """What an answer may show of a person's identity number; empty when there is none."""
    return identities_masked([person_id]).get(person_id, "")


def identities_masked(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """By person, those that have one; one query."""
    ids = list(set(person_ids))
    rows = TraineeIdentity.select().where(TraineeIdentity.id.in_(ids)) if ids else ()
    return {row.id: mask_identity(unseal(row.sealed, PURPOSE)) for row in rows}


def person_of_identity(number: str) -> UUID | None:
    """Whose number it is, whoever asks: for checks of doubles, never for an answer."""
    row = TraineeIdentity.get_or_none(TraineeIdentity.digest == digest_of(number))
    return row.id if row else None


def people_of_identities(numbers: Iterable[str]) -> dict[str, UUID]:
    """By number, those that are known; one query for each four hundred."""
    digests = {digest_of(number): number for number in numbers}
    wanted, found = list(digests), {}
    for start in range(0, len(wanted), 400):
        for row in TraineeIdentity.select().where(TraineeIdentity.digest.in_(wanted[start : start + 400])):
            found[digests[row.digest]] = row.id
    return found


def digest_of(number: str) -> str:
    return keyed_digest(number, PURPOSE)
