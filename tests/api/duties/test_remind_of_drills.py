"""From 1 October units are told what is lacking; on 31 December that the year has failed. Run twice it tells once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine

from checklists.duties.jobs import REMIND, SCHEDULES
from checklists.duties.models import Drill, DrillReport, DutyCover, DutyPaper
from checklists.duties.services import remind_of_counts, remind_of_reviews
from server.alerts.notices.models import Notice
from server.core.database import database
from server.core.events import Event
from server.core.jobs import enqueue
from tests.factories.duties import file_paper, hold_drill
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def school(world: World, connected: None) -> UUID:
    id = world.units["school_first"]
    for table in (DutyCover, DrillReport, Drill, DutyPaper):
        table.delete().where(table.unit_id == id).execute()
    return id


def told(client: Any, kind: str) -> list[str]:
    return [row["text"] for row in client.get("/api/v1/notices").json["items"] if row["kind"] == kind]


@pytest.mark.clause("LN-4")
@pytest.mark.parametrize(("day", "texts"), [("2026-09-30", 0), ("2026-10-01", 1)])
def test_the_reminder_begins_on_the_first_of_october(client_as: ClientAs, school: UUID, day: str, texts: int) -> None:
    with time_machine.travel(f"{day}T00:30:00+08:00", tick=False):
        hold_drill(client_as("staff"), school)
        remind_of_counts()
        found = told(client_as("staff"), "drill.due")
    assert len(found) == texts
    assert all("1/2" in text for text in found)


@pytest.mark.clause("LN-4")
def test_on_the_last_day_the_year_has_failed_and_the_bureau_is_told(client_as: ClientAs, school: UUID) -> None:
    with time_machine.travel("2026-12-31T08:00:00+08:00", tick=False):
        hold_drill(client_as("staff"), school)
        remind_of_counts()
        assert told(client_as("staff"), "drill.failed") == ["2026年突发事件处置预案演练不合格：1/2。"]
        assert "泉城示范第一中学：2026年突发事件处置预案演练不合格：1/2。" in told(client_as("officer"), "drill.failed")
        assert told(client_as("staff"), "drill.due") == []


def test_who_has_drilled_enough_is_told_nothing(client_as: ClientAs, school: UUID) -> None:
    with time_machine.travel("2026-12-31T08:00:00+08:00", tick=False):
        for _ in range(2):
            hold_drill(client_as("staff"), school)
        remind_of_counts()
        assert told(client_as("staff"), "drill.failed") == []


def test_run_twice_on_a_day_it_tells_once_and_next_month_again(client_as: ClientAs, school: UUID) -> None:
    with time_machine.travel("2026-10-05T08:00:00+08:00", tick=False):
        assert remind_of_counts() > 0
        before = Notice.select().count(), Event.select().where(Event.kind == "duty.reminded").count()
        assert remind_of_counts() == 0
        assert (Notice.select().count(), Event.select().where(Event.kind == "duty.reminded").count()) == before
    with time_machine.travel("2026-11-01T08:00:00+08:00", tick=False):
        remind_of_counts()
        assert len(told(client_as("staff"), "drill.due")) == 2


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        ("2027-12-10", []), ("2027-12-11", ["门卫值班巡查制度即将到复审日期"]),
        ("2028-01-10", ["门卫值班巡查制度即将到复审日期"]), ("2028-01-11", ["门卫值班巡查制度复审已逾期"]),
    ],
)  # fmt: skip
def test_the_review_of_a_paper_is_announced(client_as: ClientAs, school: UUID, day: str, texts: list[str]) -> None:
    file_paper(client_as("staff"), school, review_on="2028-01-10")
    with time_machine.travel(f"{day}T08:00:00+08:00", tick=False):
        for _ in range(2):
            remind_of_reviews()
        assert [text for text in told(client_as("staff"), "duty_paper.review") if "门卫" in text] == texts


def test_the_daily_job_tells_and_a_second_one_does_not(
    client_as: ClientAs, school: UUID, run_jobs: Callable[[], int]
) -> None:
    with time_machine.travel("2026-10-01T07:30:00+08:00", tick=False):
        for number in range(2):
            with database.atomic():
                enqueue(REMIND, {}, key=f"{REMIND}:{number}")
            run_jobs()
            assert len(told(client_as("staff"), "drill.due")) == 1
    assert [schedule.cron for schedule in SCHEDULES] == ["30 7 * * *"]
