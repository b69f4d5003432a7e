"""A score shows the factors it is made of, their weights, and the rows behind each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reports.scores.jobs import JOBS
from server.core import clock
from server.core.database import database
from server.units.registry.models import Unit
from tests.factories.alerts import case_body
from tests.factories.facilities import facility
from tests.factories.hazards import ordered
from tests.factories.records import Sender, statements
from tests.factories.scores import SCHEMES, scheme_body
from tests.factories.unit_files import address
from tests.world import World

ClientAs = Callable[[str], Any]


def counted(run_jobs: Callable[[], int]) -> None:
    """The night's count, as the scheduler has it run."""
    with database.connection_context():
        JOBS[0].run({})
    run_jobs()


def factor(page: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in page["factors"] if one["code"] == code)


@pytest.mark.clause("JN-2.3.4a")
def test_the_page_shows_factors_weights_and_the_rows_behind(sender: Sender, client_as: ClientAs, world: World) -> None:
    found = ordered(sender, client_as, "SCH-13", days=5)
    officer = client_as("officer")
    assert officer.post("/api/v1/cases", json=case_body(world)).status_code == 201
    with time_machine.travel(clock.now() + timedelta(days=6), tick=False):
        page = client_as("officer").get(address(world, "score")).json
        assert sum(one["weight"] for one in page["factors"]) == 100
        late = factor(page, "overdue_hazards")
        # One of at most three overdue hazards takes a third of the weight of 15.
        assert (late["value"], late["cap"], late["weight"], late["points_x10"]) == (1, 3, 15, 100)
        assert [row["id"] for row in late["rows"]] == [found.id]
        case = factor(page, "cases")
        assert (case["value"], case["points_x10"], case["rows"][0]["title"]) == (1, 100, "盗窃")
        known = [one for one in page["factors"] if one["value"] is not None]
        assert page["weights"] == sum(one["weight"] for one in known) < 100
        given = sum(one["points_x10"] for one in known)
        assert page["score_x10"] == (given * 200 + page["weights"]) // (page["weights"] * 2)
        assert factor(page, "closed_in_time_percent")["points_x10"] is None
        own = client_as("head").get(address(world, "score")).json
        assert (own["score_x10"], factor(own, "cases")["rows"]) == (page["score_x10"], [])


def test_who_may_see_it(client_as: ClientAs, world: World) -> None:
    assert client_as("head").get(address(world, "score")).status_code == 200
    assert client_as("stranger").get(address(world, "score")).status_code == 404
    assert client_as("staff").get(address(world, "score")).status_code == 403


def test_a_new_scheme_holds_from_its_day_on(client_as: ClientAs, world: World) -> None:
    officer, body = client_as("officer"), scheme_body(from_on=(clock.today() + timedelta(days=1)).isoformat())
    for _ in range(2):
        answer = officer.post(SCHEMES, json=body)
        assert answer.status_code == 201, answer.json
    assert len(officer.get(SCHEMES).json["items"]) == 2
    assert len(officer.get(address(world, "score")).json["factors"]) == 9
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        page = client_as("officer").get(address(world, "score")).json
        assert [(one["code"], one["weight"]) for one in page["factors"]] == [("cases", 60), ("overdue_hazards", 40)]
        assert (page["score_x10"], page["band"]) == (1000, "good")
    other = officer.post(SCHEMES, json={**body, "title": "另一方案"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"factors": [{"code": "cases", "weight": 60, "direction": "less", "cap": 2}]}, "factors"),
        ({"factors": [{"code": "cases", "weight": 50, "direction": "less", "cap": 2}] * 2}, "factors"),
        ({"bands": [{"code": "good", "title": "好", "least_x10": 800}]}, "bands"),
    ],
)
def test_a_scheme_that_adds_up_to_nothing_is_refused(client_as: ClientAs, changes: dict[str, Any], field: str) -> None:
    answer = client_as("officer").post(SCHEMES, json=scheme_body(**changes))
    assert (answer.status_code, answer.json["code"]) == (422, "score_scheme_invalid")
    assert answer.json["errors"][0]["field"] == field
    assert client_as("inspector").post(SCHEMES, json=scheme_body()).status_code == 403
    unnamed = client_as("officer").post(SCHEMES, json=scheme_body(title=""))
    assert (unnamed.status_code, unnamed.json["errors"][0]["field"]) == (422, "title")


def test_the_night_counts_every_unit_once_a_month(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    assert officer.get("/api/v1/scores").json["items"] == []
    officer.post("/api/v1/cases", json=case_body(world))
    for _ in range(2):
        counted(run_jobs)
    city = client_as("city").get("/api/v1/scores?limit=200").json["items"]
    with database.connection_context():
        assert len(city) == Unit.select().count()
    scores = [row["score_x10"] for row in city]
    assert scores == sorted(scores)
    school = next(row for row in city if row["unit"]["id"] == str(world.units["school_first"]))
    page = officer.get(address(world, "score")).json
    assert school["score_x10"] == page["score_x10"]
    assert page["history"] == [{"month": school["month"], "score_x10": school["score_x10"], "band": school["band"]}]
    assert {bar["code"] for bar in school["defences"]} == {"people", "barrier", "technology"}
    strangers = client_as("stranger").get("/api/v1/scores?limit=200").json["items"]
    assert str(world.units["school_first"]) not in {row["unit"]["id"] for row in strangers}
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        counted(run_jobs)
        assert len(client_as("officer").get(address(world, "score")).json["history"]) == 2


def test_the_list_pages_filters_and_prints(client_as: ClientAs, world: World, run_jobs: Callable[[], int]) -> None:
    counted(run_jobs)
    officer = client_as("officer")
    first = officer.get("/api/v1/scores?limit=1").json
    second = officer.get(f"/api/v1/scores?limit=200&after={first['next']}").json
    ids = [row["unit"]["id"] for row in [*first["items"], *second["items"]]]
    assert len(ids) == len(set(ids)) == len(officer.get("/api/v1/scores?limit=200").json["items"])
    band = first["items"][0]["band"]
    assert {row["band"] for row in officer.get(f"/api/v1/scores?band={band}").json["items"]} == {band}
    book = officer.get("/api/v1/scores.xlsx")
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        assert "泉城示范第一中学" in parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.clause("LN-aims-2")
def test_areas_and_agencies_keep_the_three_defences_apart(
    client_as: ClientAs, world: World, run_jobs: Callable[[], int], connected: None
) -> None:
    facility(world.units["school_first"], kind="barrier", type="wall", name="围墙", number="W1")
    counted(run_jobs)
    city = client_as("city")
    for way in ("area", "agency"):
        rows = city.get(f"/api/v1/scores/spread?by={way}").json["rows"]
        assert sum(row["units"] for row in rows) >= Unit.select().count()
        bars = {bar["code"]: bar for row in rows for bar in row["defences"] if bar["required"]}
        assert {"people", "barrier"} <= set(bars)
        assert any(bar["code"] == "technology" and bar["percent"] is None for row in rows for bar in row["defences"])
    stranger = client_as("stranger").get(f"/api/v1/scores/spread?agency_id={world.agencies['lixia']}")
    assert stranger.status_code == 404


def test_analytics_count_hazards_by_kind_and_month_and_devices(
    sender: Sender, client_as: ClientAs, world: World, connected: None
) -> None:
    ordered(sender, client_as, "SCH-13")
    facility(world.units["school_first"], kind="barrier", type="wall", name="围墙", number="W1", quantity=3)
    shown = client_as("officer").get("/api/v1/analytics").json
    assert len(shown["months"]) == 12
    kinds = {row["kind"]: row for row in shown["hazards"]}
    assert kinds["public_security"]["total"] == kinds["public_security"]["months"][-1]["count"] == 1
    assert kinds["work_safety"]["total"] == 0
    assert next(row for row in shown["devices"] if row["kind"] == "barrier")["unchecked"] == 3
    assert client_as("stranger").get("/api/v1/analytics").json["hazards"][0]["total"] == 0
    assert client_as("head").get("/api/v1/analytics").status_code == 404
    with statements() as few:
        client_as("officer").get("/api/v1/analytics")
    assert len(few) <= 16
