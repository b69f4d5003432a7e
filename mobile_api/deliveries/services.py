"""An act of a phone: hand in the service of a paper as it was recorded on the spot."""

from __future__ import annotations

import hashlib
from typing import Any

from mobile_api.deliveries.rules import check_shots
from mobile_api.enrolment.queries import own_device
from mobile_api.enrolment.rules import signature_is_valid
from mobile_api.push.rules import Push
from mobile_api.push.services import Terms, clock_evidence, signed_text
from reports.deliveries.models import PaperDelivery
from reports.deliveries.rules import DeliveryDraft, PhoneProof
from reports.deliveries.services import record_delivery
from server.core.errors import FieldProblem, Invalid
from server.core.permissions import Actor

#: Of the record, what is about the phone and not about the service.
_OF_THE_PHONE = frozenset({"schema", "device_id", "recorded_at", "clock", "photos"})


def push_delivery(actor: Actor, push: Push, terms: Terms) -> PaperDelivery:
    """Take in a service with what its signatures and clock prove. Sent twice it is one.

    A signature that does not hold, or a revoked device, is kept and said, never refused. Raises Invalid (not canonical,
    devices differ), TooLarge, UnknownDevice, and what record_delivery raises.
    """
    text = signed_text(push.record, terms.most_record_bytes)
    if push.device_id != push.shape["device_id"]:
        problem = FieldProblem("signature.device_id", "与记录中的设备不一致", "device_differs")
        raise Invalid(problem.message, fields=[problem])
    device = own_device(actor, push.device_id)
    time = clock_evidence(actor, push.shape, terms)
    proof = PhoneProof(
        device_id=device.id,
        device_name=device.name,
        device_active=device.revoked_at is None,
        record=push.record,
        record_hash=hashlib.sha256(text).hexdigest(),
        signature=push.signature,
        signature_valid=signature_is_valid(device.public_key, text, push.signature),
        photos_valid=check_shots(push.record, device.public_key),
        clock_offset_seconds=time.offset_seconds,
        clock_token_valid=time.token_valid,
    )
    return record_delivery(actor, _draft(push.shape), proof)


def _draft(shape: dict[str, Any]) -> DeliveryDraft:
    values = {name: value for name, value in shape.items() if name not in _OF_THE_PHONE}
    lists: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("officer_ids", "files")}
    return DeliveryDraft(**values, **lists)
