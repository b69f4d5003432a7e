"""The daily watch: overdue is stamped, the level above is told, people are reminded, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from server.core.events import Event
from tests.factories.hazards import (
    HAZARDS,
    Ordered,
    act,
    decision,
    done,
    extension,
    ordered,
    rectification,
    watch,
)
from tests.factories.records import Sender
from wsgi import PARTS

ClientAs = Callable[[str], Any]


@pytest.fixture
def given(sender: Sender, client_as: ClientAs) -> Ordered:
    return ordered(sender, client_as, days=20)


def on(day: date) -> Any:
    """That day, ten in the morning in Beijing."""
    return time_machine.travel(f"{day}T02:00:00Z", tick=False)


def told(client: Any, kind: str) -> list[str]:
    """Texts of the notices of one kind, the oldest first."""
    items = client.get("/api/v1/notices?limit=200").json["items"]
    return [item["text"] for item in reversed(items) if item["kind"] == kind]


def test_the_day_after_the_deadline_it_is_overdue_and_the_level_above_knows(
    given: Ordered, client_as: ClientAs, connected: None
) -> None:
    with on(given.deadline_on):
        watch()
        hazard = client_as("officer").get(f"{HAZARDS}/{given.id}").json
        assert (hazard["overdue_on"], hazard["days_left"]) == (None, 0)
    with on(given.deadline_on + timedelta(days=1)):
        watch()
        hazard = client_as("officer").get(f"{HAZARDS}/{given.id}").json
        assert hazard["overdue_on"] == (given.deadline_on + timedelta(days=1)).isoformat()
        assert [step["event"] for step in hazard["history"]][-2:] == ["overdue", "escalated"]
        assert hazard["history"][-1]["detail"] == "济南市公安局"
        assert hazard["history"][-1]["by"] == "系统"
        assert [one["id"] for one in client_as("officer").get(f"{HAZARDS}?waiting=overdue").json["items"]] == [given.id]
        for persona, kind in (("head", "overdue"), ("officer", "overdue"), ("city", "escalated")):
            assert len(told(client_as(persona), f"hazard.{kind}")) == 1, persona
    assert Event.select().where(Event.kind.in_(["hazard.overdue", "hazard.escalated"])).count() == 2


def test_run_twice_or_again_the_next_day_it_does_nothing_more(
    given: Ordered, client_as: ClientAs, connected: None
) -> None:
    with on(given.deadline_on + timedelta(days=1)):
        watch()
        version = client_as("officer").get(f"{HAZARDS}/{given.id}").json["version"]
        done_to_it = Event.select().where(Event.kind.in_(["hazard.overdue", "hazard.escalated"]))
        assert done_to_it.count() == 2
        watch()
        assert client_as("officer").get(f"{HAZARDS}/{given.id}").json["version"] == version
    with on(given.deadline_on + timedelta(days=2)):
        watch()
        assert client_as("officer").get(f"{HAZARDS}/{given.id}").json["version"] == version
    assert done_to_it.count() == 2


def test_run_late_it_stamps_the_true_day_and_goes_straight_to_the_level_that_is_due(
    given: Ordered, client_as: ClientAs
) -> None:
    with on(given.deadline_on + timedelta(days=16)):
        watch()
        hazard = client_as("officer").get(f"{HAZARDS}/{given.id}").json
        assert hazard["overdue_on"] == (given.deadline_on + timedelta(days=1)).isoformat()
        assert [step["event"] for step in hazard["history"]].count("escalated") == 1
        assert hazard["history"][-1]["details"]["levels"] == 2


def test_weeks_later_the_next_level_is_told_once(given: Ordered, client_as: ClientAs) -> None:
    for days in (1, 14, 15, 16):
        with on(given.deadline_on + timedelta(days=days)):
            watch()
            history = client_as("officer").get(f"{HAZARDS}/{given.id}").json["history"]
            assert [step["event"] for step in history].count("escalated") == (1 if days < 15 else 2), days


def test_each_reminder_goes_out_on_its_day_and_once(given: Ordered, client_as: ClientAs) -> None:
    sent = {}
    for days in range(-9, 9):
        with on(given.deadline_on + timedelta(days=days)):
            watch()
            watch()
            texts = told(client_as("head"), "hazard.reminder_deadline")
            sent[days] = len(texts) - sum(sent.values())
    assert {days for days, count in sent.items() if count} == {-7, -3, -1, 0, 3, 7}
    assert set(sent.values()) == {0, 1}
    with on(given.deadline_on + timedelta(days=8)):
        assert len(told(client_as("city"), "hazard.reminder_deadline")) == 1  # of the seventh day only


def test_after_days_of_standstill_only_the_latest_reminder_is_sent(given: Ordered, client_as: ClientAs) -> None:
    with on(given.deadline_on - timedelta(days=2)):
        watch()
        (text,) = told(client_as("head"), "hazard.reminder_deadline")
        assert "还有3天" in text


def test_an_order_of_a_few_days_is_not_reminded_of_days_gone_by(sender: Sender, client_as: ClientAs) -> None:
    short = ordered(sender, client_as, days=3)
    watch()
    assert told(client_as("head"), "hazard.reminder_deadline") == []
    with on(short.deadline_on - timedelta(days=1)):
        watch()
        assert len(told(client_as("head"), "hazard.reminder_deadline")) == 1


def test_what_is_rectified_in_time_is_never_overdue_and_the_police_are_reminded_to_look(
    given: Ordered, client_as: ClientAs
) -> None:
    hazard = done(act(client_as("head"), given.id, "rectifications", rectification()))
    due = date.fromisoformat(hazard["recheck_due_on"])
    for day in (given.deadline_on + timedelta(days=1), due):
        with on(day):
            watch()
            hazard = client_as("officer").get(f"{HAZARDS}/{given.id}").json
            assert hazard["overdue_on"] is None
    with on(due):
        assert told(client_as("head"), "hazard.reminder_deadline") == []
        assert len(told(client_as("officer"), "hazard.reminder_recheck")) >= 1


def test_a_new_deadline_is_reminded_of_anew(given: Ordered, client_as: ClientAs) -> None:
    with on(given.deadline_on - timedelta(days=3)):
        watch()
        asked = done(act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on)))
        new = given.deadline_on + timedelta(days=10)
        body = decision(asked["extensions"][0]["id"], new)
        done(act(client_as("officer"), given.id, "extension-decisions", body))
    with on(new - timedelta(days=3)):
        watch()
        assert len(told(client_as("head"), "hazard.reminder_deadline")) == 2


def test_the_recheck_day_counts_working_days_and_warns_of_a_year_not_loaded(
    sender: Sender, client_as: ClientAs
) -> None:
    with time_machine.travel("2026-09-10T02:00:00Z", tick=False):
        given = ordered(sender, client_as, days=20)  # 30 September; then the holidays of October 2026
        hazard = client_as("officer").get(f"{HAZARDS}/{given.id}").json
        assert given.deadline_on == date(2026, 9, 30)
        assert hazard["recheck_due_on"] > "2026-10-07"
        assert hazard["calendar_warning"] is None
    with time_machine.travel("2027-12-30T02:00:00Z", tick=False):
        far = ordered(sender, client_as, "SCH-13", days=30)
        hazard = client_as("officer").get(f"{HAZARDS}/{far.id}").json
        assert "2028" in hazard["calendar_warning"]


def test_the_scheduler_asks_for_the_watch_every_night(app: Any) -> None:
    assert [schedule.cron for schedule in PARTS.schedules if schedule.name == "hazards.watch"] == ["5 0 * * *"]
    assert "hazards.watch" in {job.name for job in PARTS.jobs}
