"""Rounds begin by the plan and its clock, each camera in one of them, long dead ones less often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from device_checks.patrols.models import CameraWatch, PatrolRound, PatrolShard
from device_checks.patrols.services.rounds import begin_due_rounds
from device_checks.registers.models import Facility
from server.core import clock
from tests.factories.patrols import (
    addresses,
    plan,
    start,
    watched_camera,
    watched_cameras,
)
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected", "own_machine")

ClientAs = Callable[[str], Any]


def test_rounds_begin_by_the_plan_once_an_hour_and_missed_ones_once(world: World, port: int) -> None:
    watched_cameras(world, addresses(port, 2))
    start_at = clock.now().replace(minute=5, second=0, microsecond=0)
    with time_machine.travel(start_at, tick=False) as traveller:
        plan(world)
        assert begin_due_rounds() == 0
        traveller.shift(timedelta(hours=1))
        assert [begin_due_rounds() for _ in range(3)] == [1, 0, 0]
        PatrolRound.update(state="ended").execute()
        traveller.shift(timedelta(hours=7))
        assert [begin_due_rounds() for _ in range(2)] == [1, 0]
        rows = list(PatrolRound.select().order_by(PatrolRound.due_at))
        assert [row.missed_hours for row in rows] == [0, 6]
        traveller.shift(timedelta(days=30))  # off for a month: one round, not seven hundred
        assert begin_due_rounds() == 1


def test_a_clock_that_was_ahead_neither_doubles_nor_silences_the_patrol(world: World, port: int) -> None:
    ids = watched_cameras(world, addresses(port, 2))
    start_at = clock.now().replace(minute=5, second=0, microsecond=0)
    with time_machine.travel(start_at, tick=False) as traveller:
        plan(world)
        traveller.shift(timedelta(days=60))
        assert begin_due_rounds() == 1
        traveller.shift(timedelta(days=-60))
        assert begin_due_rounds() == 0  # gives the stray round up
        assert PatrolRound.get().state == "stopped"
        traveller.shift(timedelta(hours=1))
        assert begin_due_rounds() == 1
        newest = PatrolRound.select().where(PatrolRound.state == "running").get()
        assert newest.planned == len(ids)
        assert newest.skipped["open"] == 0


def test_a_paused_plan_and_cameras_out_of_use_are_left_alone(world: World, port: int) -> None:
    first, second = watched_cameras(world, addresses(port, 2))
    Facility.update(state="stopped").where(Facility.id == first).execute()
    start_at = clock.now().replace(minute=5, second=0, microsecond=0)
    with time_machine.travel(start_at, tick=False) as traveller:
        plan(world, is_active=False)
        traveller.shift(timedelta(hours=2))
        assert begin_due_rounds() == 0
        plan(world)
        traveller.shift(timedelta(hours=1))
        assert begin_due_rounds() == 1
    assert [UUID(id) for id in PatrolShard.get().remaining] == [second]


def test_a_camera_that_two_plans_want_is_looked_at_by_one(world: World, port: int) -> None:
    watched_cameras(world, addresses(port, 2))
    start_at = clock.now().replace(minute=5, second=0, microsecond=0)
    with time_machine.travel(start_at, tick=False) as traveller:
        plan(world)
        plan(world)
        traveller.shift(timedelta(hours=1))
        assert begin_due_rounds() == 2
    assert sorted((row.planned, row.skipped["open"]) for row in PatrolRound.select()) == [(0, 2), (2, 0)]
    assert {row.state for row in PatrolRound.select().where(PatrolRound.planned == 0)} == {"ended"}


def test_long_dead_cameras_are_asked_less_often_unless_a_person_asks(
    world: World, client_as: ClientAs, port: int
) -> None:
    id = watched_camera(world, addresses(port, 1)[0])
    CameraWatch.create(
        id=id,
        unit_id=world.units["school_first"],
        is_up=False,
        looked_at=clock.now(),
        failures=9,
        pause_until=clock.now() + timedelta(hours=9),
    )
    start_at = clock.now().replace(minute=5, second=0, microsecond=0)
    with time_machine.travel(start_at, tick=False) as traveller:
        own = plan(world)
        traveller.shift(timedelta(hours=1))
        assert begin_due_rounds() == 1
        assert PatrolRound.get().skipped["paused"] == 1
        assert start(client_as("officer"), own.id).json["planned"] == 1
