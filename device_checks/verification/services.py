"""Thresholds are set by people, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from device_checks.verification.errors import ThresholdsInvalid
from device_checks.verification.models import ThresholdSet
from device_checks.verification.rules.thresholds import Thresholds, shipped
from server.core import clock
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


@dataclass(frozen=True)
class ThresholdDraft:
    id: UUID
    match: float
    limits: Mapping[str, Any]
    note: str
    from_on: date


def set_thresholds(actor: Actor, draft: ThresholdDraft) -> ThresholdSet:
    """Set all limits from a day on; what was before stays readable. Sent twice it counts once.

    The shipped evaluation goes with the numbers it was made with, and with no others.

    Raises: ThresholdsInvalid, ResubmissionConflict.
    """
    version = f"own-{draft.id.hex[-12:]}"
    given = {"version": version, "match": draft.match, "limits": draft.limits}
    thresholds = Thresholds.from_dict(given).to_dict()
    known = {
        "thresholds": thresholds, "note": draft.note, "from_on": draft.from_on, "by_account_id": actor.account_id,
    }  # fmt: skip
    find = partial(find_resubmitted, ThresholdSet, draft.id, **known)
    if earlier := find():
        return earlier
    if draft.from_on < clock.today():
        raise ThresholdsInvalid(fields=[FieldProblem("from_on", "不能早于今天")])
    ours = shipped()
    is_shipped = {**thresholds, "version": ""} == {**ours["thresholds"], "version": ""}
    evaluation = ours["evaluation"] if is_shipped else None

    def create() -> ThresholdSet:
        row = ThresholdSet.create(
            id=draft.id, version=version, evaluation=evaluation, by_name=actor.name, at=clock.now(), **known
        )
        details = {"version": version, "from_on": draft.from_on.isoformat()}
        record_event(actor, "thresholds.set", subject=row, details=details)
        return row

    return once(create, find)[0]
