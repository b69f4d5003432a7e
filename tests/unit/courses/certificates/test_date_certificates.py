"""A certificate is never out of date on the day it says the rotation was completed."""

from __future__ import annotations

from datetime import date

import pytest

from courses.certificates.rules.certificates import completed_by, valid_to


@pytest.mark.parametrize(
    ("noticed_on", "stated"),
    [
        (date(2025, 6, 3), date(2025, 6, 3)),
        (date(2025, 12, 31), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 31)),  # entered late from the sheet that people signed
        (date(2026, 11, 23), date(2025, 12, 31)),
    ],
)
def test_what_is_entered_after_the_year_was_completed_within_it(noticed_on: date, stated: date) -> None:
    assert completed_by(noticed_on, 2025) == stated
    assert stated <= valid_to(2025)
