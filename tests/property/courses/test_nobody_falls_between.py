"""Whatever order people come, go, are excused and finish in: everybody is in exactly one of done, excused, missing."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.rotations.errors import NotExcusable, NotExcused
from courses.rotations.models import Enrolment, MissedRotation, RotationCycle
from courses.rotations.queries.cycles import counts_of
from courses.rotations.services import close_cycle, excuse, keep_up_cycle, withdraw_excuse
from courses.trainees.models import Trainee
from courses.trainees.rules import Audience
from courses.trainees.services import end_trainee
from server.core import clock
from server.core.permissions import SYSTEM
from tests.factories.rotations import cycle, learn
from tests.factories.trainees import trained, trainee
from tests.world import World

PEOPLE = 4
ACTS = st.tuples(st.sampled_from(["come", "go", "excuse", "withdraw", "learn", "night"]), st.integers(0, PEOPLE - 1))


class Year:
    """A small unit's year; yesterday is the last day of whoever goes, so that nobody is in twice a day."""

    def __init__(self, world: World) -> None:
        self.today = clock.today()
        self.unit_id = world.units["school_first"]
        Trainee.delete().execute()
        self.cycle = cycle(
            unit_id=self.unit_id,
            year=self.today.year,
            opens_on=date(self.today.year, 1, 1),
            ends_on=self.today,
        )
        self.people: dict[int, Trainee] = {}

    def do(self, act: str, who: int) -> None:
        row = self.people.get(who)
        if act == "night":
            keep_up_cycle(self.cycle.id)
        elif act == "come":
            self._come(who, row)
        elif row is not None and act == "go":
            end_trainee(SYSTEM, row, max(row.from_on, self.today - timedelta(days=1)), "离职")
        elif row is not None and act == "learn":
            learn(row.person_id, 3600, on=self.today)
        elif row is not None:
            self._excuse(act, row)

    def _come(self, who: int, row: Trainee | None) -> None:
        if row is None:
            self.people[who] = trainee(self.unit_id, from_on=self.today - timedelta(days=1))
        elif Trainee.get_by_id(row.id).to_on is not None and Trainee.get_by_id(row.id).to_on < self.today:
            self.people[who] = trained(row.person_id, Audience.GUARD, from_on=self.today)

    def _excuse(self, act: str, row: Trainee) -> None:
        mine = (Enrolment.cycle_id == self.cycle.id) & (Enrolment.person_id == row.person_id)
        enrolment = Enrolment.get_or_none(mine)
        if enrolment is None:
            return
        with suppress(NotExcusable, NotExcused):
            excuse(SYSTEM, enrolment, "病假") if act == "excuse" else withdraw_excuse(SYSTEM, enrolment)

    def active(self) -> set[Any]:
        return {row.person_id for row in Trainee.select() if row.to_on is None or row.to_on >= self.today}


@pytest.mark.clause("JN-3.4a")
@pytest.mark.usefixtures("connected")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=14))
def test_done_excused_and_missing_are_all_who_should(world: World, acts: list[tuple[str, int]]) -> None:
    year = Year(world)
    for act, who in acts:
        year.do(act, who)
    close_cycle(SYSTEM, year.cycle.id)
    rows = list(Enrolment.select().where(Enrolment.cycle_id == year.cycle.id))
    assert len({row.person_id for row in rows}) == len(rows)
    counted = {row.person_id: row.state for row in rows if row.state != "left"}
    finished = {person for person, state in counted.items() if state == "done"}
    assert set(counted) == year.active() | finished
    missed = {row.person_id for row in MissedRotation.select().where(MissedRotation.cycle_id == year.cycle.id)}
    assert missed == {person for person, state in counted.items() if state == "active"}
    closed = RotationCycle.get_by_id(year.cycle.id)
    counts = counts_of(SYSTEM, [closed]).get(closed.id)
    frozen = closed.closed_counts
    assert frozen["should"] == frozen["done"] + frozen["excused"] + frozen["missing"] == len(counted)
    assert (counts.should if counts else 0) == frozen["should"]
    assert frozen["missing"] == len(missed)
