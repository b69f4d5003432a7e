"""The small table of areas holds together, through the changes of Jinan and Dalian."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

ROWS = json.loads((Path(__file__).resolve().parents[3] / "server/units/areas.json").read_text("utf-8"))
AREAS = {row["code"]: row for row in ROWS}


def valid_on(code: str, day: date) -> bool:
    start, end = AREAS[code]["effective_from"], AREAS[code]["effective_to"]
    return (start is None or date.fromisoformat(start) <= day) and (end is None or day <= date.fromisoformat(end))


def test_no_code_stands_twice_and_all_have_six_digits() -> None:
    assert len(AREAS) == len(ROWS)
    assert all(code.isdigit() and len(code) == 6 for code in AREAS)


def test_every_area_hangs_under_one_of_the_level_above() -> None:
    above = {"province": None, "city": "province", "district": "city"}
    for row in ROWS:
        parent = AREAS[row["parent_code"]]["level"] if row["parent_code"] else None
        assert parent == above[row["level"]], row["code"]


def test_a_code_begins_like_the_code_above_it() -> None:
    for row in ROWS:
        if row["parent_code"]:
            digits = {"city": 2, "district": 4}[row["level"]]
            assert row["code"][:digits] == row["parent_code"][:digits]


def test_laiwu_is_a_city_until_it_becomes_districts_of_jinan() -> None:
    before, after = date(2019, 1, 8), date(2019, 1, 9)
    assert [code for code in ("371200", "371202", "370116", "370117") if valid_on(code, before)] == ["371200", "371202"]
    assert [code for code in ("371200", "371202", "370116", "370117") if valid_on(code, after)] == ["370116", "370117"]


def test_jinan_has_ten_districts_and_two_counties_today() -> None:
    jinan = [
        row["name"] for row in ROWS if row["parent_code"] == "370100" and valid_on(row["code"], date(2026, 11, 22))
    ]
    assert sum(name.endswith("区") for name in jinan) == 10
    assert sum(name.endswith("县") for name in jinan) == 2


def test_a_code_of_former_times_leads_to_one_area_of_today() -> None:
    former = [code for row in ROWS for code in row["former_codes"]]
    assert len(former) == len(set(former))
    assert not {code for code in former if code in AREAS and AREAS[code]["effective_to"] is None}
