"""A bulletin's break-down by area and month, and the way from each number to the hazards it counts."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from server.core import clock
from tests.factories.bulletins import BULLETINS, drafted
from tests.factories.hazards import HAZARDS, act, closure, done, rectification, report
from tests.factories.records import Json, Sender, failed_check
from tests.world import World

As = Callable[[str], Any]


@pytest.fixture
def bulletin(sender: Sender, client_as: As, world: World) -> Json:
    """After an inspection, and a hazard that the unit found two months ago and put right."""
    failed_check(sender, "SCH-13", "SCH-02")
    head, earlier = client_as("head"), (clock.today().replace(day=1) - timedelta(days=40)).isoformat()
    mine = head.post(HAZARDS, json=report(world, found_on=earlier))
    assert mine.status_code == 201, mine.json
    done(act(head, mine.json["id"], "rectifications", rectification()))
    done(act(head, mine.json["id"], "closures", closure()))
    return drafted(client_as("officer"), world)


def table(bulletin: Json, code: str) -> Json:
    return next(one for one in bulletin["figures"]["tables"] if one["code"] == code)


@pytest.mark.clause("JN-2.1a")
def test_each_area_has_a_column_for_each_month_and_they_add_up(bulletin: Json, client_as: As) -> None:
    found, still_open = table(bulletin, "area_months_found"), table(bulletin, "area_months_open")
    assert len(found["headings"]) == clock.today().month + 2
    *areas, last = found["rows"]
    for row in (*areas, last):
        assert sum(map(int, row[1:-1])) == int(row[-1])
    for place in range(1, len(last)):
        assert sum(int(row[place]) for row in areas) == int(last[place])
    whole = client_as("officer").get(f"{HAZARDS}?limit=200").json["items"]
    assert int(last[-1]) == len(whole)
    assert int(still_open["rows"][-1][-1]) == sum(row["state"] != "closed" for row in whole)
    chart = next(one for one in bulletin["figures"]["charts"] if one["code"] == "area_months")
    assert [sum(values) for values in zip(*(one["values"] for one in chart["series"]), strict=True)] == [
        float(count) for count in last[1:-1]
    ]


@pytest.mark.clause("JN-1b")
def test_every_number_opens_into_exactly_the_hazards_it_counts(bulletin: Json, client_as: As) -> None:
    officer, opened = client_as("officer"), 0
    for one in bulletin["figures"]["tables"]:
        for row, links in zip(one["rows"], one["links"], strict=bool(one["links"])):
            for text, link in zip(row, links, strict=True):
                if not link:
                    continue
                opened += 1
                listed = officer.get(f"/api/v1{link}&limit=200").json["items"]
                assert len(listed) == int(text), (one["title"], row, link)
    tables = {one["code"] for one in bulletin["figures"]["tables"] if one["links"]}
    assert tables == {"overview", "agencies", "industries", "areas", "area_months_found", "area_months_open"}
    assert opened > 40


def test_workbook_and_paper_have_the_same_numbers(bulletin: Json, client_as: As, read: Callable[[bytes], str]) -> None:
    officer, found = client_as("officer"), table(bulletin, "area_months_found")
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{BULLETINS}/{bulletin['id']}/workbook").data))
    [sheet] = [one for one in book.worksheets if found["title"][:20] in one.title]
    assert [str(cell.value) for cell in sheet[len(found["rows"]) + 1]] == found["rows"][-1]
    paper = read(officer.get(f"{BULLETINS}/{bulletin['id']}/preview").data)
    assert found["title"] in paper
    assert "".join(found["rows"][-1]) in paper


def test_months_after_the_period_are_left_out(client_as: As, world: World) -> None:
    made = drafted(client_as("officer"), world, span="month", part=1, year=clock.today().year)
    assert [one["code"] for one in made["figures"]["tables"] if "area_months" in one["code"]] in (
        [],
        ["area_months_found", "area_months_open"],
    )
    for one in made["figures"]["charts"]:
        assert one["labels"] == ["1月"]


def test_a_list_may_be_bounded_by_an_agency_and_never_widens(bulletin: Json, client_as: As, world: World) -> None:
    stranger, officer = client_as("stranger"), client_as("officer")
    bound = f"{HAZARDS}?agency_id={world.agencies['lixia']}"
    assert stranger.get(bound).json["items"] == []
    other = officer.get(f"{HAZARDS}?agency_id={world.agencies['licheng']}").json["items"]
    assert other == []
    assert len(officer.get(bound).json["items"]) == len(officer.get(HAZARDS).json["items"]) > 0


def test_hazards_are_found_by_who_found_them(bulletin: Json, client_as: As) -> None:
    officer = client_as("officer")
    own, others = (officer.get(f"{HAZARDS}?own={way}&limit=200").json["items"] for way in ("true", "false"))
    assert {row["source"] for row in own} == {"self"}
    assert {row["source"] for row in others} == {"inspection"}
    assert date.fromisoformat(own[0]["found_on"]).month != clock.today().month
