"""An honour is taken back by a numbered decision, which its certificate names from then on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from reports.commendations.errors import AlreadyRevoked
from reports.commendations.models import CommendationRound, Honour, HonourRevocation
from reports.commendations.queries.honours import honour_within_reach
from reports.commendations.rules import HonourKind
from reports.commendations.services.rounds import check_bases_on, check_giver
from reports.documents.queries import live_document
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document, revoke_document
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id

Bases = Sequence[dict[str, str]]


def revoke_honour(actor: Actor, id: UUID, reason: str, bases: Bases = ()) -> Honour:
    """Take an honour back: the decision is numbered now, its paper made by a job, whoever was honoured is told.

    Without ``bases`` it rests on those of the round. A certificate still being made is revoked by a job as soon as it is
    there. Sent twice it is revoked once. The caller has asked for the password.
    Raises NotFound, NotYourRound, BasisElsewhere, NoBasisInForce, AlreadyRevoked (by somebody else, or otherwise).
    Source: JN-3.5a.
    """
    honour = honour_within_reach(actor, id)
    row: CommendationRound = CommendationRound.get_by_id(honour.round_id)
    check_giver(actor, row)
    resting = [dict(basis) for basis in bases or row.bases]
    with database.atomic():
        honour = lock_row(Honour.select().where(Honour.id == id))
        if honour.live is None:
            _check_same(actor, honour, reason, resting)
            return honour
        check_bases_on(resting, agency_by_id(honour.agency_id), clock.today())
        revocation = _decide(actor, honour, reason, resting)
        changes = {"live": None, "revoked_at": revocation.at, "revoked_reason": reason, "revoked_by": actor.account_id}
        Honour.update(**changes).where(Honour.id == id).execute()
        document = live_document(DocumentKind.HONOUR_CERTIFICATE, id)
        if document is not None and getattr(document, "file", None):
            revoke_document(actor, document.id, reason, revocation.document_id)
        _tell(row, honour, reason)
        details = {"document_id": str(revocation.document_id)}
        record_event(actor, "honour.revoked", subject=honour, about_unit_id=honour.unit_id, details=details)
    return Honour.get_by_id(id)


def _check_same(actor: Actor, honour: Honour, reason: str, bases: Bases) -> None:
    earlier = HonourRevocation.get_or_none(HonourRevocation.honour_id == honour.id)
    same_bases = earlier is None or earlier.bases == list(bases)
    if (honour.revoked_by, honour.revoked_reason) != (actor.account_id, reason) or not same_bases:
        raise AlreadyRevoked()


def _decide(actor: Actor, honour: Honour, reason: str, bases: list[dict[str, str]]) -> HonourRevocation:
    id, today = new_id(), clock.today()
    document = reserve_document(
        actor,
        kind=DocumentKind.HONOUR_REVOCATION,
        subject_id=id,
        # A person's paper is the person's: like the certificate it lies with the agency, not in the unit's file.
        unit_id=honour.unit_id if honour.kind == HonourKind.UNIT else None,
        agency=agency_by_id(honour.agency_id),
        on=today,
    )
    return HonourRevocation.create(
        id=id,
        honour_id=honour.id,
        document_id=document.id,
        reason=reason,
        bases=bases,
        person_id=actor.person_id,
        name=actor.name,
        by_account_id=actor.account_id,
        decided_on=today,
        at=clock.now(),
    )


def _tell(row: CommendationRound, honour: Honour, reason: str) -> None:
    is_person = honour.kind == HonourKind.PERSON
    notify(
        kind="honour_revoked",
        key=f"honour_revoked:{honour.id}",
        text=f"“{row.title}”授予的“{honour.title}”称号已被撤销：{reason}",
        subject_type="honour",
        subject_id=honour.id,
        unit_id=None if is_person else honour.unit_id,
        person_id=honour.person_id,
    )
