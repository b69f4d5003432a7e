"""A session that was sat and marked, for those who mark it anew."""

from __future__ import annotations

import pytest

from courses.markings.services import mark_submitted
from server.core.permissions import SYSTEM
from tests.factories.markings import Sat, session_of, sit
from tests.factories.regrades import ITEMS
from tests.world import World


@pytest.fixture
def sat(world: World, connected: None) -> Sat:
    """Of 2000: the guard has 1500, the other guard 1000 and would pass (60 %) with one more."""
    sat = session_of(world, ITEMS)
    sit(sat, world.persons["guard_school"], ["a", "b", "c", "a"])
    sit(sat, world.persons["guard_school_2"], ["a", "b", "d", "b"], turn=1)
    for attempt in sat.attempts:
        mark_submitted(SYSTEM, attempt.id)
    return sat
