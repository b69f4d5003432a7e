"""How the forms write days, instants, numbers and positions."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from reports.documents.rules import HazardGrade, PhotoSource, Position

BEIJING = ZoneInfo("Asia/Shanghai")
GRADES = {HazardGrade.GENERAL: "一般", HazardGrade.MAJOR: "重大"}
SOURCES = {PhotoSource.LIVE: "现场拍摄", PhotoSource.FILE: "相册选取"}
_NUMERALS = "零一二三四五六七八九"
_YEAR_DIGITS = "〇一二三四五六七八九"
_HASH_GROUP = 8
_ENDS = ("！", "？", "。”", "！”", "？”", "。）")


def write_day(day: date) -> str:
    """2026年11月22日: Arabic, without zeros, as GB/T 9704 has it."""
    return f"{day.year}年{day.month}月{day.day}日"


def write_chinese_day(day: date) -> str:
    """二〇二六年十一月二十三日, as seals and covers have it: the year digit by digit."""
    year = "".join(_YEAR_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{write_numeral(day.month)}月{write_numeral(day.day)}日"


def write_minute(instant: datetime) -> str:
    """An instant in Beijing time, to the minute."""
    local = instant.astimezone(BEIJING)
    return f"{write_day(local)}{local.hour}时{local.minute:02}分"


def write_second(instant: datetime) -> str:
    local = instant.astimezone(BEIJING)
    return f"{local:%Y-%m-%d %H:%M:%S}"


def write_span(start: datetime, end: datetime) -> str:
    """A span to the minute, naming the day once when it is one day."""
    first, last = start.astimezone(BEIJING), end.astimezone(BEIJING)
    if first.date() == last.date():
        return f"{write_minute(start)}至{last.hour}时{last.minute:02}分"
    return f"{write_minute(start)}至{write_minute(end)}"


def write_numeral(number: int) -> str:
    """1 to 99 in Chinese numerals, for （一） and 一、."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def write_position(position: Position | None) -> str:
    if position is None:
        return "未取得"
    north = f"{abs(position.latitude):.5f}°{'N' if position.latitude >= 0 else 'S'}"
    east = f"{abs(position.longitude):.5f}°{'E' if position.longitude >= 0 else 'W'}"
    accuracy = f"，误差约{position.accuracy_metres:.0f}米" if position.accuracy_metres is not None else ""
    return f"{north}，{east}{accuracy}"


def write_sentence(text: str) -> str:
    """What somebody typed, with one full stop at its end whatever they ended it with; nothing stays nothing."""
    bare = text.strip().rstrip("，、；：。,;:.")
    return bare if not bare or bare.endswith(_ENDS) else f"{bare}。"


def write_figures(numbers: Iterable[int]) -> Markup:
    """图1、图2, none of them broken between sign and number."""
    return Markup("、").join(Markup('<span class="nowrap">图{}</span>').format(number) for number in numbers)


def group_hash(digest: str) -> str:
    """A digest in groups, so that an eye can compare it and a line can break."""
    return " ".join(digest[i : i + _HASH_GROUP] for i in range(0, len(digest), _HASH_GROUP))
