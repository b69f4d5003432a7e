"""Days, instants and positions as the forms write them."""

from datetime import UTC, date, datetime

import pytest

from reports.documents.rendering import wording
from reports.documents.rules import Position


def test_instant_is_written_in_beijing_time_to_the_minute() -> None:
    assert wording.write_minute(datetime(2026, 11, 21, 16, 5, 59, tzinfo=UTC)) == "2026年11月22日0时05分"


def test_span_names_one_day_once_and_two_days_both() -> None:
    start = datetime(2026, 11, 22, 1, 12, tzinfo=UTC)
    assert wording.write_span(start, start.replace(hour=2)) == "2026年11月22日9时12分至10时12分"
    assert wording.write_span(start, start.replace(hour=17)) == "2026年11月22日9时12分至2026年11月23日1时12分"


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_numeral_is_written_in_chinese(number: int, written: str) -> None:
    assert wording.write_numeral(number) == written


def test_position_names_hemispheres_and_doubt() -> None:
    assert wording.write_position(Position(36.65132, 117.05124, 8.4)) == "36.65132°N，117.05124°E，误差约8米"
    assert wording.write_position(Position(-1.0, -2.0)) == "1.00000°S，2.00000°W"
    assert wording.write_position(None) == "未取得"


def test_day_is_written_without_zeros() -> None:
    assert wording.write_day(date(2026, 1, 2)) == "2026年1月2日"


def test_figures_are_named_one_by_one_and_never_broken() -> None:
    assert wording.write_figures([1, 12]).striptags() == "图1、图12"
    assert wording.write_figures([1, 12]).count("nowrap") == 2
    assert wording.write_figures([]) == ""


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("录像不足三十天", "录像不足三十天。"),
        ("录像不足三十天。", "录像不足三十天。"),
        ("录像不足三十天。。", "录像不足三十天。"),
        ("录像不足三十天，", "录像不足三十天。"),
        ("录像不足三十天；\n", "录像不足三十天。"),
        ("为何不足？", "为何不足？"),
        ("他说：“已经订货。”", "他说：“已经订货。”"),
        ("（附照片）", "（附照片）。"),
        ("", ""),
        ("。", ""),
    ],
)
def test_what_somebody_typed_ends_with_one_full_stop(typed: str, printed: str) -> None:
    assert wording.write_sentence(typed) == printed
