"""An instant as text sorts as it sorts in time."""

from __future__ import annotations

from datetime import UTC, datetime

from server.core import clock


def test_a_year_of_three_digits_keeps_the_width() -> None:
    early = datetime(947, 3, 13, 23, 59, 2, tzinfo=UTC)
    assert clock.to_text(early) == "0947-03-13T23:59:02.000000Z" < clock.to_text(datetime(2026, 1, 1, tzinfo=UTC))
