"""While a level asks for it, a unit reports each day; who does not is looked for after the hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from server.alerts.levels.models import ZeroReport, ZeroReportGap
from server.alerts.levels.services.reporting import close_due_rounds
from server.core.clock import BEIJING
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.alerts import LEVELS, ZERO_REPORTS, raised, report_body, scope_of, unit_id_of
from tests.factories.notices import texts_of
from tests.factories.records import statements
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("connected")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING)


@pytest.fixture
def monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def level(client_as: Callable[[str], Any], monday: Any, world: World) -> dict[str, Any]:
    """A week for the one school, reports by six."""
    return raised(client_as("officer"), scope=scope_of(industries=[], unit_ids=[unit_id_of(world)]))


def refused(client: Any, body: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(ZERO_REPORTS, json=body)
    return answer.status_code, answer.json["code"]


def asked(client: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{LEVELS}/in-force").json["zero_report"]
    return found


def test_nothing_happened_is_said_in_one_go(
    client_as: Callable[[str], Any], level: dict[str, Any], world: World
) -> None:
    staff = client_as("staff")
    assert asked(staff) == {
        "day": "2026-11-23",
        "due_at": "2026-11-23T10:00:00.000000Z",
        "report": None,
        "missing_days": [],
    }
    answer = staff.post(ZERO_REPORTS, json=report_body())
    assert (answer.status_code, answer.json["late"], answer.json["by"]) == (201, False, "马晓安")
    assert asked(staff)["report"] == answer.json
    assert client_as("officer").get(ZERO_REPORTS).json["items"] == [answer.json]
    assert texts_of(client_as("officer"), kind="zero_report.happened") == []
    assert Event.select().where(Event.kind == "zero_report.submitted").count() == 1


def test_what_happened_reaches_bureau_and_station_at_once(
    client_as: Callable[[str], Any], level: dict[str, Any]
) -> None:
    body = report_body(happened=True, text="校门口有人滋事，已报警处置")
    assert client_as("head").post(ZERO_REPORTS, json=body).status_code == 201
    for persona in ("officer", "station"):
        assert "滋事" in texts_of(client_as(persona), kind="zero_report.happened")[0]
    assert texts_of(client_as("stranger")) == []


@pytest.mark.parametrize(("minute", "late"), [(0, False), (1, True)])
def test_after_the_hour_it_is_late(
    client_as: Callable[[str], Any], level: dict[str, Any], monday: Any, minute: int, late: bool
) -> None:
    monday.move_to(MONDAY.replace(hour=18, minute=minute))
    assert client_as("staff").post(ZERO_REPORTS, json=report_body()).json["late"] is late


@pytest.mark.clause("JN-3.3")
def test_a_missing_report_alerts_unit_and_bureau(
    client_as: Callable[[str], Any], level: dict[str, Any], monday: Any, world: World
) -> None:
    monday.move_to(MONDAY.replace(hour=18))
    assert close_due_rounds() == 0  # the hour itself is still in time
    monday.move_to(MONDAY.replace(hour=18, minute=1))
    assert close_due_rounds() == 1
    officer = client_as("officer")
    assert texts_of(client_as("staff"), kind="zero_report.missing") == ["11月23日的零报告未在18:00前收到，请立即补报。"]
    assert texts_of(officer, kind="zero_report.missing") == [
        "“全市中学生运动会安保”：11月23日有 1 家单位未按时零报告。"
    ]
    missing = officer.get(f"{ZERO_REPORTS}/missing").json["items"]
    assert [(row["unit"]["id"], row["day"], row["reported_at"]) for row in missing] == [
        (unit_id_of(world), "2026-11-23", None)
    ]
    assert client_as("stranger").get(f"{ZERO_REPORTS}/missing").json["items"] == []
    assert asked(client_as("staff"))["missing_days"] == ["2026-11-23"]


def test_looking_again_alerts_nobody_twice_and_a_late_report_is_shown_beside_the_gap(
    client_as: Callable[[str], Any], level: dict[str, Any], monday: Any
) -> None:
    monday.move_to(MONDAY.replace(hour=19))
    assert (close_due_rounds(), close_due_rounds()) == (1, 0)
    assert len(texts_of(client_as("staff"), kind="zero_report.missing")) == 1
    assert client_as("staff").post(ZERO_REPORTS, json=report_body()).json["late"] is True
    row = client_as("officer").get(f"{ZERO_REPORTS}/missing").json["items"][0]
    assert row["reported_at"] is not None
    assert asked(client_as("staff"))["missing_days"] == []


def test_days_on_which_nobody_looked_are_made_up_for(
    client_as: Callable[[str], Any], level: dict[str, Any], monday: Any
) -> None:
    client_as("staff").post(ZERO_REPORTS, json=report_body())
    monday.move_to(MONDAY + timedelta(days=20))
    assert close_due_rounds() == 7
    assert [row.day.isoformat() for row in ZeroReportGap.select().order_by(ZeroReportGap.day)] == [
        f"2026-11-{day}" for day in range(24, 30)
    ]


def test_the_clock_asks_for_it(
    client_as: Callable[[str], Any], level: dict[str, Any], monday: Any, run_jobs: Any
) -> None:
    from apscheduler.triggers.cron import CronTrigger

    from server.core.engine import ask_for_latest
    from wsgi import PARTS

    cron = next(schedule.cron for schedule in PARTS.schedules if schedule.name == "security_levels.look")
    monday.move_to(MONDAY.replace(hour=18, minute=11))
    ask_for_latest("security_levels.look", CronTrigger.from_crontab(cron, timezone=BEIJING))
    run_jobs()
    assert ZeroReportGap.select().count() == 1


def test_an_ended_level_asks_no_more(client_as: Callable[[str], Any], level: dict[str, Any], monday: Any) -> None:
    ending = {"reason": "结束", "password": PASSWORD}
    assert client_as("officer").post(f"{LEVELS}/{level['id']}/endings", json=ending).status_code == 201
    assert asked(client_as("staff")) is None
    assert refused(client_as("staff"), report_body()) == (422, "zero_report_not_asked")
    monday.move_to(MONDAY + timedelta(days=3))
    assert close_due_rounds() == 0


def test_who_reported_and_who_did_not_is_watched_by_day(
    client_as: Callable[[str], Any], level: dict[str, Any], monday: Any
) -> None:
    address = f"{LEVELS}/{level['id']}"

    def watched(day: str = "2026-11-23") -> tuple[list[str], dict[str, int]]:
        officer = client_as("officer")
        counts = officer.get(f"{address}/counts?day={day}").json
        rows = officer.get(f"{address}/units?day={day}").json["items"]
        for row in rows:
            same = officer.get(f"{address}/units?day={day}&state={row['state']}").json["items"]
            assert same == [row]
        return [row["state"] for row in rows], {name: number for name, number in counts.items() if number == 1}

    assert watched() == (["waiting"], {"waiting": 1})
    monday.move_to(MONDAY.replace(hour=18, minute=1))
    assert watched() == (["missing"], {"missing": 1})
    client_as("staff").post(ZERO_REPORTS, json=report_body())
    assert watched() == (["late"], {"late": 1})
    monday.move_to(MONDAY + timedelta(days=1))
    client_as("staff").post(ZERO_REPORTS, json=report_body())
    assert watched("2026-11-24") == (["reported"], {"reported": 1})
    monday.move_to(MONDAY + timedelta(days=2))
    client_as("staff").post(ZERO_REPORTS, json=report_body(happened=True, text="有人翻墙"))
    assert watched("2026-11-25") == (["happened"], {"happened": 1})
    assert client_as("stranger").get(f"{address}/units").status_code == 404


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened": True, "text": " "}, "happening_untold"),
        ({"day": "2026-11-24"}, "zero_report_day_impossible"),
        ({"day": "2026-11-22"}, "zero_report_not_asked"),
        ({"day": "yesterday"}, "invalid"),
        ({"happened": None}, "invalid"),
        ({"id": "1"}, "invalid"),
        ({"more": 1}, "invalid"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    client_as: Callable[[str], Any], level: dict[str, Any], changes: dict[str, Any], code: str
) -> None:
    assert refused(client_as("staff"), report_body(**changes)) == (422, code)


def test_only_units_report(client_as: Callable[[str], Any], level: dict[str, Any]) -> None:
    for persona in ("officer", "inspector", "department", "system_admin"):
        assert refused(client_as(persona), report_body()) == (403, "forbidden")


def test_a_day_is_reported_once(client_as: Callable[[str], Any], level: dict[str, Any]) -> None:
    staff, head, body = client_as("staff"), client_as("head"), report_body()
    assert staff.post(ZERO_REPORTS, json=body).json == staff.post(ZERO_REPORTS, json=body).json
    assert ZeroReport.select().count() == 1
    assert refused(staff, {**body, "happened": True, "text": "有"}) == (409, "resubmission_conflict")
    assert refused(head, report_body()) == (409, "zero_report_exists")


def test_others_see_no_reports_of_the_unit(client_as: Callable[[str], Any], level: dict[str, Any]) -> None:
    client_as("staff").post(ZERO_REPORTS, json=report_body())
    assert client_as("stranger").get(ZERO_REPORTS).json["items"] == []
    assert client_as("officer").get(f"{ZERO_REPORTS}?unit_id={new_id()}").json["items"] == []
    assert client_as("system_admin").get(ZERO_REPORTS).status_code == 403


def test_watching_many_units_asks_no_more_than_watching_one(
    client_as: Callable[[str], Any], monday: Any, world: World
) -> None:
    officer = client_as("officer")
    level = raised(officer, scope=scope_of(industries=[], whole=True))
    counted = []
    for limit in (1, 100):
        with statements() as asked_for:
            rows = officer.get(f"{LEVELS}/{level['id']}/units?limit={limit}").json["items"]
        counted.append((len(rows) > 1, len(asked_for)))
    assert counted[0][0] is False
    assert counted[1] == (True, counted[0][1])
