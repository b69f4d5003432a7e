"""任期责任情况表: what came to pass while somebody answered for a unit, as a signed paper and a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.ids import new_id
from server.units.registry.models import Responsibility
from tests.factories.alerts import case_body
from tests.factories.commendations import text_of
from tests.factories.duties import hold_drill
from tests.factories.hazards import ordered, report
from tests.factories.records import Sender
from tests.factories.unit_files import address
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def principal(world: World, connected: None) -> Responsibility:
    """Who answers first for the school."""
    return Responsibility.get(
        (Responsibility.unit == world.units["school_first"])
        & (Responsibility.role == "first_responsible")
        & Responsibility.site.is_null()
    )


def sheet_body(principal: Responsibility, **changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "id": str(new_id()),
        "person_id": str(principal.person_id),
        "from_on": (today - timedelta(days=30)).isoformat(),
        "to_on": today.isoformat(),
        **changes,
    }


def counts(answer: Any) -> dict[str, int]:
    return {row["code"]: row["value"] for row in answer["counts"]}


@pytest.mark.clause("JN-2.2.1e")
def test_a_sheet_holds_what_came_to_pass_in_office(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int], principal: Responsibility
) -> None:
    ordered(sender, client_as, "SCH-13")
    officer = client_as("officer")
    officer.post("/api/v1/cases", json=case_body(world))
    hold_drill(client_as("head"), world.units["school_first"])
    body = sheet_body(principal)
    made = officer.post(address(world, "term-sheets"), json=body)
    assert made.status_code == 201, made.json
    found = counts(made.json)
    assert (found["hazards"], found["hazards_open"], found["orders"], found["cases"], found["drills"]) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert (found["penalties"], found["ratings_up"], found["ratings_down"]) == (0, 0, 0)
    run_jobs()
    shown = officer.get(f"/api/v1/term-sheets/{body['id']}").json
    assert shown["paper"]["state"] == "signed"
    text = text_of(officer, shown["paper"])
    for word in ("任期责任情况表", "泉城示范第一中学", principal.person.name, "发现隐患（项）", "盗窃", "第一责任人"):
        assert word in text, word
    book = officer.get(f"/api/v1/term-sheets/{body['id']}/workbook")
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        words = "".join(parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert "发现隐患（项）" in words
    assert "盗窃" in words
    assert officer.get(f"/api/v1/term-sheets/{body['id']}/file").data[:5] == b"%PDF-"


def test_only_days_in_office_within_the_span_count(
    client_as: ClientAs, world: World, principal: Responsibility
) -> None:
    officer, today = client_as("officer"), clock.today()
    Responsibility.update(from_on=today - timedelta(days=20), to_on=today - timedelta(days=10)).where(
        Responsibility.id == principal.id
    ).execute()
    for days in (21, 20, 15, 10, 9):
        day = (today - timedelta(days=days)).isoformat()
        answer = officer.post("/api/v1/hazards", json=report(world, found_on=day))
        assert answer.status_code == 201, answer.json

    def hazards(first: int, last: int) -> int:
        query = f"person_id={principal.person_id}&from_on={today - timedelta(days=first)}&to_on={today - timedelta(days=last)}"
        answer = officer.get(address(world, f"term-figures?{query}"))
        assert answer.status_code == 200, answer.json
        return counts(answer.json)["hazards"]

    assert [hazards(60, 0), hazards(60, 15), hazards(14, 0), hazards(10, 0)] == [3, 2, 1, 1]
    outside = officer.post(
        address(world, "term-sheets"),
        json=sheet_body(principal, from_on=(today - timedelta(days=9)).isoformat()),
    )
    assert (outside.status_code, outside.json["code"]) == (422, "not_responsible_then")


def test_sent_twice_it_is_one_and_other_content_is_refused(
    client_as: ClientAs, world: World, principal: Responsibility
) -> None:
    officer, body = client_as("officer"), sheet_body(principal)
    answers = [officer.post(address(world, "term-sheets"), json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(officer.get(address(world, "term-sheets")).json["items"]) == 1
    other = officer.post(address(world, "term-sheets"), json={**body, "from_on": "2026-01-01"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_a_span_must_be_one(client_as: ClientAs, world: World, principal: Responsibility) -> None:
    officer, tomorrow = client_as("officer"), clock.today() + timedelta(days=1)
    for changes, field in (
        ({"from_on": clock.today().isoformat(), "to_on": "2026-01-01"}, "to_on"),
        ({"from_on": tomorrow.isoformat(), "to_on": tomorrow.isoformat()}, "from_on"),
        ({"from_on": date(1950, 1, 1).isoformat()}, "to_on"),
    ):
        answer = officer.post(address(world, "term-sheets"), json=sheet_body(principal, **changes))
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    unknown = officer.post(address(world, "term-sheets"), json=sheet_body(principal, person_id=str(new_id())))
    assert unknown.status_code == 404


def test_strangers_and_the_unit_make_none(client_as: ClientAs, world: World, principal: Responsibility) -> None:
    assert client_as("stranger").post(address(world, "term-sheets"), json=sheet_body(principal)).status_code == 404
    assert client_as("head").post(address(world, "term-sheets"), json=sheet_body(principal)).status_code == 403
    made = client_as("officer").post(address(world, "term-sheets"), json=sheet_body(principal)).json
    assert client_as("stranger").get(f"/api/v1/term-sheets/{made['id']}").status_code == 404
    assert client_as("head").get(f"/api/v1/term-sheets/{made['id']}").status_code == 403


def test_a_sheet_stands_in_the_register_of_those_who_may_have_one_made(
    client_as: ClientAs, world: World, run_jobs: Callable[[], int], principal: Responsibility
) -> None:
    """It tells how somebody did in office: not for everybody of the bureau who may open the register."""
    made = client_as("officer").post(address(world, "term-sheets"), json=sheet_body(principal))
    assert made.status_code == 201, made.json
    run_jobs()
    [paper] = client_as("officer").get("/api/v1/documents", query_string={"kind": "term_sheet"}).json["items"]
    for persona, is_shown in (("leader", True), ("inspector", False), ("legal", False)):
        client = client_as(persona)
        rows = client.get("/api/v1/documents", query_string={"kind": "term_sheet"}).json["items"]
        assert ([row["id"] for row in rows] == [paper["id"]]) is is_shown, persona
        assert client.get(f"/api/v1/documents/{paper['id']}/file").status_code == (200 if is_shown else 404), persona
