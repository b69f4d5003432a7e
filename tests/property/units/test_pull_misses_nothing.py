"""A phone that pulls in pages of any size, between acts in any order, ends with exactly the units in its reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.core import clock
from server.core.errors import Invalid
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.pull import pull_units
from server.units.registry.queries.reach import units_within_reach
from tests.property.units.acts import act, an_act, undone
from tests.world import World

a_round = st.tuples(st.lists(an_act, max_size=3), st.integers(1, 4), st.sampled_from([1, 90, 600]))


def synchronise(actor: Actor, kept: dict[UUID, int], mark: str | None, limit: int) -> str:
    while True:
        pulled = pull_units(actor, mark, limit)
        for id in pulled.gone:
            kept.pop(id, None)
        kept.update({unit.id: unit.version for unit in pulled.units})
        mark = pulled.mark
        if not pulled.more:
            return mark


@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(rounds=st.lists(a_round, min_size=1, max_size=4), asker=st.sampled_from(["lixia", "lixia_pearl", "education"]))
def test_after_every_pull_the_phone_holds_its_reach_in_the_latest_version(
    world: World, connected: None, rounds: list[Any], asker: str
) -> None:
    actor = Actor(new_id(), roles=("officer",), agency_id=world.agencies[asker])
    kept: dict[UUID, int] = {}
    made: list[UUID] = []
    mark = None
    now = clock.now() + timedelta(seconds=1)
    with undone(), time_machine.travel(now, tick=False) as traveller:
        for steps, limit, seconds in rounds:
            mark = synchronise(actor, kept, mark, limit)
            for step in steps:
                act(world, made, step)
                traveller.shift(0.5)
            traveller.shift(seconds)
        synchronise(actor, kept, mark, 2)
        assert kept == {unit.id: unit.version for unit in units_within_reach(actor).select(Unit.id, Unit.version)}


@pytest.mark.parametrize(
    "mark", ["", "x", "all|today|1", "some|2026-11-22T00:00:00.000000Z|1", "all|2026-11-22T00:00:00|1"]
)
def test_a_mark_that_we_did_not_make_is_refused(world: World, connected: None, mark: str) -> None:
    actor = Actor(new_id(), roles=("officer",), agency_id=world.agencies["lixia"])
    if mark:
        with pytest.raises(Invalid):
            pull_units(actor, mark, 10)
    else:
        assert pull_units(actor, mark, 10).units
