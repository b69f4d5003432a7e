"""Who exports which rows, who fetches the file, how long it stays, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reports.exports import rules
from reports.exports.services import sweep_exports
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.web.signin.models import Account
from tests.factories.exports import EXPORTS, Jobs, made, table, wish
from tests.factories.records import Sender, failed_check
from tests.world import World


def test_only_the_owner_fetches_a_file(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    asked = wish()
    made(client_as("officer"), run_jobs, asked)
    for persona in ("city", "stranger", "inspector"):
        client = client_as(persona)
        assert client.get(f"{EXPORTS}/{asked['id']}").status_code == 404
        assert client.get(f"{EXPORTS}/{asked['id']}/file").status_code == 404
        assert client.get(EXPORTS).json["items"] == []


def test_who_changed_office_no_longer_fetches_it(client_as: Callable[[str], Any], run_jobs: Jobs, world: World) -> None:
    asked, officer = wish(), client_as("officer")
    made(officer, run_jobs, asked)
    with database.connection_context(), database.atomic():
        Account.update(agency_id=world.agencies["licheng"]).where(
            Account.id == world.people["officer"].account_id
        ).execute()
    assert officer.get(f"{EXPORTS}/{asked['id']}/file").status_code == 404


def test_rows_are_those_that_the_asker_reaches(sender: Sender, client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    failed_check(sender, "SCH-13")
    assert table(made(client_as("stranger"), run_jobs, wish("hazards", "csv"))[1]) == []
    assert len(table(made(client_as("city"), run_jobs, wish("hazards", "csv"))[1])) == 1


def test_files_are_thrown_away_after_their_days(client_as: Callable[[str], Any], run_jobs: Jobs, backend: Any) -> None:
    def stored() -> set[Any]:
        return {path for path in backend.settings.files_dir.glob("*/*") if path.is_file()}

    asked, officer, before = wish(), client_as("officer"), stored()
    made(officer, run_jobs, asked)
    assert stored() > before
    with time_machine.travel(clock.now() + rules.KEEP + timedelta(minutes=1), tick=False):
        assert client_as("officer").get(f"{EXPORTS}/{asked['id']}/file").status_code == 404
        with database.connection_context():
            assert sweep_exports() == 1
            assert sweep_exports() == 0
        assert client_as("officer").get(EXPORTS).json["items"] == []
    assert stored() == before


@pytest.mark.usefixtures("connected")
def test_who_exported_what_is_recorded_without_the_words_searched_for(
    client_as: Callable[[str], Any], run_jobs: Jobs
) -> None:
    asked = wish("units", "csv", q="泉城")
    made(client_as("officer"), run_jobs, asked)
    events = list(Event.select().where(Event.subject_id == asked["id"]).order_by(Event.id))
    assert [event.kind for event in events] == ["export.requested", "export.made"]
    assert events[0].details == {"subject": "units", "form": "csv", "filters": ["q"]}
    assert events[1].details["rows"] >= 1
    assert "泉城" not in str([event.details for event in events])


def test_three_at_a_time_are_enough(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    officer = client_as("officer")
    for _ in range(3):
        assert officer.post(EXPORTS, json=wish()).status_code == 201
    refused = officer.post(EXPORTS, json=wish())
    assert (refused.status_code, refused.json["code"]) == (422, "too_many_exports")
    run_jobs()
    assert officer.post(EXPORTS, json=wish()).status_code == 201


@pytest.mark.parametrize("persona", ["head", "system_admin", "security_admin", "audit_admin"])
def test_who_has_no_such_list_exports_none(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).post(EXPORTS, json=wish()).status_code == 403


def test_units_are_exported_by_those_who_may(client_as: Callable[[str], Any]) -> None:
    assert client_as("inspector").post(EXPORTS, json=wish("units")).status_code == 403
    assert client_as("inspector").post(EXPORTS, json=wish("hazards")).status_code == 201
