"""What tests of penalties share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine

from tests.backends import Backend
from tests.factories.penalties import Late, filed, overdue, ready
from tests.factories.records import Sender
from tests.world import World


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)


@pytest.fixture
def late(backend: Backend, sender: Sender, client_as: Callable[[str], Any], world: World) -> Late:
    """`overdue`, made once a database."""
    return backend.keep("an overdue hazard", lambda: overdue(sender, client_as, world))


@pytest.fixture
def prepared(backend: Backend, sender: Sender, client_as: Callable[[str], Any], world: World) -> Iterator[str]:
    """A case with everything but the decision, at the moment when that may come; its id."""

    def make() -> tuple[str, datetime]:
        found, later = overdue(sender, client_as, world)
        with time_machine.travel(later, tick=False):
            id = filed(client_as, world, hazard_ids=[found.id])
            ready(client_as, id)
        return id, later

    id, later = backend.keep("a case to decide", make)
    with time_machine.travel(later, tick=False):
        yield id
