"""Acts in any order: what is shown as allowed is what is taken; the state is what the steps lead to; no step is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checklists.hazards.models import Hazard, HazardStep
from checklists.hazards.rules import fold
from checklists.hazards.services import OrderGiven, order_hazards, release_hazards
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.api.checklists.test_no_illegal_jump import OWN_ACTS, PATHS, bodies
from tests.factories.hazards import HAZARDS, act, done, report, watch
from tests.world import World

ClientAs = Callable[[str], Any]
DOERS = {name: next(persona for persona, own in OWN_ACTS.items() if name in own) for name in PATHS}

a_move = st.one_of(
    st.tuples(st.just("act"), st.sampled_from(sorted(PATHS)), st.booleans()),
    st.tuples(st.sampled_from(["order", "revoke", "again"])),
    st.tuples(st.just("days"), st.integers(1, 12)),
)


class Life:
    """One hazard under way, and what is known of it."""

    def __init__(self, client_as: ClientAs, world: World, by_unit: bool) -> None:
        self.client_as, self.world, self.days = client_as, world, 0
        reporter = client_as("head" if by_unit else "officer")
        self.id = done(reporter.post(HAZARDS, json=report(world)))["id"]
        self.last: tuple[str, str, Any] | None = None

    def seen(self, persona: str) -> Any:
        return self.client_as(persona).get(f"{HAZARDS}/{self.id}").json

    def do(self, move: tuple[Any, ...]) -> None:
        if move[0] == "act":
            self.take(move[1], passes=move[2])
        elif move[0] == "again" and self.last:
            self.again()
        elif move[0] in ("order", "revoke"):
            self.rule(move[0])

    def take(self, name: str, *, passes: bool) -> None:
        persona, before = DOERS[name], self.seen(DOERS[name])
        body = bodies(self.world, self.seen("officer"))[name]
        if name == "recheck" and not passes:
            body |= {"passed": False}
        answer = act(self.client_as(persona), self.id, PATHS[name], body)
        if name in before["allowed"] and not (name == "recheck" and not passes):
            assert answer.status_code == 201, (name, answer.json)
        if name not in before["allowed"]:
            assert answer.status_code == 422, (name, answer.json)
        after = self.seen(persona)
        assert len(after["history"]) == len(before["history"]) + (answer.status_code == 201)
        assert after["version"] == before["version"] + (answer.status_code == 201)
        if answer.status_code == 201:
            self.last = (persona, PATHS[name], body)

    def again(self) -> None:
        assert self.last
        before = self.seen("officer")
        assert act(self.client_as(self.last[0]), self.id, *self.last[1:]).status_code == 201
        assert self.seen("officer") == before

    def rule(self, what: str) -> None:
        state = self.seen("officer")["state"]
        with database.connection_context(), database.atomic():
            if what == "order" and state == "found":
                agency = self.world.agencies["lixia"]
                deadline_on = clock.today() + timedelta(days=10)
                order_hazards(SYSTEM, [self.id], OrderGiven(new_id(), "试〔2026〕1号", agency, deadline_on))
            elif what == "revoke" and Hazard.get_by_id(self.id).order_id:
                release_hazards(SYSTEM, [self.id], "有误")

    def contradictions(self) -> list[str]:
        """What the hazard's row says otherwise than its steps."""
        with database.connection_context():
            hazard = Hazard.get_by_id(self.id)
            steps = list(
                HazardStep.select().where(HazardStep.hazard_id == self.id).order_by(HazardStep.at, HazardStep.id)
            )
        holds = {
            "state": fold([step.step for step in steps]) == hazard.state == steps[-1].state,
            "version": hazard.version == len(steps),
            "closed_on": (hazard.closed_on is not None) == (hazard.state == "closed"),
            "overdue_on": hazard.overdue_on is None or hazard.deadline_on < hazard.overdue_on,
        }
        return [name for name, is_so in holds.items() if not is_so]


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(by_unit=st.booleans(), moves=st.lists(a_move, min_size=4, max_size=14))
def test_a_life_in_any_order_stays_a_life(
    client_as: ClientAs, world: World, by_unit: bool, moves: list[tuple[Any, ...]]
) -> None:
    start = clock.now()
    life = Life(client_as, world, by_unit)
    with time_machine.travel(start) as traveller:
        for move in moves:
            if move[0] == "days":
                traveller.shift(timedelta(days=move[1]))
                watch()
                watch()
            else:
                traveller.shift(timedelta(seconds=1))
                life.do(move)
            assert life.contradictions() == [], move
