"""The course of a commendation: nominate, review, notice, decide. Pure; whoever asks has read what is handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from reports.commendations.errors import (
    BasisElsewhere,
    NoBasisInForce,
    NobodyToHonour,
    NominationsUnreviewed,
    NoticeMissing,
    NoticeRunning,
    ObjectionOpen,
    QuotaExceeded,
    RoundClosed,
    RoundWithdrawn,
)
from server.core.errors import FieldProblem

LEVELS = ("city", "district", "station", "department")
#: What is counted of candidates; a person's figures are the last three.
FIGURES = ("inspections", "rectified_on_time", "overdue", "cases", "drills", "trained", "untrained", "hours", "exam")
_HOLDS = frozenset({"in_force", "unknown"})


class HonourKind(StrEnum):
    UNIT = "unit"
    PERSON = "person"


class RoundState(StrEnum):
    OPEN = "open"
    NOTICED = "noticed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


STATES = tuple(state.value for state in RoundState)


def check_bases(bases: Sequence[Mapping[str, str]], statuses: Mapping[str, str], here: Collection[str]) -> None:
    """Refuse bases of another area, and a round of which no basis holds on the day that ``statuses`` tell of.

    Raises BasisElsewhere, NoBasisInForce.  Source: 国务院令第421号 art. 17, JN-3.5a, JN-end-a, LN-19c.
    """
    elsewhere = [
        FieldProblem(f"bases.{place}.basis", BasisElsewhere.title, BasisElsewhere.code)
        for place, basis in enumerate(bases)
        if basis["basis"] not in here
    ]
    if elsewhere:
        raise BasisElsewhere(fields=elsewhere)
    if not any(statuses.get(basis["basis"]) in _HOLDS for basis in bases):
        problem = FieldProblem("bases", NoBasisInForce.title, NoBasisInForce.code)
        raise NoBasisInForce(fields=[problem], bases={basis["basis"]: statuses.get(basis["basis"]) for basis in bases})


def check_open(state: str, *allowed: RoundState) -> None:
    """Raises RoundWithdrawn, RoundClosed for an act in a state that does not allow it."""
    if state in allowed:
        return
    if state == RoundState.WITHDRAWN:
        raise RoundWithdrawn()
    raise RoundClosed(state=state)


def check_noticeable(honours: Iterable[Mapping[str, Any]], nominations: Iterable[tuple[str, str]]) -> None:
    """Everything is reviewed, somebody is left, and no honour is given oftener than its quota allows.

    ``nominations`` are (honour's code, state). Raises NominationsUnreviewed, NobodyToHonour, QuotaExceeded.
    """
    told = list(nominations)
    if waiting := sum(state == "proposed" for _, state in told):
        raise NominationsUnreviewed(waiting=waiting)
    chosen = Counter(code for code, state in told if state == "approved")
    if not chosen:
        raise NobodyToHonour()
    over = {honour["title"]: chosen[honour["code"]] for honour in honours if chosen[honour["code"]] > honour["quota"]}
    if over:
        raise QuotaExceeded("；".join(f"{title}：{count} 个" for title, count in over.items()), over=over)


def check_decidable(notice_ends_on: date | None, open_objections: int, approved: int, today: date) -> None:
    """The notice has run its whole length, every objection is answered, somebody is left.

    The last day of the notice still belongs to it. Raises NoticeMissing, NoticeRunning, ObjectionOpen,
    NobodyToHonour.  Source: JN-3.5a.
    """
    if notice_ends_on is None:
        raise NoticeMissing()
    if today <= notice_ends_on:
        raise NoticeRunning(f"公示期至 {notice_ends_on} 届满，次日起可以作出决定", ends_on=notice_ends_on.isoformat())
    if open_objections:
        raise ObjectionOpen(open=open_objections)
    if not approved:
        raise NobodyToHonour()


def check_answerable(state: str) -> None:
    """Objections are taken and answered while the notice stands and nothing is decided. Raises as check_open."""
    check_open(state, RoundState.NOTICED)
