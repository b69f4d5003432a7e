"""Hazards by state and age, by area and by who found them, counted under an agency; every number is that of a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from reports.figures.services import fold_changes, recount
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from tests.factories.phone import make_record
from tests.factories.records import Sender, failed_check, with_failures
from tests.world import World

BOARD, HAZARDS = "/api/v1/figures/hazard-board", "/api/v1/figures/hazards"


def cells(client: Any, query: str = "") -> dict[tuple[str, str], int]:
    board = client.get(f"{BOARD}{query}").json
    return {
        (column["state"], cell["band"]): cell["total"]
        for column in board["columns"]
        for cell in column["cells"]
        if cell["total"]
    }


def by(client: Any, way: str, query: str = "") -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in client.get(f"{HAZARDS}?by={way}{query}").json["rows"]}


def self_check(sender: Sender, *items: str) -> None:
    """The school checks itself and finds these."""
    head, visit = sender.inspector("head"), sender.visit(kind="self", officers=["inspector_lin"])
    record = make_record(head.phone, visit, officers=[], recorder_person_id=None, group_reasons={})
    record["signatures"] = [one for one in record["signatures"] if one["role"] == "unit"]
    head.hand_in_whole(with_failures(record, visit, head.phone, *items))


def test_new_hazards_stand_in_the_first_band(sender: Sender, client_as: Callable[[str], Any]) -> None:
    failed_check(sender, "SCH-02", "SCH-13")
    board = client_as("officer").get(BOARD).json
    assert [column["state"] for column in board["columns"]] == ["found", "ordered", "rectified"]
    first = board["columns"][0]
    assert first["total"] == 2
    assert first["cells"][0] == {"band": "week", "general": 1, "major": 1, "total": 2}
    assert board["overdue"] == 0


def test_a_hazard_grows_older_without_being_touched(sender: Sender, client_as: Callable[[str], Any]) -> None:
    failed_check(sender, "SCH-13")
    found = clock.now()
    seen = {}
    for days in (7, 8, 30, 31, 90, 91):
        with time_machine.travel(found + timedelta(days=days), tick=False):
            seen[days] = list(cells(client_as("officer")))
    assert seen == {
        7: [("found", "week")],
        8: [("found", "month")],
        30: [("found", "month")],
        31: [("found", "quarter")],
        90: [("found", "quarter")],
        91: [("found", "older")],
    }


def test_the_day_ends_at_midnight_in_beijing(sender: Sender, client_as: Callable[[str], Any]) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-11-22T15:59:00+00:00"), tick=False):  # 23:59 there
        failed_check(sender, "SCH-13")
        assert list(cells(client_as("officer"))) == [("found", "week")]
    with time_machine.travel(datetime.fromisoformat("2026-11-29T16:01:00+00:00"), tick=False):
        assert list(cells(client_as("officer"))) == [("found", "month")]


def test_a_band_names_the_days_of_the_list_that_it_counts(sender: Sender, client_as: Callable[[str], Any]) -> None:
    failed_check(sender, "SCH-13", "SCH-06")
    officer = client_as("officer")
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        officer = client_as("officer")
        board = officer.get(BOARD).json
        band = next(band for band in board["bands"] if band["code"] == "quarter")
        listed = officer.get(
            f"/api/v1/hazards?state=found&found_from={band['found_from']}&found_to={band['found_to']}"
        ).json["items"]
        assert len(listed) == cells(officer)["found", "quarter"] == 2
        band = board["bands"][0]
        assert officer.get(f"/api/v1/hazards?found_from={band['found_from']}").json["items"] == []


@pytest.mark.clause("JN-1b")
def test_a_district_shows_what_units_found_themselves_beside_what_the_police_found(
    sender: Sender, client_as: Callable[[str], Any]
) -> None:
    failed_check(sender, "SCH-13", "SCH-06", "SCH-02")
    self_check(sender, "SCH-13")
    row = by(client_as("city"), "area")["370102"]
    assert row["name"] == "历下区"
    assert (row["total"], row["police_found"], row["self_found"], row["self_share_percent"]) == (4, 3, 1, 25.0)
    assert by(client_as("city"), "source")["self"]["total"] == 1


@pytest.mark.clause("JN-1b")
def test_the_share_of_a_district_can_be_exported(
    sender: Sender, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    failed_check(sender, "SCH-13")
    self_check(sender, "SCH-13")
    city = client_as("city")
    asked = {"id": str(new_id()), "subject": "figures", "format": "csv", "filters": {"by": "area"}}
    assert city.post("/api/v1/exports", json=asked).status_code == 201
    run_jobs()
    lines = city.get(f"/api/v1/exports/{asked['id']}/file").data.decode("utf-8-sig").splitlines()
    heading = lines[0].split(",")
    row = dict(zip(heading, next(line for line in lines if "370102" in line).split(","), strict=True))
    assert (row["隐患总数"], row["自查发现"], row["公安发现"], row["自查发现占比（%）"]) == ("2", "1", "1", "50.0")


def test_nothing_found_is_no_share(client_as: Callable[[str], Any]) -> None:
    assert client_as("city").get(f"{HAZARDS}?by=area").json["rows"] == []


def test_hazards_are_broken_down_by_kind_industry_month_and_agency(
    sender: Sender, client_as: Callable[[str], Any], world: World
) -> None:
    failed_check(sender, "SCH-13")
    city = client_as("city")
    assert by(city, "industry")["school"]["total"] == 1
    assert len(by(city, "kind")) == 1
    month = by(city, "month")[clock.today().strftime("%Y-%m")]
    assert (month["total"], month["found_from"]) == (1, clock.today().replace(day=1).isoformat())
    agencies = by(city, "agency")
    assert agencies[str(world.agencies["lixia"])]["total"] == 1
    assert agencies[str(world.agencies["licheng"])]["total"] == 0
    assert by(city, "industry", f"&year={clock.today().year - 1}") == {}
    assert by(city, "month", f"&year={clock.today().year}")


@pytest.mark.clause("JN-2.3.1b")
def test_everybody_counts_what_they_reach(sender: Sender, client_as: Callable[[str], Any]) -> None:
    failed_check(sender, "SCH-13")
    seen = {persona: sum(cells(client_as(persona)).values()) for persona in (
        "officer", "city", "station", "department", "stranger", "commerce",
    )}  # fmt: skip
    assert seen == {"officer": 1, "city": 1, "station": 1, "department": 1, "stranger": 0, "commerce": 0}


def test_an_agency_below_can_be_looked_at_and_no_other(
    sender: Sender, client_as: Callable[[str], Any], world: World
) -> None:
    failed_check(sender, "SCH-13")
    assert sum(cells(client_as("city"), f"?agency_id={world.agencies['lixia']}").values()) == 1
    for asker, agency in (("officer", "city"), ("officer", "licheng"), ("department", "lixia")):
        assert client_as(asker).get(f"{BOARD}?agency_id={world.agencies[agency]}").status_code == 404
    assert client_as("city").get(f"{BOARD}?agency_id={new_id()}").status_code == 404


@pytest.mark.parametrize("persona", ["head", "staff", "system_admin", "security_admin", "audit_admin"])
def test_units_and_administrators_have_no_figures(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).get(BOARD).status_code == 403


@pytest.mark.parametrize("query", ["by=colour", "year=1", "year=x", "agency_id=x"])
def test_a_malformed_question_names_the_field(client_as: Callable[[str], Any], query: str) -> None:
    answer = client_as("officer").get(f"{HAZARDS}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


def test_an_order_moves_the_count_and_folding_changes_no_number(
    sender: Sender, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    check = failed_check(sender, "SCH-13")
    officer = client_as("officer")
    order = {
        "id": str(new_id()),
        "inspection_id": check.record["id"],
        "hazard_ids": check.hazard_ids,
        "deadline_days": 3,
        "basis_id": "state-council-421",
        "article": "第十六条",
        "violated": "第八条",
        "measures": "加派保安员值守",
        "decided_on": clock.today().isoformat(),
    }
    assert officer.post("/api/v1/orders", json=order).status_code == 201
    signed = officer.post(f"/api/v1/orders/{order['id']}/signatures", json={"password": "Quancheng-2026"})
    assert signed.status_code == 202, signed.json
    before = officer.get(BOARD).json
    assert {column["state"]: column["total"] for column in before["columns"]} == {
        "found": 0, "ordered": 1, "rectified": 0,
    }  # fmt: skip
    assert before["due_soon"] == 1
    with database.connection_context():
        assert fold_changes() > 0
        assert recount() == 0
    after = officer.get(BOARD).json
    assert {**after, "as_of": ""} == {**before, "as_of": ""}
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        late = client_as("officer").get(BOARD).json
    assert (late["overdue"], late["due_soon"]) == (1, 0)


def test_a_unit_handed_over_takes_its_hazards_along(
    sender: Sender, client_as: Callable[[str], Any], world: World
) -> None:
    failed_check(sender, "SCH-13")
    city, id = client_as("city"), world.units["school_first"]
    unit = city.get(f"/api/v1/units/{id}")
    body = {name: value for name, value in unit.json.items() if name in (
        "name", "uscc", "kind", "industry", "address", "lat", "lon", "department_id", "key_unit_level",
        "counter_terror_target", "facts",
    )}  # fmt: skip
    moved = {
        **body,
        "area_code": "370112",
        "managed_by_id": str(world.agencies["licheng"]),
        "guided_by_id": str(world.agencies["city"]),
        "station_id": str(world.agencies["licheng_east"]),
    }
    answer = city.put(f"/api/v1/units/{id}", json=moved, headers={"If-Match": unit.headers["ETag"]})
    assert answer.status_code == 200, answer.json
    assert sum(cells(city).values()) == 1
    assert by(city, "area")["370112"]["total"] == 1
    # Its sites elsewhere may still be under the old branch; the count follows the list.
    for persona in ("officer", "stranger", "city"):
        client = client_as(persona)
        assert sum(cells(client).values()) == len(client.get("/api/v1/hazards").json["items"])
    assert sum(cells(client_as("stranger")).values()) == 1
