"""How long recordings are kept, against how long they must and may be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from device_checks.recordings.errors import DayAhead, NoTerm
from server.core.clock import start_of
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

#: What is being overwritten today is not kept too long.
DAYS_OF_TOLERANCE = 1


class Verdict(StrEnum):
    MET = "met"
    SHORT = "short"  # fewer days than must be
    GAPPED = "gapped"  # enough days, with holes in them
    GROWING = "growing"  # in use for fewer days than must be kept: come back on a day


FAILING = (Verdict.SHORT.value, Verdict.GAPPED.value)


@dataclass(frozen=True)
class Term:
    """How long recordings must be kept (days), may be kept (None: no end), and how long a gap may be (hours)."""

    code: str
    least_days: int
    most_days: int | None
    most_gap_hours: int


@dataclass(frozen=True)
class TermRow:
    """A dated row of terms: for counter-terror targets or for all others."""

    term: Term
    counter_terror: bool
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Reach:
    """What is known of a recorder on a day. ``longest_gap_hours`` None: nobody looked."""

    checked_on: date
    earliest_on: date | None
    longest_gap_hours: int | None = None
    in_use_since_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    """``comes_on``: the day to look again, where the recorder is too new to have kept enough."""

    verdict: Verdict
    kept_days: int
    required_days: int
    missing_days: int
    is_overlong: bool
    comes_on: date | None = None


@dataclass(frozen=True)
class DeclarationDraft:
    """What a person read off a recorder, with the picture of it."""

    id: UUID
    earliest_on: date | None
    longest_gap_hours: int | None
    note: str
    files: tuple[AttachedFile, ...]


def term_on(rows: Iterable[TermRow], day: date, counter_terror: bool) -> Term:
    """The term that holds on a day, the latest first. Raises NoTerm.  Source: JN-2.2.5h."""
    holding = [
        row
        for row in rows
        if row.counter_terror == counter_terror and row.from_on <= day and (row.to_on is None or day <= row.to_on)
    ]
    if not holding:
        raise NoTerm()
    return max(holding, key=lambda row: row.from_on).term


def assess(reach: Reach, term: Term) -> Assessment:
    """Whether recordings reach back far enough and no further; the day of the oldest one counts.

    A recorder in use for fewer days than must be kept is no fault as long as it kept what it could.
    Raises DayAhead.  Source: JN-2.2.5h.
    """
    if reach.earliest_on is not None and reach.earliest_on > reach.checked_on:
        raise DayAhead(fields=[FieldProblem("earliest_on", DayAhead.title, DayAhead.code)])
    kept = (reach.checked_on - reach.earliest_on).days if reach.earliest_on else 0
    missing = max(0, term.least_days - kept)
    too_long = term.most_days is not None and kept > term.most_days + DAYS_OF_TOLERANCE
    verdict = Verdict.MET
    comes_on: date | None = None
    if missing:
        verdict = Verdict.SHORT
        since = reach.in_use_since_on
        used = (reach.checked_on - since).days if since else term.least_days
        if since and reach.earliest_on and 0 <= used < term.least_days and kept >= used - 1:
            verdict, comes_on = Verdict.GROWING, since + timedelta(days=term.least_days)
    elif reach.longest_gap_hours is not None and reach.longest_gap_hours > term.most_gap_hours:
        verdict = Verdict.GAPPED
    return Assessment(verdict, kept, term.least_days, missing, too_long, comes_on)


def longest_gap_hours(
    spans: Sequence[tuple[datetime, datetime]], checked_at: datetime, since_on: date | None
) -> int | None:
    """The longest hole between recordings since a day, whole hours; None when there are no spans to look at.

    Recordings of several channels overlap: only what none of them has is a hole. What lies between the last recording
    and now counts as well.
    """
    if not spans:
        return None
    start = start_of(since_on) if since_on else min(since for since, _ in spans)
    longest, reached = timedelta(), max(start, min(since for since, _ in spans))
    for since, until in sorted(spans):
        longest = max(longest, since - reached)
        reached = max(reached, until)
    return max(0, int(max(longest, checked_at - reached).total_seconds() // 3600))


def say(assessment: Assessment) -> str:
    """One sentence for the unit."""
    days = f"{assessment.kept_days}/{assessment.required_days}天"
    if assessment.verdict is Verdict.SHORT:
        return f"录像保存{days}，缺{assessment.missing_days}天"
    if assessment.verdict is Verdict.GAPPED:
        return f"录像保存{days}，但中间有中断"
    return f"录像保存{days}"
