"""Acts at the door: sign in, refresh, sign out, change password, make and lock accounts."""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.roles import ROLES
from server.core.settings import Settings
from server.web.signin.errors import (
    AccountLocked,
    PasswordTooWeak,
    RefreshReused,
    TokenExpired,
    TokenInvalid,
    WrongCredentials,
)
from server.web.signin.models import Account, RefreshToken

hasher = PasswordHasher()
_decoy = ""


@dataclass(frozen=True)
class AccountDraft:
    """A new account; ``password`` is hashed at once and kept nowhere."""

    id: UUID
    login: str
    password: str
    name: str
    roles: tuple[str, ...]
    person_id: UUID | None = None
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    owes_password: bool = True  # the first password is somebody else's work; the demo's are known to everybody
    password_hash: str | None = None  # of this very password, where one password is that of many accounts (the demo)


def actor_of(account: Account) -> Actor:
    """Who acts when this account does, with the roles it has at this moment."""
    return Actor(
        account_id=account.id,
        person_id=account.person_id,
        name=account.name,
        roles=tuple(account.roles),
        agency_id=account.agency_id,
        unit_id=account.unit_id,
        owes_password=account.owes_password,
    )


def create_account(actor: Actor, draft: AccountDraft) -> Account:
    """Make an account. Raises PasswordTooWeak, ValueError (unknown role)."""
    if unknown := set(draft.roles) - set(ROLES):
        raise ValueError(f"unknown roles {unknown}")
    check_password(draft.password, draft.login)
    digest = draft.password_hash or hash_password(draft.password)
    with database.atomic():
        account = Account.create(
            id=draft.id,
            login=draft.login,
            password_hash=digest,
            name=draft.name,
            roles=list(draft.roles),
            person_id=draft.person_id,
            agency_id=draft.agency_id,
            unit_id=draft.unit_id,
            owes_password=draft.owes_password,
            created_at=clock.now(),
        )
        record_event(actor, "account.created", subject=account, details={"roles": list(draft.roles)})
    return account


def hash_password(password: str) -> str:
    """Salted, at full strength: a quarter of a second on purpose."""
    return hasher.hash(password)


def check_password(password: str, login: str) -> None:
    """At least ten characters of at least two kinds, without the login. Raises PasswordTooWeak.

    Source: GB/T 22239-2019 asks for complexity and leaves the figures to the installation.
    """
    kinds = sum(bool(re.search(kind, password)) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]"))
    if len(password) < 10 or len(password) > 256 or kinds < 2 or login.lower() in password.lower():
        detail = "密码至少 10 位，含两类以上字符，且不得包含账号"
        raise PasswordTooWeak(detail, fields=[FieldProblem("password", detail, "password_too_weak")])


def sign_in(settings: Settings, login: str, password: str) -> tuple[Account, str]:
    """The account and a first refresh token. Raises WrongCredentials, AccountLocked.

    The password is checked outside of any transaction: argon2 takes its time on purpose.
    """
    account = Account.get_or_none(Account.login == login)
    if account is None:
        _burn_time(password)
        raise WrongCredentials()
    if account.state != "active" or (account.locked_until and account.locked_until > clock.now()):
        raise AccountLocked()
    if not password_matches(account, password):
        _count_failure(settings, account)
        raise WrongCredentials()
    with database.atomic():
        if account.failed_attempts or account.locked_until:
            Account.update(failed_attempts=0, locked_until=None).where(Account.id == account.id).execute()
        row, token = _issue(settings, account, family_id=new_id(), predecessor=None)
        record_event(actor_of(account), "account.signed_in", subject=account, details={"family_id": str(row.family_id)})
    return account, token


def password_matches(account: Account, password: str) -> bool:
    try:
        return hasher.verify(account.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def confirm_password(settings: Settings, actor: Actor, password: str) -> None:
    """Ask again before an act that binds the bureau (signing). Raises WrongCredentials, AccountLocked."""
    account = Account.get_by_id(actor.account_id)
    if account.state != "active" or (account.locked_until and account.locked_until > clock.now()):
        raise AccountLocked()
    if not password_matches(account, password):
        _count_failure(settings, account)
        raise PasswordRefused()


class PasswordRefused(WrongCredentials):
    """At a confirmation the session itself is fine: 422, so that no client throws it away."""

    code = "password_refused"
    title = "密码错误"
    status = 422


def refresh(settings: Settings, token: str) -> tuple[Account, str]:
    """The account and the next refresh token; the one shown is spent.

    A phone may lose the reply. So the token just spent may be shown once more as long as its successor was never
    used: the unused successor dies. If a dead or spent token is shown otherwise, somebody has a copy and the
    whole family is revoked. Raises TokenInvalid, TokenExpired, RefreshReused, AccountLocked.
    """
    with database.atomic():
        row = lock_row(RefreshToken.select().where(RefreshToken.token_hash == _digest(token)))
        if row is None:
            raise TokenInvalid()
        reused = row.revoked_at is not None or (row.used_at is not None and not _successor_unused(row))
        account = Account.get_by_id(row.account_id)
        if reused:
            _revoke_family(row.family_id)
            record_event(actor_of(account), "refresh_token.reused", subject=account)
        elif row.expires_at > clock.now() and account.state == "active":
            RefreshToken.update(revoked_at=clock.now()).where(
                (RefreshToken.predecessor_id == row.id) & RefreshToken.revoked_at.is_null()
            ).execute()
            RefreshToken.update(used_at=clock.now()).where(RefreshToken.id == row.id).execute()
            _, successor = _issue(settings, account, family_id=row.family_id, predecessor=row.id)
            return account, successor
    if reused:
        raise RefreshReused()
    raise TokenExpired() if account.state == "active" else AccountLocked()


def sign_out(actor: Actor, token: str | None) -> None:
    """End the sign-in that the refresh token belongs to; unknown tokens are ignored."""
    row = RefreshToken.get_or_none(RefreshToken.token_hash == _digest(token)) if token else None
    if row is None or row.account_id != actor.account_id:
        return
    with database.atomic():
        _revoke_family(row.family_id)
        account = Account.get_by_id(row.account_id)
        record_event(actor, "account.signed_out", subject=account, details={"family_id": str(row.family_id)})


def change_password(settings: Settings, actor: Actor, old: str, new: str) -> None:
    """Set a new password, another than the old one, and end all sign-ins.

    Raises WrongCredentials, AccountLocked, PasswordTooWeak.
    """
    confirm_password(settings, actor, old)
    account = Account.get_by_id(actor.account_id)
    check_password(new, account.login)
    if new == old:
        detail = "新密码不能与原密码相同"
        raise PasswordTooWeak(detail, fields=[FieldProblem("new", detail, PasswordTooWeak.code)])
    digest = hasher.hash(new)
    with database.atomic():
        save_versioned(account, {"password_hash": digest, "owes_password": False})
        RefreshToken.update(revoked_at=clock.now()).where(
            (RefreshToken.account_id == account.id) & RefreshToken.revoked_at.is_null()
        ).execute()
        record_event(actor, "account.password_changed", subject=account)


def reset_password(actor: Actor, account: Account, password_hash: str) -> None:
    """Put a new password in place of one that was lost, and end all sign-ins; inside the transaction of the act.

    The caller has asked whether the actor may do so to this account.
    """
    if not database.in_transaction():
        raise RuntimeError("a reset belongs to the transaction of its act")
    renewed = {"password_hash": password_hash, "owes_password": True, "failed_attempts": 0, "locked_until": None}
    save_versioned(account, renewed)
    RefreshToken.update(revoked_at=clock.now()).where(
        (RefreshToken.account_id == account.id) & RefreshToken.revoked_at.is_null()
    ).execute()
    record_event(actor, "account.password_reset", subject=account)


def lock_account(actor: Actor, id: UUID, *, locked: bool) -> Account:
    """Lock or unlock an account; a lock ends every sign-in at once. Raises NotFound."""
    with database.atomic():
        account = lock_row(Account.select().where(Account.id == id))
        if account is None:
            raise NotFound()
        changes: dict[str, object] = {
            "state": "locked" if locked else "active",
            "failed_attempts": 0,
            "locked_until": None,
        }
        save_versioned(account, changes)
        if locked:
            RefreshToken.update(revoked_at=clock.now()).where(
                (RefreshToken.account_id == id) & RefreshToken.revoked_at.is_null()
            ).execute()
        record_event(actor, "account.locked" if locked else "account.unlocked", subject=account)
    return account


def _issue(
    settings: Settings, account: Account, *, family_id: UUID, predecessor: UUID | None
) -> tuple[RefreshToken, str]:
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    row = RefreshToken.create(
        id=new_id(),
        family_id=family_id,
        account_id=account.id,
        token_hash=_digest(token),
        predecessor_id=predecessor,
        issued_at=moment,
        expires_at=moment + timedelta(days=settings.refresh_token_days),
    )
    return row, token


def _successor_unused(row: RefreshToken) -> bool:
    return (
        RefreshToken.select()
        .where(
            (RefreshToken.predecessor_id == row.id) & RefreshToken.revoked_at.is_null() & RefreshToken.used_at.is_null()
        )
        .exists()
    )


def _revoke_family(family_id: UUID) -> None:
    RefreshToken.update(revoked_at=clock.now()).where(
        (RefreshToken.family_id == family_id) & RefreshToken.revoked_at.is_null()
    ).execute()


def _count_failure(settings: Settings, account: Account) -> None:
    with database.atomic():
        fresh = lock_row(Account.select().where(Account.id == account.id))
        attempts = fresh.failed_attempts + 1
        changes: dict[str, object] = {"failed_attempts": attempts}
        if attempts >= settings.sign_in_attempts:
            changes = {
                "failed_attempts": 0,
                "locked_until": clock.now() + timedelta(seconds=settings.sign_in_lock_seconds),
            }
        Account.update(**changes).where(Account.id == account.id).execute()
        record_event(SYSTEM, "account.sign_in_failed", subject=account, details={"attempts": attempts})


def _burn_time(password: str) -> None:
    """Take as long for an unknown login as for a wrong password."""
    global _decoy
    _decoy = _decoy or hasher.hash(secrets.token_hex(8))
    with suppress(VerificationError):
        hasher.verify(_decoy, password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
