"""A list of fifty costs as many queries as a list of one (convention 19); every list of the API document is tried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from tests.api.contract.conftest import Populated, populated  # noqa: F401 - a fixture
from tests.architecture.sources import ROOT
from tests.factories.accountability import grow_accountability, grow_letters
from tests.factories.activities import grow_activities
from tests.factories.alerts import grow_alerts
from tests.factories.assessments import grow_assessments
from tests.factories.batches import grow_batches
from tests.factories.bulletins import grow_bulletins
from tests.factories.certificates import grow_certificates
from tests.factories.commendations import grow_commendations
from tests.factories.cosigning import grow_papers_to_sign
from tests.factories.credits import grow_credits, grow_deliveries
from tests.factories.draws import EXCLUSIONS, drawn, recusal_body
from tests.factories.exams import grow_exams
from tests.factories.facilities import grow_facilities
from tests.factories.looks import grow_pictures
from tests.factories.markings import grow_results
from tests.factories.notices import tell
from tests.factories.packages import grow_packages
from tests.factories.papers import blueprint_body
from tests.factories.patrols import grow_patrols
from tests.factories.penalties import grow_penalties
from tests.factories.phone import Phone
from tests.factories.plans import plan_body
from tests.factories.practice import grow_practice
from tests.factories.ratings import grow_ratings
from tests.factories.rotations import grow_rotations
from tests.factories.scores import grow_scores
from tests.factories.sources import grow_sources
from tests.factories.stories import grow_stories
from tests.factories.supervisions import grow_supervisions
from tests.factories.upkeep import grow_upkeep
from tests.factories.warnings import grow_warnings
from tests.world import World

DOCUMENT = json.loads((ROOT / "web" / "openapi.json").read_text(encoding="utf-8"))
MOST_QUERIES = 16
ROWS = 2  # a list must show so many rows for the comparison to mean something
ASKERS = ("officer", "city", "inspector", "system_admin", "security_admin", "audit_admin")
#: Lists that are empty by design.
EMPTY = {"/api/v1/units/without-authority", "/api/v1/penalty-candidates"}


def lists() -> list[str]:
    """Paths whose answer is {"items": […]}; lists of one row's own are tried where that row is made."""
    schemas, found = DOCUMENT["components"]["schemas"], []
    for path, operations in DOCUMENT["paths"].items():
        content = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
        if "{" not in path and "items" in schemas.get(name, {}).get("properties", {}):
            found.append(path)
    return found


@pytest.fixture
def grown(populated: Populated, client_as: Callable[[str], Any], world: World) -> Populated:  # noqa: F811
    """Five records with hazards, five orders, five documents, five phones."""
    inspector, officer = client_as("inspector"), client_as("officer")
    for _ in range(5):
        inspector.post("/api/v1/mobile/devices", json=Phone().enrolment)
    receipts = [inspector.get(f"/api/v1/mobile/records/{populated.record['id']}").json]
    for number in range(5):
        id = populated.record["id"][:-2] + f"{(int(populated.record['id'][-2:], 16) + number + 1) % 256:02x}"
        record = populated.phone.sign_photos({**populated.record, "id": id})
        answer = inspector.post("/api/v1/mobile/records", json=populated.phone.push(record))
        assert answer.status_code == 201, answer.json
        receipts.append(answer.json)
    for receipt in receipts:
        order = {
            "id": receipt["id"],
            "inspection_id": receipt["id"],
            "hazard_ids": [row["id"] for row in receipt["hazards"]],
            "deadline_days": 7,
            "basis_id": "state-council-421",
            "article": "第十六条",
            "violated": "第八条",
            "measures": "加派保安员值守",
            "decided_on": clock.today().isoformat(),
        }
        answer = officer.post("/api/v1/orders", json=order)
        assert answer.status_code == 201, answer.json
        assert officer.post(f"/api/v1/inspections/{receipt['id']}/documents").status_code == 202
    for level in (1, 2, 3):
        drawn(officer, units={"levels": [level]}, unit_count=1)
        officer.post(EXCLUSIONS, json=recusal_body(world, "inspector_lin", "bank"))
    for _ in range(5):
        assert officer.post("/api/v1/plans", json=plan_body()).status_code == 201
        assert officer.post("/api/v1/blueprints", json=blueprint_body()).status_code == 201
    for number in range(5):
        officer.post("/api/v1/openrosa-keys", json={"id": str(new_id()), "name": f"平板{number}"})
    with database.connection_context():
        grow_supervisions(client_as, world)
        grow_penalties(client_as, world)
        grow_bulletins(client_as, world)
        grow_assessments(client_as, world)
        grow_alerts(client_as, world)
        tell(world, 5)
        grow_exams(world)
        grow_facilities(world.units["school_first"])
        grow_upkeep(world.units["school_first"])
        grow_pictures(world.units["school_first"])
        grow_sources(world.agencies["lixia"])
        grow_patrols(world)
        grow_packages(world.agencies["lixia"])
        grow_activities(world.units["school_first"])
        grow_warnings(world)
        grow_batches(world.agencies["lixia"])
        grow_certificates(world)
        grow_results(world)
        grow_rotations(world)
        grow_commendations(world, client_as)
        grow_stories(world, client_as)
        grow_ratings(client_as, world)
        grow_accountability(officer, world)
        grow_letters(client_as, world)
        grow_credits(world)
        grow_deliveries(officer, world)
        grow_practice(world.people["officer"].person_id)
        grow_scores(officer)
        grow_papers_to_sign(world)
    return populated


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], Any]], tuple[Any, int]]]:
    """Run something and count the statements it takes."""
    seen: list[str] = []

    def counted(do: Callable[[], Any]) -> tuple[Any, int]:
        real = database.obj.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(
                database.obj, "execute_sql", lambda sql, *rest, **more: seen.append(sql) or real(sql, *rest, **more)
            )
            seen.clear()
            return do(), len(seen)

    return counted


def test_there_are_lists_to_try() -> None:
    assert len(lists()) >= 15


def test_no_list_asks_more_for_more(
    grown: Populated, client_as: Callable[[str], Any], count: Callable[[Callable[[], Any]], tuple[Any, int]]
) -> None:
    wrong = []
    clients = [client_as(persona) for persona in ASKERS]
    for path in sorted(set(lists()) - EMPTY):
        client = max(clients, key=lambda asker: len((asker.get(path).json or {}).get("items", ())))
        short, few = count(lambda: client.get(f"{path}?limit=1"))  # noqa: B023 - called at once
        long, many = count(lambda: client.get(f"{path}?limit=100"))  # noqa: B023
        rows = len(long.json.get("items", ()))
        paged = len(short.json.get("items", ())) == 1
        if rows < ROWS or few == 0 or many > (few if paged else MOST_QUERIES) or many > MOST_QUERIES:
            wrong.append((path, f"{few} queries for one row, {many} for {rows}"))
    assert wrong == []
