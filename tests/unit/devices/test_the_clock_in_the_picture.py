"""Where no device tells its time, the clock written into the picture is held against the true one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from device_checks.demo_scenes import STAMPED, draw_view, encode_view
from device_checks.pictures.rules import clocks
from device_checks.pictures.rules.looking import Look, Prepared, look
from device_checks.pictures.rules.references import boxes_of
from device_checks.sources.rules import Grabbed, GrabbedFrame
from device_checks.verification.rules import DEFAULT_THRESHOLDS, Expectation, read_frame, view_of
from device_checks.verification.rules.recognising import is_installed
from server.core.ids import new_id

TRUE = datetime(2026, 11, 22, 4, 3, 5, tzinfo=UTC)
BOXES = boxes_of(STAMPED)
needs_reader = pytest.mark.skipif(not is_installed(), reason="requirements-clock.lock is not installed")


@pytest.fixture(autouse=True)
def reading() -> Iterator[None]:
    clocks.BOUNDS.pictures_read = True
    yield
    clocks.BOUNDS.pictures_read = False


def seen(shown: datetime, device_clock: datetime | None = None) -> Look:
    """A look at TRUE of a camera whose picture says it is ``shown``."""
    view = view_of(read_frame(encode_view(draw_view("hall", 4, TRUE))), BOXES)
    prepared = Prepared(
        camera_id=new_id(),
        unit_id=new_id(),
        views=(view,),
        reference_ids=(new_id(),),
        expected=Expectation(1920, 1080, BOXES, False),
        thresholds=DEFAULT_THRESHOLDS,
        source="http",
    )
    content = encode_view(draw_view("hall", 4, shown))
    return look(prepared, Grabbed((GrabbedFrame(content, TRUE),), device_clock, 0.2))


@needs_reader
def test_a_clock_that_is_five_minutes_fast_is_a_fault() -> None:
    found = seen(TRUE + timedelta(minutes=5))
    assert found.clock_offset_seconds == pytest.approx(300, abs=1)
    assert "clock_drift" in found.kinds


@needs_reader
def test_a_clock_that_goes_right_is_none() -> None:
    found = seen(TRUE)
    assert found.clock_offset_seconds == pytest.approx(0, abs=1)
    assert "clock_drift" in found.assessed
    assert "clock_drift" not in found.kinds


def test_the_devices_own_word_comes_first() -> None:
    found = seen(TRUE + timedelta(minutes=5), device_clock=TRUE)
    assert found.clock_offset_seconds == 0
    assert "clock_drift" not in found.kinds


def test_nothing_is_read_where_nobody_asked_for_it() -> None:
    clocks.BOUNDS.pictures_read = False
    found = seen(TRUE + timedelta(minutes=5))
    assert found.clock_offset_seconds is None
    assert "clock_drift" not in found.assessed
