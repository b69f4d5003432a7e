"""Acts on phones: enrol and revoke."""

from __future__ import annotations

from uuid import UUID

from mobile_api.enrolment.errors import DeviceKeyConflict, DeviceRevoked, TooManyDevices
from mobile_api.enrolment.models import Device
from mobile_api.enrolment.queries import active_devices, device_within_reach
from mobile_api.enrolment.rules import MOST_DEVICES, DeviceDraft, check_public_key, fingerprint
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import once


def enrol_device(actor: Actor, draft: DeviceDraft) -> tuple[Device, bool]:
    """Register a phone's public key under the actor's account; (device, whether it is new).

    Raises PublicKeyInvalid, DeviceKeyConflict, DeviceRevoked, TooManyDevices.
    """
    check_public_key(draft.public_key)
    if earlier := Device.get_or_none(Device.id == draft.id):
        return _recognise(actor, earlier, draft), False
    if active_devices(actor.account_id) >= MOST_DEVICES:  # type: ignore[arg-type]
        raise TooManyDevices()
    device, created = once(lambda: _enrol(actor, draft), lambda: Device.get_or_none(Device.id == draft.id))
    return (device if created else _recognise(actor, device, draft)), created


def _enrol(actor: Actor, draft: DeviceDraft) -> Device:
    mark = fingerprint(draft.public_key)
    device: Device = Device.create(
        account_id=actor.account_id, fingerprint=mark, enrolled_at=clock.now(), **vars(draft)
    )
    record_event(actor, "device.enrolled", subject=device, details={"fingerprint": mark})
    return device


def _recognise(actor: Actor, device: Device, draft: DeviceDraft) -> Device:
    """The same phone again: after a lost reply, or with a newer app, which is noted."""
    if device.account_id != actor.account_id or device.public_key != draft.public_key:
        raise DeviceKeyConflict()
    if device.revoked_at:
        raise DeviceRevoked()
    if (device.name, device.platform, device.app_version) != (draft.name, draft.platform, draft.app_version):
        with database.atomic():
            device.name, device.platform, device.app_version = draft.name, draft.platform, draft.app_version
            device.save(only=[Device.name, Device.platform, Device.app_version])
            record_event(actor, "device.described", subject=device, details={"app_version": draft.app_version})
    return device


def revoke_device(actor: Actor, id: UUID) -> None:
    """Stop trusting a phone from now on: the own one, or any for the security administrator. Raises NotFound.

    What it sends later is kept and flagged, never refused: the record may have been made before.
    """
    device_within_reach(actor, id)
    with database.atomic():
        device = lock_row(Device.select().where(Device.id == id))
        if device.revoked_at:
            return
        Device.update(revoked_at=clock.now(), revoked_by_id=actor.account_id).where(Device.id == id).execute()
        record_event(actor, "device.revoked", subject=device)
