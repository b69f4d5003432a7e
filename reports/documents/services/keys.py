"""Keys: the embedded authority at first start, certificates for officers and authorities at first need.

They lie in the database, in PKCS#12 under a passphrase derived from the installation's secret: every machine of an
installation has them, backups carry them, and the database alone opens none.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from uuid import UUID

from reports.documents.models import SigningKey
from reports.documents.queries.installation import Installation, installation
from reports.documents.queries.own_keys import own_key
from reports.documents.signing.certificates import (
    REFUSE_WITHIN,
    Credential,
    EmbeddedAuthority,
    Revocation,
    create_authority,
    issue_certificate,
)
from server.core import clock
from server.core.database import IntegrityError, database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM

NOBODY = UUID(int=0)  # holder of the installation's own keys
AUTHORITY_ROLES = ("root", "issuing", "stamping")


def ensure_authority() -> None:
    """Make the embedded authority unless there is one; two processes that start at once make one."""
    if SigningKey.select().where((SigningKey.role == "root") & (SigningKey.live == True)).exists():  # noqa: E712
        return
    made = create_authority("守望", clock.now())
    try:
        with database.atomic():
            rows = [_keep(role, NOBODY, getattr(made, role)) for role in AUTHORITY_ROLES]
            record_event(SYSTEM, "keys.made", subject=rows[0], details={"root": made.root.fingerprint})
    except IntegrityError:
        if not SigningKey.select().where(SigningKey.role == "root").exists():
            raise


@lru_cache(maxsize=4)
def _authority(of: Installation, fingerprint: str) -> EmbeddedAuthority:
    return EmbeddedAuthority(*(_open(_live(role, NOBODY)) for role in AUTHORITY_ROLES))


def authority() -> EmbeddedAuthority:
    """The embedded authority, opened once a process."""
    ensure_authority()
    return _authority(installation(), _live("root", NOBODY).fingerprint)


def credential_for(role: str, holder_id: UUID, name: str, organisation: str) -> Credential:
    """The holder's certificate under this name; issued at first need, and anew when it is about to end.

    An agency with a key of its own (`SHOUWANG_SIGNING_KEYS`) signs with that, which we can't renew: when it is about to
    end, signing refuses. A certificate replaced stays good for what it signed. Raises KeyUnreadable.
    """
    if role == "authority" and (own := own_key(holder_id, name)):
        return own
    row = SigningKey.get_or_none(
        (SigningKey.role == role) & (SigningKey.holder_id == holder_id) & (SigningKey.live == True)  # noqa: E712
    )
    if row is not None and row.name == name and row.ends_at - 2 * REFUSE_WITHIN > clock.now():
        return _open(row)
    made = issue_certificate(authority().issuing, name, organisation, clock.now())
    try:
        with database.atomic():
            if row is not None:
                SigningKey.update(live=None).where(SigningKey.id == row.id).execute()
            kept = _keep(role, holder_id, made, name)
            record_event(SYSTEM, "key.issued", subject=kept, details={"certificate": made.fingerprint})
    except IntegrityError:  # another worker was first
        return _open(_live(role, holder_id))
    return made


def revocations() -> list[Revocation]:
    rows = SigningKey.select(SigningKey.serial_number, SigningKey.revoked_at).where(
        SigningKey.revoked_at.is_null(False)
    )
    return [Revocation(int(row.serial_number), row.revoked_at) for row in rows]


def _live(role: str, holder_id: UUID) -> SigningKey:
    row: SigningKey = SigningKey.get(
        (SigningKey.role == role) & (SigningKey.holder_id == holder_id) & (SigningKey.live == True)  # noqa: E712
    )
    return row


def _keep(role: str, holder_id: UUID, credential: Credential, name: str = "") -> SigningKey:
    return SigningKey.create(
        id=new_id(),
        role=role,
        holder_id=holder_id,
        name=name or credential.name,
        live=True,
        serial_number=str(credential.certificate.serial_number),
        fingerprint=credential.fingerprint,
        certificate=base64.b64encode(credential.parsed.dump()).decode(),
        container=base64.b64encode(credential.to_container(installation().passphrase)).decode(),
        ends_at=credential.certificate.not_valid_after_utc,
        issued_at=clock.now(),
    )


def _open(row: SigningKey) -> Credential:
    return _opened(row.container, installation().passphrase)


@lru_cache(maxsize=512)
def _opened(container: str, passphrase: bytes) -> Credential:
    """Opening costs 20 ms of key derivation on purpose, so a process does it once a key."""
    return Credential.from_container(base64.b64decode(container), passphrase)
