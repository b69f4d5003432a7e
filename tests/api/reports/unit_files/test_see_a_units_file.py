"""All that is known of a unit in one view: each chapter with its count, last day and newest rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tests.factories.hazards import report
from tests.factories.records import Sender, failed_check, statements
from tests.factories.unit_files import address, section, served, told_of
from tests.world import World

ClientAs = Callable[[str], Any]
CHAPTERS = {
    "responsible", "security_body", "places", "facilities", "inspections", "hazards", "orders", "penalties", "honours",
    "duty_papers", "drills", "rotation", "activities", "cases", "papers",
}  # fmt: skip


@pytest.mark.clause("JN-2.3.2c")
def test_every_chapter_tells_what_there_is(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    moment, penalty = told_of(sender, client_as, world, run_jobs)
    with time_machine.travel(moment, tick=False):
        file = client_as("officer").get(address(world)).json
        assert file["unit"]["name"] == "泉城示范第一中学"
        empty = {one["code"] for one in file["sections"] if not one["count"]}
        assert {one["code"] for one in file["sections"]} >= CHAPTERS
        assert empty & CHAPTERS == set()
        assert section(file, "hazards")["count"] == 1
        assert section(file, "penalties")["rows"][0]["title"].endswith(penalty["number"])
        assert "20,000.00" in section(file, "penalties")["rows"][0]["detail"]
        assert any(row["title"] == "配电室" and row["state"] == "重要部位" for row in section(file, "places")["rows"])
        assert section(file, "cases")["rows"][0]["title"] == "盗窃"
        assert section(file, "orders")["last_on"] == section(file, "orders")["rows"][0]["on"]
        # The unit sees what was served upon it, and what the police note of cases is not for it.
        own = client_as("head").get(address(world)).json
        assert section(own, "penalties")["count"] == 0
        assert "cases" not in {one["code"] for one in own["sections"]}
        served(client_as, world, penalty["id"])
        assert section(client_as("head").get(address(world)).json, "penalties")["count"] == 1


def test_a_unit_sees_its_own_and_others_do_not(client_as: ClientAs, world: World) -> None:
    assert client_as("head").get(address(world)).status_code == 200
    assert client_as("fuel_head").get(address(world)).status_code == 404
    assert client_as("stranger").get(address(world)).status_code == 404
    assert client_as("staff").get(address(world)).status_code == 403
    assert client_as("department").get(address(world)).status_code == 200
    assert "penalties" not in {one["code"] for one in client_as("department").get(address(world)).json["sections"]}


def test_rows_are_the_newest_and_the_count_is_of_all(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    for number in range(23):
        assert officer.post("/api/v1/hazards", json=report(world, title=f"隐患{number:02}")).status_code == 201
    hazards = section(officer.get(address(world)).json, "hazards")
    assert (hazards["count"], len(hazards["rows"])) == (23, 20)
    assert hazards["rows"][0]["title"] == "隐患22"


def test_a_longer_file_asks_no_more(sender: Sender, client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    failed_check(sender, "SCH-13")
    with statements() as few:
        officer.get(address(world))
    for number in range(5):
        officer.post("/api/v1/hazards", json=report(world, title=f"隐患{number}"))
    with statements() as many:
        assert section(officer.get(address(world)).json, "hazards")["count"] == 6
    assert len(many) <= len(few) <= 120
