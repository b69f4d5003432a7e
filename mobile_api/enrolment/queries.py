"""Reads about phones."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.enrolment.errors import UnknownDevice
from mobile_api.enrolment.models import Device
from server.core.clock import to_text
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.statements import Prepared
from server.web.paging import decode_cursor, page
from server.web.signin.models import Account


def device_within_reach(actor: Actor, id: UUID) -> Device:
    """An own device, or any for who may revoke them. Raises NotFound."""
    device = Device.get_or_none(Device.id == id)
    if device is None or (device.account_id != actor.account_id and not actor.may("device.revoke")):
        raise NotFound()
    return device


def own_device(actor: Actor, id: UUID) -> Device:
    """The actor's own device, revoked ones too; one query. Raises UnknownDevice."""
    device: Device | None = _own.first(id=id, account_id=actor.account_id)
    if device is None:
        raise UnknownDevice()
    return device


_own = Prepared(lambda id, account_id: Device.select().where((Device.id == id) & (Device.account_id == account_id)))


def active_devices(account_id: UUID) -> int:
    return Device.select().where((Device.account_id == account_id) & Device.revoked_at.is_null()).count()


def devices(*, account_id: UUID | None, state: str | None, limit: int, after: str | None) -> dict[str, Any]:
    """A page of all devices, latest enrolled first, with their owners' names; 2 queries."""
    query = Device.select().order_by(Device.enrolled_at.desc(), Device.id.desc())
    if account_id:
        query = query.where(Device.account_id == account_id)
    if state:
        query = query.where(Device.revoked_at.is_null(state == "active"))
    if after:
        at, id = decode_cursor(after, datetime.fromisoformat, UUID)
        query = query.where((Device.enrolled_at < at) | ((Device.enrolled_at == at) & (Device.id < id)))
    rows = list(query.limit(limit + 1))
    owners = list({row.account_id for row in rows})
    names = {account.id: account.name for account in Account.select().where(Account.id.in_(owners))}
    for row in rows:
        row.account_name = names.get(row.account_id, "")
    return page(rows, limit, lambda row: (to_text(row.enrolled_at), row.id))
