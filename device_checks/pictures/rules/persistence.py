"""A fault is what lasts: how often and how long something must be seen before people are asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from device_checks.pictures.rules.looking import OF_THE_CONNECTION
from server.core.clock import to_text

#: While one of these is seen, nothing can be said of the rest of the picture.
HIDING = frozenset({"black", "white", "signal_loss", "covered", "other_scene"}) | OF_THE_CONNECTION


@dataclass(frozen=True)
class Need:
    """What it takes to open a fault: so many faulty looks over so many minutes, or a doubt that lasts for longer."""

    looks: int
    minutes: int
    recheck_minutes: int
    doubt_looks: int
    doubt_minutes: int


@dataclass(frozen=True)
class Needs:
    """``of`` gives each kind's need; data, see the term ``persistence``."""

    default: Need
    kinds: Mapping[str, Need] = field(default_factory=dict)

    def of(self, kind: str) -> Need:
        return self.kinds.get(kind, self.default)


@dataclass(frozen=True)
class Streak:
    """How often one kind has been seen in a row; ``faults`` counts those looks that were sure of it."""

    looks: int
    since: datetime
    faults: int = 0
    fault_since: datetime | None = None

    def with_one(self, verdict: str, at: datetime) -> Streak:
        """One more look that saw it."""
        is_sure = verdict == "fault"
        return Streak(
            self.looks + 1,
            self.since,
            self.faults + is_sure,
            self.fault_since or (at if is_sure else None),
        )

    def lasts(self, need: Need, at: datetime) -> bool:
        """Whether it has been seen often and long enough to ask a person."""
        sure = (
            self.fault_since is not None
            and self.faults >= need.looks
            and at - self.fault_since >= timedelta(minutes=need.minutes)
        )
        doubted = self.looks >= need.doubt_looks and at - self.since >= timedelta(minutes=need.doubt_minutes)
        return sure or doubted


@dataclass(frozen=True)
class Course:
    """What one look changes. ``seen``: kinds found now; ``lasting``: those to open; ``cleared``: those that it ends."""

    streaks: Mapping[str, Streak]
    seen: frozenset[str]
    lasting: frozenset[str]
    cleared: frozenset[str]
    recheck_at: datetime | None


def advance(
    streaks: Mapping[str, Streak], verdicts: Mapping[str, str], assessed: Collection[str], at: datetime, needs: Needs
) -> Course:
    """What a look at ``at`` makes of the streaks; ``verdicts`` by kind found, ``assessed`` the kinds it could see.

    A look ends what it could have seen and did not: without a picture that is nothing, behind a cover little.  A doubt asks for one second look, a fault that does not last yet for as many as it takes.
    """
    hidden = bool(HIDING & set(verdicts))
    could_see = {kind for kind in assessed if not hidden or kind in HIDING}
    cleared = frozenset(could_see - set(verdicts))
    grown = {kind: streaks.get(kind, Streak(0, at)).with_one(verdict, at) for kind, verdict in verdicts.items()}
    kept = {kind: streak for kind, streak in streaks.items() if kind not in cleared}
    lasting = frozenset(kind for kind, streak in grown.items() if streak.lasts(needs.of(kind), at))
    waiting = [
        needs.of(kind).recheck_minutes
        for kind, streak in grown.items()
        if kind not in lasting and (verdicts[kind] == "fault" or streak.looks == 1)
    ]
    recheck_at = at + timedelta(minutes=min(waiting)) if waiting else None
    return Course({**kept, **grown}, frozenset(verdicts), lasting, cleared, recheck_at)


def streaks_of(kept: Mapping[str, Any]) -> dict[str, Streak]:
    """Read what ``kept_streaks`` wrote."""
    return {
        kind: Streak(
            row["looks"],
            datetime.fromisoformat(row["since"]),
            row["faults"],
            datetime.fromisoformat(row["fault_since"]) if row["fault_since"] else None,
        )
        for kind, row in kept.items()
    }


def kept_streaks(streaks: Mapping[str, Streak]) -> dict[str, Any]:
    """Streaks as a row keeps them."""
    return {
        kind: {
            "looks": streak.looks,
            "since": to_text(streak.since),
            "faults": streak.faults,
            "fault_since": to_text(streak.fault_since) if streak.fault_since else None,
        }
        for kind, streak in streaks.items()
    }
