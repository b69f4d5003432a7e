"""Reads about accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from server.core.permissions import Actor
from server.core.statements import Prepared
from server.web.paging import decode_cursor, page
from server.web.signin.errors import TokenInvalid
from server.web.signin.models import Account
from server.web.signin.services import actor_of

_by_id = Prepared(lambda id: Account.select().where(Account.id == id))  # asked by every request


def actor_by_account(id: UUID) -> Actor:
    """The actor behind a valid token; one query. Raises TokenInvalid (the account is gone or locked)."""
    account = _by_id.first(id=id)
    if account is None or account.state != "active":
        raise TokenInvalid()
    return actor_of(account)


def is_of_actor(actor: Actor, account_ids: Iterable[UUID | None]) -> bool:
    """Whether one of the accounts is the actor's own, or another account of the same person; one query.

    Whoever must be somebody else is another human being, not another sign-in.
    """
    return bool({id for id in account_ids if id is not None} & accounts_of(actor))


def accounts_of(actor: Actor) -> set[UUID]:
    """The actor's account and every other of the same person; one query."""
    own = {actor.account_id} if actor.account_id else set()
    if actor.person_id is None:
        return own
    return own | {row.id for row in Account.select(Account.id).where(Account.person_id == actor.person_id)}


def accounts(q: str, limit: int, after: str | None) -> dict[str, Any]:
    """A page of accounts by login."""
    query = Account.select().order_by(Account.login)
    if q:
        query = query.where(Account.login.startswith(q) | Account.name.contains(q))
    if after:
        query = query.where(Account.login > decode_cursor(after, str)[0])
    return page(list(query.limit(limit + 1)), limit, lambda row: (row.login,))
