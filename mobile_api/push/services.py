"""Acts of a phone: hand in one record, or many at once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from checklists.inspections.queries import Receipt
from checklists.inspections.rules import Evidence, Submission
from checklists.inspections.services import submit_inspection
from mobile_api.clock.queries import token_instant
from mobile_api.clock.rules import ClockClaim, ClockEvidence, judge_clock
from mobile_api.enrolment.models import Device
from mobile_api.enrolment.queries import own_device
from mobile_api.enrolment.rules import signature_is_valid
from mobile_api.push.rules import Json, Push, check_photo_signatures
from server.core import clock
from server.core.canonical import NotCanonical, canonical_json
from server.core.database import database
from server.core.errors import FieldProblem, Invalid, ShouwangError, TooLarge
from server.core.events import take_turn
from server.core.permissions import Actor

log = logging.getLogger("shouwang.push")


@dataclass(frozen=True)
class Terms:
    """What of the installation a push is measured by."""

    secret: bytes
    clock_tolerance_seconds: int
    most_record_bytes: int


@dataclass(frozen=True)
class Outcome:
    """What became of one push of a batch: a receipt or an error."""

    id: UUID | None
    receipt: Receipt | None = None
    created: bool = False
    error: ShouwangError | None = None


class NotTaken(ShouwangError):
    """A fault of ours struck one push of a batch; the others stand."""

    code = "internal"
    title = "服务器内部错误，该记录未保存，请稍后重试"
    status = 500


def push_record(actor: Actor, push: Push, terms: Terms) -> tuple[Receipt, bool]:
    """Take in one record with what its signatures and clock prove; (receipt, whether it came for the first time).

    A signature that does not hold, or a revoked device, is flagged, never refused: the record may be all there is.
    Raises Invalid (not canonical, devices differ), UnknownDevice, and what submit_inspection raises.
    """
    submission = weigh_push(actor, push, terms)
    return submit_inspection(actor, submission, clock_tolerance_seconds=terms.clock_tolerance_seconds)


def push_batch(actor: Actor, pushes: Sequence[Push | ShouwangError], terms: Terms) -> list[Outcome]:
    """Take in many records in one transaction, which one sync brings to disk; each stands or falls by itself.

    All signatures are checked before the transaction begins.
    """
    weighed = [_weigh(actor, push, terms) for push in pushes]
    with database.atomic():
        take_turn(actor)
        return [_take(actor, item, terms) for item in weighed]


def _weigh(actor: Actor, push: Push | ShouwangError, terms: Terms) -> Submission | Outcome:
    if isinstance(push, ShouwangError):
        return Outcome(push.details.pop("record_id", None), error=push)  # type: ignore[arg-type]
    try:
        return weigh_push(actor, push, terms)
    except ShouwangError as error:
        return Outcome(push.shape["id"], error=error)


def _take(actor: Actor, item: Submission | Outcome, terms: Terms) -> Outcome:
    if isinstance(item, Outcome):
        return item
    id = item.shape["id"]
    try:
        with database.atomic():  # a savepoint
            receipt, created = submit_inspection(actor, item, clock_tolerance_seconds=terms.clock_tolerance_seconds)
    except ShouwangError as error:
        return Outcome(id, error=error)
    except Exception:
        log.exception("record %s of a batch failed", id)
        return Outcome(id, error=NotTaken())
    return Outcome(id, receipt, created)


def weigh_push(actor: Actor, push: Push, terms: Terms) -> Submission:
    """Find out what a push proves: which phone signed it, and how far its clock was off. One query.

    Raises Invalid, TooLarge, UnknownDevice.
    """
    text = signed_text(push.record, terms.most_record_bytes)
    if push.device_id != push.shape["device_id"]:
        problem = FieldProblem("signature.device_id", "与记录中的设备不一致", "device_differs")
        raise Invalid(problem.message, fields=[problem])
    device = own_device(actor, push.device_id)
    return Submission(
        record=push.record,
        shape=push.shape,
        record_hash=hashlib.sha256(text).hexdigest(),
        evidence=_evidence(actor, push, device, text, terms),
    )


def signed_text(record: Json, most_bytes: int) -> bytes:
    """The canonical text that a phone signed. Raises Invalid (not canonical), TooLarge."""
    try:
        text = canonical_json(record)
    except NotCanonical as error:
        problem = FieldProblem("record", "含有无法规范表示的数字或文字", "not_canonical")
        raise Invalid(problem.message, fields=[problem]) from error
    if len(text) > most_bytes:
        raise TooLarge(f"单条记录不得超过 {most_bytes // 1024} KB", most_bytes=most_bytes)
    return text


def _evidence(actor: Actor, push: Push, device: Device, text: bytes, terms: Terms) -> Evidence:
    time = clock_evidence(actor, push.shape, terms)
    return Evidence(
        device_id=device.id,
        device_name=device.name,
        signature_valid=signature_is_valid(device.public_key, text, push.signature),
        photo_signatures=check_photo_signatures(push.record, device.public_key),
        clock_offset_seconds=time.offset_seconds,
        clock_token_valid=time.token_valid,
        account_active=device.revoked_at is None,  # a locked account does not get this far
    )


def clock_evidence(actor: Actor, shape: Json, terms: Terms) -> ClockEvidence:
    """How far the phone's clock was off when it wrote `recorded_at`, by the token that the record's `clock` carries."""
    said = shape["clock"]
    elapsed = said["elapsed_ms"] if said else None
    claim = ClockClaim(
        recorded_at=shape["recorded_at"],
        token_sent=said is not None,
        token_at=token_instant(terms.secret, actor, said["token"]) if said else None,
        elapsed=None if elapsed is None else timedelta(milliseconds=elapsed),
    )
    return judge_clock(claim, clock.now())
