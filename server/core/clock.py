"""The only clock. Instants are UTC; days are Beijing calendar days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """This day in Beijing."""
    return beijing_day(now())


def beijing_day(instant: datetime) -> date:
    """The Beijing calendar day that an aware instant falls on."""
    return instant.astimezone(BEIJING).date()


def start_of(day: date) -> datetime:
    """The first instant of a Beijing day."""
    return datetime.combine(day, time(), BEIJING)


def to_text(instant: datetime) -> str:
    """Fixed width ISO 8601, UTC, microseconds: sorts as text as it sorts in time."""
    utc = instant.astimezone(UTC)
    # isoformat pads the years before 1000, as %Y does not, and takes a tenth of strftime's time
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
