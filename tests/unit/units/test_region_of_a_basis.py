"""A document of one province is no ground in another."""

from __future__ import annotations

import pytest

from server.units.bases.rules import region_covers


@pytest.mark.parametrize(
    ("region", "area", "holds"),
    [
        (None, "210102", True),
        ("370000", "370102", True),
        ("370100", "370102", True),
        ("370100", "370202", False),
        ("210000", "370102", False),
        ("370102", "370102", True),
        ("370102", "370103", False),
    ],
)
def test_basis_holds_in_its_own_region(region: str | None, area: str, holds: bool) -> None:
    assert region_covers(region, area) is holds
