"""Time between two looks, counted as the earlier look found the camera."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from server.core.clock import BEIJING

#: A longer silence is nobody's fault that we know of: the patrol did not run.
LONGEST_KNOWN = timedelta(hours=26)


def month_of(moment: datetime) -> str:
    """``2026-11``, of the Beijing day."""
    return moment.astimezone(BEIJING).strftime("%Y-%m")


def spans(since: datetime | None, until: datetime) -> Iterator[tuple[str, int]]:
    """Months and whole seconds between two looks; nothing when the clock went back or too long a time is unknown."""
    if since is None or not timedelta() < until - since <= LONGEST_KNOWN:
        return
    begin = since
    while month_of(begin) != month_of(until):
        local = begin.astimezone(BEIJING)
        following = (local.replace(day=1) + timedelta(days=32)).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )
        yield month_of(begin), round((following - begin).total_seconds())
        begin = following
    yield month_of(begin), round((until - begin).total_seconds())
