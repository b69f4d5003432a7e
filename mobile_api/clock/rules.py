"""How far a phone's clock is off, as far as the server can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Beyond this the phone's monotonic clock has drifted, slept or been restarted too often to count on.
TOKEN_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class ClockClaim:
    """What a record says of its time.

    ``token_at`` is the server's own instant inside the token the phone held (None: no valid token of this account);
    ``elapsed`` what the phone's monotonic clock counted since (None: it was restarted in between).
    """

    recorded_at: datetime
    token_sent: bool
    token_at: datetime | None
    elapsed: timedelta | None


@dataclass(frozen=True)
class ClockEvidence:
    """``offset_seconds``: claimed minus estimated time, positive when the phone is ahead; None when nothing tells.

    ``token_valid``: None when no token was sent.
    """

    offset_seconds: float | None
    token_valid: bool | None


def judge_clock(claim: ClockClaim, received_at: datetime) -> ClockEvidence:
    """Compare the claim with the server's time.

    With token and elapsed time there is an estimate. With less there are bounds only: not before the token was
    made, not after the record came in. A claim outside of them is off by at least the distance.
    """
    if claim.token_at is None:
        return ClockEvidence(_beyond(claim.recorded_at, None, received_at), False if claim.token_sent else None)
    if claim.elapsed is None:
        valid = claim.recorded_at - claim.token_at <= TOKEN_LIFE
        return ClockEvidence(_beyond(claim.recorded_at, claim.token_at, received_at), valid)
    estimate = min(claim.token_at + claim.elapsed, received_at)
    offset = (claim.recorded_at - estimate).total_seconds()
    return ClockEvidence(offset, claim.elapsed <= TOKEN_LIFE)


def _beyond(recorded_at: datetime, earliest: datetime | None, latest: datetime) -> float | None:
    if recorded_at > latest:
        return (recorded_at - latest).total_seconds()
    if earliest is not None and recorded_at < earliest:
        return (recorded_at - earliest).total_seconds()
    return None
