"""Certificates are issued, one by one or for a whole cycle, and revoked with a reason."""

from __future__ import annotations

import secrets
from uuid import UUID

from courses.certificates.errors import CertificateNoIssuer, CertificateNotEarned
from courses.certificates.models import Badge, BadgeKey, Certificate
from courses.certificates.queries.badges import badge_of, next_status_index
from courses.certificates.queries.certificates import (
    certificate_within_reach,
    cycle_to_certify,
    enrolment_to_certify,
    enrolments_without,
    my_certificate,
)
from courses.certificates.queries.grounds import grounds_of
from courses.certificates.rules.badges import BadgeFacts, credential_of, written
from courses.certificates.rules.origin import ORIGIN
from courses.certificates.rules.proofs import Json
from courses.certificates.services.keys import SigningKey, signing_key
from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.rules import EnrolmentState
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import ResubmissionConflict
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import once
from server.units.agencies.queries import agency_by_id


def issue_certificate(actor: Actor, enrolment_id: UUID, id: UUID | None = None) -> Certificate:
    """Certify somebody's rotation, badge included; asked again it gives the certificate that there is.

    Raises NotFound, Forbidden, CertificateNotEarned, CertificateNoIssuer, ResubmissionConflict.
    Source: JN-3.4a, LN-19b.
    """
    actor.check("certificate.issue")
    enrolment = enrolment_to_certify(actor, enrolment_id)
    if id is not None and (earlier := Certificate.get_or_none(Certificate.id == id)):
        if earlier.enrolment_id != enrolment_id:
            raise ResubmissionConflict(id=str(id))
        return earlier
    if earlier := _live_of(enrolment_id):
        return earlier
    cycle = RotationCycle.get_by_id(enrolment.cycle_id)
    issuer_id = _check_issuable(actor, enrolment, cycle)
    grounds, key = grounds_of(enrolment, cycle), signing_key()

    def create() -> Certificate:
        now = clock.now()
        certificate = Certificate.create(
            id=id or new_id(),
            **grounds,
            issuer_id=issuer_id,
            live=True,
            by_account_id=actor.account_id,
            issued_at=now,
        )
        _add_badge(certificate, key)
        details = {"person_id": str(certificate.person_id), "cycle_id": str(certificate.cycle_id)}
        record_event(
            actor, "certificate.issued", subject=certificate, about_unit_id=certificate.unit_id, details=details
        )
        return certificate

    return once(create, lambda: _live_of(enrolment_id))[0]


def ask_for_certificates(actor: Actor, cycle_id: UUID) -> RotationCycle:
    """Have all who completed a cycle certified; a job does it, and asked twice nobody gets two.

    Raises NotFound, Forbidden, CertificateNoIssuer.
    """
    actor.check("certificate.issue")
    cycle = cycle_to_certify(actor, cycle_id)
    if cycle.agency_id is None and actor.agency_id is None:
        raise CertificateNoIssuer()
    with database.atomic():
        details = {"cycle_id": str(cycle_id)}
        record_event(actor, "certificates.asked", subject=cycle, about_unit_id=cycle.unit_id, details=details)
    return cycle


def issue_for_cycle(actor: Actor, cycle_id: UUID) -> int:
    """Certify everybody of a cycle who is done and has none, each in a transaction of its own; how many."""
    count = 0
    for enrolment_id in enrolments_without(cycle_id):
        try:
            issue_certificate(actor, enrolment_id)
            count += 1
        except CertificateNotEarned:  # a regrade came between
            continue
    return count


def revoke_certificate(actor: Actor, id: UUID, reason: str) -> Certificate:
    """Revoke with a reason; the badge's bit and the paper follow. Revoked twice it is revoked once.

    Raises NotFound, Forbidden.
    """
    actor.check("certificate.revoke")
    certificate = certificate_within_reach(actor, id)
    with database.atomic():
        row = lock_row(Certificate.select().where(Certificate.id == id))
        if row.live is None:
            return row  # type: ignore[no-any-return]
        changes = {"live": None, "revoked_at": clock.now(), "revoked_reason": reason}
        Certificate.update(**changes).where(Certificate.id == id).execute()
        record_event(actor, "certificate.revoked", subject=certificate, about_unit_id=certificate.unit_id)
    found: Certificate = Certificate.get_by_id(id)
    return found


def badge_for_holder(actor: Actor, certificate_id: UUID, with_name: bool) -> Json:
    """The holder's own copy; signed anew with the name in it when the holder wishes so. Raises NotFound."""
    certificate = my_certificate(actor, certificate_id)
    badge = badge_of(certificate.id)
    if not with_name:
        return badge.credential
    salt = badge.credential["credentialSubject"]["identifier"][0]["salt"]
    facts = _facts(certificate, badge.id, badge.status_index, salt)
    return signing_key().sign(credential_of(facts, ORIGIN, certificate.person_name), written(clock.now()))


def _check_issuable(actor: Actor, enrolment: Enrolment, cycle: RotationCycle) -> UUID:
    """The agency in whose name it is issued."""
    if enrolment.state != EnrolmentState.DONE.value or enrolment.completed_at is None:
        raise CertificateNotEarned(state=enrolment.state)
    issuer_id: UUID | None = cycle.agency_id or actor.agency_id
    if issuer_id is None:
        raise CertificateNoIssuer()
    return issuer_id


def _live_of(enrolment_id: UUID) -> Certificate | None:
    mine = (Certificate.enrolment_id == enrolment_id) & (Certificate.live == True)  # noqa: E712
    row: Certificate | None = Certificate.get_or_none(mine)
    return row


def _add_badge(certificate: Certificate, key: SigningKey) -> None:
    lock_row(BadgeKey.select(BadgeKey.id).where(BadgeKey.id == key.row.id))  # one place a badge
    id, index = new_id(), next_status_index()
    facts = _facts(certificate, id, index, secrets.token_urlsafe(16))
    Badge.create(
        id=id,
        certificate_id=certificate.id,
        status_index=index,
        key_id=key.row.id,
        credential=key.sign(credential_of(facts, ORIGIN), written(certificate.issued_at)),
        issued_at=certificate.issued_at,
    )


def _facts(certificate: Certificate, badge_id: UUID, status_index: int, salt: str) -> BadgeFacts:
    return BadgeFacts(
        id=badge_id,
        person_id=certificate.person_id,
        issuer_name=agency_by_id(certificate.issuer_id).name,
        title=f"{certificate.title}合格" if not certificate.title.endswith("合格") else certificate.title,
        year=certificate.year,
        audience=certificate.audience,
        seconds=certificate.seconds,
        issued_at=certificate.issued_at,
        valid_to=certificate.valid_to,
        status_index=status_index,
        salt=salt,
    )
