"""The time that a camera writes into its picture, against the true time.

Read is only what can be read one way. A date that could be two, or a weekday that contradicts it, is no reading:
a wrong one would send somebody to a clock that is right.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from server.core.clock import BEIJING

#: Orders in which day, month and year are written; a camera's own may be stored with it.
ORDERS = ("ymd", "mdy", "dmy")

_WEEKDAYS = {
    name: number for number, names in enumerate(("一", "二", "三", "四", "五", "六", "日天")) for name in names
}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_SEPARATOR = r"\s*[-/.]\s*"
_CHINESE = re.compile(r"(\d{4}|\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_YEAR_FIRST = re.compile(rf"(?<!\d)(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{2}}(?=\d\d:)|\d{{1,2}})")
_YEAR_LAST = re.compile(rf"(?<!\d)(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}})")
_SHORT = re.compile(rf"(?<!\d)(\d{{2}}){_SEPARATOR}(\d{{2}}){_SEPARATOR}(\d{{2}})(?!\d)")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})[\s-]*([a-z]{3})[a-z]*[\s,-]*(\d{4})")
_NAMED_FIRST = re.compile(r"(?<![a-z])([a-z]{3})[a-z]*\s*(\d{1,2})\s*,?\s*(\d{4})")
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})\s*[:时]\s*(\d{2})(?:\s*[:分]\s*(\d{2}))?(?:[.,]\d{1,3})?\s*秒?\s*(am|pm)?(?!\s*[:\d])"
)


@dataclass(frozen=True)
class ClockReading:
    """What a clock says: an instant, give or take so many seconds."""

    at: datetime
    uncertainty_seconds: float


def parse_clock(text: str, *, zone: tzinfo = BEIJING, order: str | None = None) -> ClockReading | None:
    """Read the text of a clock, Chinese or not; None where it can't be read or could mean two days.

    ``order`` is the camera's own order of day, month and year where it is known. A clock without seconds stands
    anywhere in its minute.
    """
    plain = _plain(text)
    time, rest = _time(plain)
    if time is None:
        return None
    day = _day(rest, order)
    if day is None or _contradicts(rest, day):
        return None
    hour, minute, second = time
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, second or 0, tzinfo=zone)
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if second is None:
        return ClockReading(at + timedelta(seconds=30), 30.0)
    return ClockReading(at + timedelta(seconds=0.5), 0.5)


def certain_offset(reading: ClockReading, taken_at: datetime, uncertainty_seconds: float = 0.0) -> float:
    """By how many seconds the clock is wrong for certain, fast above nought; 0 while it may be right.

    ``uncertainty_seconds``: how much later than ``taken_at`` or earlier the picture may have been made.
    """
    offset = (reading.at - taken_at).total_seconds()
    certain = max(0.0, abs(offset) - reading.uncertainty_seconds - uncertainty_seconds)
    return certain if offset > 0 else -certain


def zone_error(offset_seconds: float) -> float | None:
    """Return the hours when an offset looks like a wrong time zone or summer time rather than a clock that drifts."""
    quarters = round(offset_seconds / 900)
    is_near = abs(offset_seconds - quarters * 900) <= 120
    return quarters / 4 if is_near and 4 <= abs(quarters) <= 56 and quarters % 2 == 0 else None


def _plain(text: str) -> str:
    """Full-width digits and colons become plain; what a recogniser takes for letters between digits becomes digits."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = (
        plain.replace("上午", " am ").replace("下午", " pm ").replace("：", ":").replace("；", ":").replace(";", ":")
    )
    plain = re.sub(r"(?<=[\d:/-])[oO](?=[\d:/-]|\Z)|(?<=\s)o(?=\d)", "0", plain)
    plain = re.sub(r"(?<=[\d:/-])[il|](?=[\d:/-]|\Z)", "1", plain)
    before = re.match(r"(.*?)\b(am|pm)\s*(\d{1,2}:\d{2}(?::\d{2})?)(.*)\Z", plain, re.DOTALL)
    return f"{before[1]}{before[3]} {before[2]}{before[4]}" if before else plain


def _time(text: str) -> tuple[tuple[int, int, int | None] | None, str]:
    found = list(_TIME.finditer(_apart(text)))
    if len(found) != 1:
        return None, text
    match = found[0]
    hour, minute = int(match[1]), int(match[2])
    second = int(match[3]) if match[3] else None
    if match[4]:
        if not 1 <= hour <= 12:
            return None, text
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None, text
    whole = _apart(text)
    return (hour, minute, second), f"{whole[: match.start()]} {whole[match.end() :]}"


def _apart(text: str) -> str:
    """A recogniser leaves out the space between day and hour: 2026-11-2221:03:05."""
    return re.sub(r"(\d{4}[-/.]\d{2}[-/.]\d{2})(?=\d{2}:)", r"\1 ", text)


def _day(text: str, order: str | None) -> date | None:
    """The one day that the text can mean."""
    if match := _CHINESE.search(text):
        year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
        return _date(year, int(match[2]), int(match[3]))
    if match := _YEAR_FIRST.search(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    for pattern, (of_day, of_month) in ((_NAMED, (1, 2)), (_NAMED_FIRST, (2, 1))):
        match = pattern.search(text)
        if match and match[of_month] in _MONTHS:
            return _date(int(match[3]), _MONTHS.index(match[of_month]) + 1, int(match[of_day]))
    if match := _YEAR_LAST.search(text):
        return _only(tuple(int(part) for part in match.groups()), [o for o in (order,) if o] or ["mdy", "dmy"])
    if match := _SHORT.search(text):
        short = tuple(int(part) for part in match.groups())
        return _only(short, [order] if order else list(ORDERS), century=2000)
    return None


def _only(parts: tuple[int, ...], orders: list[str], century: int = 0) -> date | None:
    days = set()
    for order in orders:
        named = dict(zip(order, parts, strict=True))
        days.add(_date(named["y"] + century, named["m"], named["d"]))
    days.discard(None)
    return days.pop() if len(days) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 2000 <= year < 2100 else None
    except ValueError:
        return None


def _contradicts(text: str, day: date) -> bool:
    """The weekday beside a date is its check digit."""
    if match := re.search(r"(?:星期|周|礼拜)\s*([一二三四五六日天])", text):
        return _WEEKDAYS[match[1]] != day.weekday()
    if match := re.search(r"(?<![a-z])(mon|tue|wed|thu|fri|sat|sun)", text):
        return _ENGLISH.index(match[1]) != day.weekday()
    return False
