"""What a hazard (隐患) is, and which steps its life may take."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from checklists.hazards.errors import (
    AskedTooLate,
    DeadlineStillRuns,
    ExtensionPending,
    HazardNotOpen,
    HazardRefusal,
    HazardStepIllegal,
    NoExtensionAsked,
    NotOverdue,
    NotWorkSafety,
    OrderMissing,
    SourceCannotClose,
)

GRADES = ("general", "major")
STATES = ("found", "ordered", "rectified", "closed", "handed_over", "withdrawn")
ENDED = ("closed", "handed_over", "withdrawn")
SOURCES = ("inspection", "self", "device", "report")
KINDS = ("public_security", "work_safety")

#: The unit may put these right without an order: it found them itself, or its own equipment did.
RECTIFIED_WITHOUT_ORDER = frozenset({"self", "device"})
#: Its responsible person may close these: nobody but the unit found them. Source: JN-2.2.6a.
CLOSED_BY_UNIT = frozenset({"self"})

#: Step → state before → state after. "order?" is ordered while an order stands, else found.
LIFE: dict[str, dict[str | None, str]] = {
    "found": {None: "found"},
    "classified": {"found": "found"},
    "ordered": {"found": "ordered"},
    "order_revoked": {"ordered": "found", "rectified": "found", "closed": "closed"},
    "rectified": {"found": "rectified", "ordered": "rectified"},
    "extension_asked": {"ordered": "ordered"},
    "extension_granted": {"ordered": "ordered"},
    "extension_refused": {"ordered": "ordered"},
    "overdue": {"ordered": "ordered"},
    "escalated": {"ordered": "ordered"},
    "overdue_withdrawn": {"ordered": "ordered"},
    "recheck_passed": {"ordered": "closed", "rectified": "closed", "closed": "closed"},
    "recheck_failed": {"ordered": "order?", "rectified": "order?", "closed": "found"},
    "closed": {"rectified": "closed"},
    "handed_over": {"found": "handed_over"},
    # A correction, or a decision between two records of one check, says that it never was; or that it was after all.
    "withdrawn": {"found": "withdrawn"},
    "restored": {"withdrawn": "found"},
}


@dataclass(frozen=True)
class HazardDraft:
    """One hazard as the record shows it."""

    item_id: str | None
    title: str
    note: str
    grade: str
    bases: list[dict[str, Any]] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """How a hazard stands on a day, as far as its next step depends on it."""

    state: str
    source: str
    kind: str
    has_order: bool
    deadline_on: date | None
    overdue_on: date | None
    extension_asked_on: date | None


def next_state(state: str | None, step: str, *, has_order: bool) -> str:
    """The state after a step. Raises HazardNotOpen (an order upon what is no longer open), HazardStepIllegal."""
    after = LIFE[step].get(state)
    if after is None:
        raise (HazardNotOpen if step == "ordered" else HazardStepIllegal)(state=state, step=step)
    if after == "order?":
        return "ordered" if has_order else "found"
    return after


def fold(steps: Iterable[str]) -> str:
    """The state that a life's steps lead to, from the first. Raises HazardStepIllegal."""
    state, has_order = None, False
    for step in steps:
        state = next_state(state, step, has_order=has_order)
        has_order = step == "ordered" or (has_order and step != "order_revoked")
    if state is None:
        raise HazardStepIllegal(state=None, step=None)
    return state


def check_step(standing: Standing, step: str, today: date) -> None:
    """Whether this hazard may take this step today, whoever takes it.

    Raises HazardStepIllegal, HazardNotOpen, OrderMissing, SourceCannotClose, NotWorkSafety, AskedTooLate,
    ExtensionPending, NoExtensionAsked, DeadlineStillRuns, NotOverdue.  Source: JN-2.2.6a, LN-29.
    """
    next_state(standing.state, step, has_order=standing.has_order)
    if step == "rectified" and standing.state == "found" and standing.source not in RECTIFIED_WITHOUT_ORDER:
        raise OrderMissing()
    if step == "closed" and (standing.source not in CLOSED_BY_UNIT or standing.has_order):
        raise SourceCannotClose()
    if standing.state == "closed" and step.startswith("recheck_") and not _is_closed_by_unit(standing):
        raise HazardStepIllegal(state=standing.state, step=step)
    if step == "recheck_failed" and standing.state == "ordered" and not _is_expired(standing, today):
        raise DeadlineStillRuns(deadline_on=str(standing.deadline_on))
    if step == "handed_over" and standing.kind != "work_safety":
        raise NotWorkSafety()
    if step == "overdue_withdrawn" and standing.overdue_on is None:
        raise NotOverdue()
    if step.startswith("extension_"):
        _check_extension(standing, step, today)


def _check_extension(standing: Standing, step: str, today: date) -> None:
    """Before expiry, one request at a time. Source: 公安部令第93号 art. 9."""
    if step != "extension_asked":
        if standing.extension_asked_on is None:
            raise NoExtensionAsked()
    elif standing.extension_asked_on is not None:
        raise ExtensionPending()
    elif _is_expired(standing, today):
        raise AskedTooLate(deadline_on=str(standing.deadline_on))


def _is_expired(standing: Standing, today: date) -> bool:
    return standing.deadline_on is not None and standing.deadline_on < today


def _is_closed_by_unit(standing: Standing) -> bool:
    return standing.source in CLOSED_BY_UNIT and not standing.has_order


#: What an actor may do, by the permission it takes and the steps that it may lead to.
ACTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "rectify": ("hazard.rectify", ("rectified",)),
    "close": ("hazard.close", ("closed",)),
    "ask_extension": ("hazard.ask_extension", ("extension_asked",)),
    "decide_extension": ("hazard.decide_extension", ("extension_granted",)),
    "recheck": ("hazard.recheck", ("recheck_passed", "recheck_failed")),
    "withdraw_overdue": ("hazard.withdraw_overdue", ("overdue_withdrawn",)),
    "classify": ("hazard.classify", ("classified",)),
    "hand_over": ("hazard.hand_over", ("handed_over",)),
}


def allowed_acts(standing: Standing, permissions: Collection[str], today: date) -> list[str]:
    """The acts that somebody with these permissions may do on this hazard today."""
    return [
        act
        for act, (permission, steps) in ACTS.items()
        if permission in permissions and any(_may_take(standing, step, today) for step in steps)
    ]


def _may_take(standing: Standing, step: str, today: date) -> bool:
    try:
        check_step(standing, step, today)
    except HazardRefusal:
        return False
    return True
