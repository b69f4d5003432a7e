"""The clock in a picture: read where it can mean one time, else not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import cv2
import numpy as np
import pytest

from device_checks.verification.rules import Box, recognising
from device_checks.verification.rules.clocks import parse_clock
from tests.factories.pictures import jpeg, scene

AT = datetime(2026, 11, 22, 13, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月22日 星期日 21:03:05", "2026-11-22 21:03:05", "2026-11-2221:03:05", "11/22/2026 09:03:05 PM", "22-11-2026 21:03:05",
        "2026/11/22 下午 9:03:05", "Sun 22 Nov 2026 21:03:05", "Nov 22, 2026 21:03:05", "２０２６－１１－２２　２１：０３：０５",
        "2O26-11-22 21:03:05", "2026年11月22日 21时03分05秒", "2026-11-22 21:03:05.250", "Camera 01 2026-11-22 21:03:05",
    ],
)  # fmt: skip
def test_a_clock_is_read(text: str) -> None:
    read = parse_clock(text)
    assert read is not None
    assert abs((read.at - AT).total_seconds()) <= read.uncertainty_seconds == 0.5


@pytest.mark.parametrize(
    "text",
    [
        "11/12/2026 21:03:05", "26-11-22 21:03:05", "2026年11月22日 星期一 21:03:05", "2026-13-22 21:03:05", "2026-11-22 25:03:05",
        "2026-11-22", "21:03:05", "2026-11-22 21:03:055", "2026-11-22 21:03:05 / 21:03:06", "NO SIGNAL", "1970-01-01 00:00:00",
    ],
)  # fmt: skip
def test_what_could_be_two_times_or_none_is_not_read(text: str) -> None:
    assert parse_clock(text) is None


def test_the_cameras_own_order_settles_what_could_be_two_days() -> None:
    read = parse_clock("11/12/2026 21:03:05", order="dmy")
    assert read is not None
    assert read.at.date().isoformat() == "2026-12-11"
    short = parse_clock("26-11-22 21:03:05", order="ymd")
    assert short is not None
    assert abs((short.at - AT).total_seconds()) <= 0.5


def test_without_seconds_it_may_be_anywhere_in_its_minute() -> None:
    read = parse_clock("2026-11-22 21:03")
    assert read is not None
    assert (read.at - AT).total_seconds() == 25
    assert read.uncertainty_seconds == 30


def test_a_clock_in_another_zone_is_read_in_it() -> None:
    read = parse_clock("2026-11-22 18:33:05", zone=timezone(timedelta(hours=5, minutes=30)))
    assert read is not None
    assert abs((read.at - AT).total_seconds()) <= 0.5


def test_without_the_recogniser_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "find_spec", lambda name: None)
    assert recognising.read_text(jpeg(scene(1)), Box(0, 0, 1, 0.2)) is None


@pytest.mark.skipif(not recognising.is_installed(), reason="requirements-clock.lock is not installed")
def test_the_recogniser_reads_what_a_camera_writes() -> None:
    picture = scene(1)
    picture[20:80, 30:620] = (picture[20:80, 30:620] * 0.4).astype(np.uint8)
    cv2.putText(picture, "2026-11-22 21:03:06", (40, 65), cv2.FONT_HERSHEY_DUPLEX, 1.4, (255, 255, 255), 2, cv2.LINE_AA)
    text = recognising.read_text(jpeg(picture, quality=92), Box(0.02, 0.02, 0.5, 0.12))
    assert text is not None
    read = parse_clock(text)
    assert read is not None
    assert (read.at - AT).total_seconds() == 1.5
