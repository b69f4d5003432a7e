"""Whoever can write to the database can change the log, but not unseen. Source: JN-3.6c."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from server.core.database import database, is_postgresql
from server.core.events import LANES, Event, EventLane, record_event, verify_chain
from server.core.ids import new_id
from server.core.permissions import Actor
from server.web.signin.models import Account
from tests.world import PASSWORD, World

pytestmark = pytest.mark.clause("JN-3.6c")


@pytest.fixture
def lane_of_acts(anonymous: Any, world: World) -> Callable[[], list[Event]]:
    """Events of one person's acts through the public interface, in the order of their lane."""
    persona = world.people["officer"]
    for _ in range(3):
        answer = anonymous.post(
            "/api/v1/auth/sign-in", json={"login": persona.login, "password": PASSWORD, "refresh_in": "body"}
        )
        anonymous.token = answer.json["access_token"]
        assert (
            anonymous.post("/api/v1/auth/sign-out", json={"refresh_token": answer.json["refresh_token"]}).status_code
            == 204
        )

    def read() -> list[Event]:
        number = persona.account_id.int % LANES
        return list(Event.select().where(Event.lane == number).order_by(Event.position))

    return read


def altered(events: list[Event]) -> None:
    Event.update(details={"family_id": "somebody else"}).where(Event.id == events[-2].id).execute()


def backdated(events: list[Event]) -> None:
    Event.update(at=events[0].at).where(Event.id == events[-1].id).execute()


def taken_out(events: list[Event]) -> None:
    Event.delete().where(Event.id == events[-2].id).execute()


def taken_out_and_closed_up(events: list[Event]) -> None:
    Event.delete().where(Event.id == events[-2].id).execute()
    Event.update(position=Event.position - 1).where(Event.id == events[-1].id).execute()


def cut_off(events: list[Event]) -> None:
    Event.delete().where(Event.id == events[-1].id).execute()


def put_in(events: list[Event]) -> None:
    last = events[-1]
    row = {**last.__data__, "id": new_id(), "position": last.position + 1, "previous_hash": last.hash}
    Event.insert(row).execute()


def emptied(events: list[Event]) -> None:
    Event.delete().where(Event.lane == events[0].lane).execute()


def swapped(events: list[Event]) -> None:
    one, two = events[-2], events[-1]
    for row, position in ((one, 10_000), (two, one.position), (one, two.position)):
        Event.update(position=position).where(Event.id == row.id).execute()


WAYS = {
    altered: "row_altered",
    backdated: "row_altered",
    taken_out: "row_missing",
    taken_out_and_closed_up: "link_broken",
    cut_off: "rows_missing_at_the_end",
    put_in: "row_altered",
    emptied: "rows_missing_at_the_end",
    swapped: "link_broken",
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_verify_log_finds_a_change_and_names_the_place(
    way: Callable[[list[Event]], None],
    lane_of_acts: Callable[[], list[Event]],
    run_command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with database.connection_context():
        events = lane_of_acts()
        way(events)
    capsys.readouterr()
    assert run_command("verify-log") == 1
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["ok"] is False
    assert said["first_break"]["problem"] == WAYS[way]
    assert said["first_break"]["lane"] == events[0].lane


def test_verify_log_accepts_what_nobody_touched(
    lane_of_acts: Callable[[], list[Event]], run_command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    with database.connection_context():
        count = Event.select().count()
        assert len(lane_of_acts()) >= 6
    capsys.readouterr()
    assert run_command("verify-log") == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["ok"] is True
    assert said["checked"] == count


def test_the_audit_administrator_sees_the_break_over_http(
    lane_of_acts: Callable[[], list[Event]], client_as: Callable[[str], Any]
) -> None:
    auditor = client_as("audit_admin")
    whole = auditor.post("/api/v1/events/verifications")
    assert whole.json["ok"] is True
    with database.connection_context():
        cut_off(lane_of_acts())
    broken = auditor.post("/api/v1/events/verifications").json
    assert broken["ok"] is False
    assert broken["first_break"]["problem"] == "rows_missing_at_the_end"


def test_nobody_else_reads_or_checks_the_log(client_as: Callable[[str], Any]) -> None:
    for persona in ("officer", "system_admin", "security_admin", "head"):
        client = client_as(persona)
        assert client.get("/api/v1/events").status_code == 403
        assert client.post("/api/v1/events/verifications").status_code == 403


@pytest.mark.usefixtures("app")
def test_eight_writers_at_once_leave_every_lane_whole(world: World) -> None:
    """Two of them share each lane, so heads are fought over."""
    with database.connection_context():
        before = Event.select().count()
        subject = Account.get_by_id(world.people["officer"].account_id)
    start = threading.Barrier(8)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        actor = Actor(account_id=new_id_in_lane(number % 4), name="")
        start.wait()
        try:
            with database.connection_context():
                for step in range(12):
                    with database.atomic():
                        record_event(actor, "test.written", subject=subject, details={"step": step})
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with database.connection_context():
        assert Event.select().count() == before + 96
        assert verify_chain().ok


def new_id_in_lane(lane: int) -> Any:
    return next(id for id in iter(new_id, None) if id.int % LANES == lane)


@pytest.mark.usefixtures("connected")
def test_an_act_that_fails_leaves_no_event(world: World) -> None:
    subject = Account.get_by_id(world.people["officer"].account_id)
    actor = Actor(account_id=subject.id, name="")
    before = Event.select().count()
    with database.atomic() as act:
        record_event(actor, "test.written", subject=subject)
        act.rollback()
    assert Event.select().count() == before
    assert verify_chain().ok


@pytest.mark.usefixtures("connected")
def test_an_event_outside_of_a_transaction_is_refused(world: World) -> None:
    subject = Account.get_by_id(world.people["officer"].account_id)
    with pytest.raises(RuntimeError, match="transaction of its act"):
        record_event(Actor(account_id=subject.id), "test.written", subject=subject)


@pytest.mark.usefixtures("connected")
def test_the_log_grows_by_a_bounded_number_of_statements(world: World, statements: Callable[[], list[str]]) -> None:
    subject = Account.get_by_id(world.people["officer"].account_id)
    with database.atomic():
        seen = len(statements())
        record_event(Actor(account_id=subject.id), "test.written", subject=subject)
        assert len(statements()) - seen == 3


@pytest.mark.usefixtures("connected")
def test_lanes_are_made_by_the_migration_and_never_more() -> None:
    assert EventLane.select().count() == LANES
    assert is_postgresql() or database.execute_sql("PRAGMA foreign_keys").fetchone()[0] == 1
