"""Units and their open hazards inside a rectangle, by themselves or in cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.figures.queries import places
from tests.factories.records import Sender, failed_check
from tests.world import World

MAP = "/api/v1/figures/map"
ALL = "bbox=110,30,125,42&zoom=9"


def test_few_units_are_shown_each(sender: Sender, client_as: Callable[[str], Any], world: World) -> None:
    failed_check(sender, "SCH-13", "SCH-06")
    officer = client_as("officer")
    shown = officer.get(f"{MAP}?{ALL}").json
    points = {point["unit_id"]: point for point in shown["points"]}
    assert points[str(world.units["school_first"])]["open_hazards"] == 2
    placed = [unit for unit in officer.get("/api/v1/units?limit=200").json["items"] if unit["lat"] is not None]
    assert set(points) == {unit["id"] for unit in placed}
    assert shown["cells"] == []


def test_many_units_are_gathered_in_cells_that_lose_none(
    sender: Sender, client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    failed_check(sender, "SCH-13")
    city = client_as("city")
    every = city.get(f"{MAP}?{ALL}").json
    monkeypatch.setattr(places, "MOST_POINTS", 1)
    for zoom in (3, 9, 15):
        shown = city.get(f"{MAP}?bbox=110,30,125,42&zoom={zoom}").json
        assert shown["points"] == []
        assert sum(cell["units"] for cell in shown["cells"]) == shown["units"] == every["units"]
        assert sum(cell["open_hazards"] for cell in shown["cells"]) == 1
        for cell in shown["cells"]:
            assert cell["south"] <= cell["lat"] <= cell["north"]
            assert cell["west"] <= cell["lon"] <= cell["east"]


def test_only_what_lies_inside_is_shown(client_as: Callable[[str], Any]) -> None:
    assert client_as("city").get(f"{MAP}?bbox=10,10,11,11&zoom=9").json == {"units": 0, "points": [], "cells": []}


@pytest.mark.clause("JN-2.3.1b")
def test_units_of_others_are_not_on_the_map(client_as: Callable[[str], Any]) -> None:
    for persona in ("officer", "stranger", "department"):
        client = client_as(persona)
        placed = {unit["id"] for unit in client.get("/api/v1/units?limit=200").json["items"] if unit["lat"] is not None}
        assert {point["unit_id"] for point in client.get(f"{MAP}?{ALL}").json["points"]} == placed != set()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("zoom=9", "bbox"), ("bbox=1,2,3&zoom=9", "bbox"), ("bbox=3,1,2,4&zoom=9", "bbox"),
        ("bbox=nan,1,2,4&zoom=9", "bbox"), ("bbox=1,-91,2,4&zoom=9", "bbox"), ("bbox=1,2,3,4&zoom=99", "zoom"),
        ("bbox=1,2,3,4", "zoom"),
    ],
)  # fmt: skip
def test_what_is_no_rectangle_is_refused(client_as: Callable[[str], Any], query: str, field: str) -> None:
    answer = client_as("officer").get(f"{MAP}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field
