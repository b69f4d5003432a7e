"""Whatever way a camera writes its time, it is read as that time or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from device_checks.verification.rules.clocks import certain_offset, parse_clock, zone_error
from server.core.clock import BEIJING

FIRST = datetime(2000, 1, 1, tzinfo=BEIJING)
MOMENTS = st.integers(0, 3_150_000_000).map(lambda seconds: FIRST + timedelta(seconds=seconds))
FORMATS = (
    "%Y年%m月%d日 星期{cn} %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d {en} %H:%M:%S", "%d %b %Y %H:%M:%S", "%Y-%m-%d%H:%M:%S",
    "%Y.%m.%d %I:%M:%S %p", "CH01  %Y-%m-%d %H:%M:%S", "%m-%d-%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%y-%m-%d %H:%M:%S",
)  # fmt: skip


@given(MOMENTS, st.sampled_from(FORMATS))
def test_a_clock_is_read_as_it_was_written_or_not_at_all(moment: datetime, style: str) -> None:
    text = moment.strftime(style.format(cn="一二三四五六日"[moment.weekday()], en=moment.strftime("%a")))
    read = parse_clock(text)
    if read is None:  # two days could be meant
        assert style[:5] in ("%m-%d", "%d/%m", "%y-%m")
    else:
        assert abs((read.at - moment).total_seconds()) <= read.uncertainty_seconds


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    parse_clock(text)


@given(MOMENTS, st.floats(-1e6, 1e6), st.floats(0, 100))
def test_what_is_certain_is_never_more_than_the_offset(moment: datetime, offset: float, uncertainty: float) -> None:
    read = parse_clock(moment.strftime("%Y-%m-%d %H:%M:%S"))
    assert read is not None
    taken_at = read.at.astimezone(UTC) - timedelta(seconds=offset)
    certain = certain_offset(read, taken_at, uncertainty)
    assert abs(certain) <= abs(offset) + 1e-3
    assert certain * offset >= 0
    assert abs(offset) - abs(certain) <= uncertainty + read.uncertainty_seconds + 1e-3


@given(st.integers(-28, 28).filter(lambda halves: abs(halves) >= 2), st.floats(-100, 100))
def test_a_wrong_zone_is_told_from_a_drifting_clock(halves: int, seconds: float) -> None:
    assert zone_error(halves * 1800 + seconds) == halves / 2
    assert zone_error(halves * 1800 + 800) is None
