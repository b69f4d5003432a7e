"""What `make run` loads: an officer and a head of a unit find every list alive, and it is loaded once or not at all."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from checklists.hazards.models import Hazard
from checklists.inspections.models import InspectionFlag
from reports.demo import demo_accounts
from reports.exports.services import making
from server.core import clock
from server.core.database import connect_database, database
from server.core.events import Event, verify_chain
from server.core.ids import new_id
from server.core.records import all_or_nothing
from server.core.settings import Settings
from server.web import commands
from server.web.app import create_app
from server.web.signin.models import Account
from tests.conftest import Client
from tests.databases import postgres_url
from wsgi import PARTS

if TYPE_CHECKING:
    from tests.backends import Backend

OFFICER, HEAD = "13800000003", "13800000004"
NO_OPTIONS = argparse.Namespace()
OF_BOTH = ("hazards", "orders", "tasks", "notices", "units", "drills", "papers", "projects")
OF_OFFICERS = (
    "inspections", "draws", "plans", "documents", "cases", "incidents", "security-levels",
    "penalty-candidates", "help-requests", "risk-assessments", "duty-gaps",
)  # fmt: skip


@dataclass(frozen=True)
class Demo:
    """A first start: the installation with its demo."""

    settings: Settings
    app: Flask

    def sign_in(self, login: str) -> Client:
        self.app.test_client_class = Client
        client = self.app.test_client()
        assert isinstance(client, Client)
        with database.connection_context():
            client.token = self.app.config["TOKEN_MINT"].make(Account.get(Account.login == login).id)
        return client


@pytest.fixture
def demo(backend: Backend, tmp_path: Path, worker_id: str) -> Iterator[Demo]:
    """An empty installation, started with its demo as `make run` starts it."""
    backend.close()
    url = "" if backend.name == "sqlite" else postgres_url(worker_id)
    settings = replace(backend.settings, data_dir=tmp_path / "first", database_url=url)
    assert commands.load_demo(settings, PARTS, NO_OPTIONS) == 0
    yield Demo(settings, create_app(settings, PARTS))
    database.close_all()
    connect_database(backend.settings)


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, (path, answer.json)
    found: list[dict[str, Any]] = answer.json if isinstance(answer.json, list) else answer.json["items"]
    return found


def test_the_demo_is_alive_and_is_loaded_once(demo: Demo) -> None:
    """One test for all of it: the world it looks at takes seconds to build."""
    officer, head = demo.sign_in(OFFICER), demo.sign_in(HEAD)
    for client, paths in ((officer, (*OF_BOTH, *OF_OFFICERS)), (head, OF_BOTH)):
        assert [path for path in paths if not rows(client, path)] == []
    hazards_are_in_every_state(officer)
    orders_stand_at_different_points(officer)
    records_say_that_they_are_of_the_demo(officer)
    figures_count(officer)
    photos_can_be_seen(officer)
    a_list_can_be_exported(officer)
    loading_again_changes_nothing(demo)


def hazards_are_in_every_state(officer: Client) -> None:
    hazards = rows(officer, "hazards?limit=100")
    assert {hazard["state"] for hazard in hazards} >= {"found", "ordered", "rectified", "closed", "handed_over"}
    assert {hazard["grade"] for hazard in hazards} == {"general", "major"}
    assert {hazard["source"] for hazard in hazards} >= {"inspection", "self", "report"}
    assert rows(officer, "hazards?waiting=extension")
    assert rows(officer, "hazards?waiting=recheck")


def orders_stand_at_different_points(officer: Client) -> None:
    """One overdue, one due in three days, the others ahead, all decided before today; and a draft."""
    today = clock.today()
    orders = [order for order in rows(officer, "orders") if order["state"] != "draft"]
    assert len(rows(officer, "orders")) == len(orders) + 1
    deadlines = sorted(order["deadline_on"] for order in orders)
    assert deadlines[0] < today.isoformat()
    assert deadlines[1] == (today + timedelta(days=3)).isoformat()
    assert len(orders) == 4
    assert all(order["decided_on"] < today.isoformat() and order["state"] == "signing" for order in orders)


def records_say_that_they_are_of_the_demo(officer: Client) -> None:
    """No phone signed them: each carries that flag, names the demo as its device, and breaks nothing else."""
    inspections = rows(officer, "inspections?limit=100")
    assert {inspection["kind"] for inspection in inspections} >= {"periodic", "special", "temporary", "self"}
    with database.connection_context():
        assert {flag.code for flag in InspectionFlag.select()} == {"unsigned"}
        assert Hazard.select().where(Hazard.title.contains("合格 19")).count() == 1


def figures_count(officer: Client) -> None:
    board = officer.get("/api/v1/figures/hazard-board").json
    assert all(column["total"] for column in board["columns"])
    assert board["overdue"] == 2
    assert board["due_soon"] >= 1
    assert sum(ended["total"] for ended in board["ended"]) >= 3
    tasks = Counter[str]()
    for month in officer.get("/api/v1/figures/tasks").json["months"]:
        tasks.update({name: month[name] for name in ("done_in_time", "done_late", "overdue")})
    assert all(tasks[name] for name in ("done_in_time", "done_late", "overdue"))
    for by in ("area", "industry", "source", "month"):
        assert officer.get(f"/api/v1/figures/hazards?by={by}").json["rows"]


def photos_can_be_seen(officer: Client) -> None:
    closed = next(hazard for hazard in rows(officer, "hazards?state=closed&source=inspection"))
    whole = officer.get(f"/api/v1/hazards/{closed['id']}").json
    pair = whole["rectifications"][0]["pairs"][0]
    assert officer.get(f"/api/v1/hazards/{closed['id']}/photos/{pair['before']}?size=thumb").status_code == 200
    after = whole["rectifications"][0]["photos"][0]
    assert officer.get(f"/api/v1/attachments/{after['id']}?size=preview").status_code == 200
    assert whole["rechecks"][0]["passed"]


def a_list_can_be_exported(officer: Client) -> None:
    wish = {"id": str(new_id()), "subject": "hazards", "format": "csv", "filters": {}}
    assert officer.post("/api/v1/exports", json=wish).status_code == 201
    with database.connection_context():
        making.make_export(wish["id"])
    content = officer.get(f"/api/v1/exports/{wish['id']}/file").data.decode("utf-8-sig")
    assert len(content.splitlines()) > 10


def loading_again_changes_nothing(demo: Demo) -> None:
    """A second start finds accounts and leaves all as it is; a load by force fails as a whole."""
    with database.connection_context():
        before = Event.select().count()
        with pytest.raises(Exception, match=r"(?i)unique|already|已"):
            all_or_nothing(demo_accounts)
        assert Event.select().count() == before
    assert commands.load_demo(demo.settings, PARTS, NO_OPTIONS) == 0
    with database.connection_context():
        assert Event.select().count() == before
        assert verify_chain().ok
