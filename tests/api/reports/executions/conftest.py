"""What tests of executions share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.factories.executions import Fined, evergreen, fined
from tests.factories.records import Sender
from tests.world import World


@pytest.fixture
def client_as(app: Flask, world: World) -> Callable[[str], Any]:
    return evergreen(app, world)


@pytest.fixture
def case(world: World, client_as: Callable[[str], Any], run_jobs: Callable[[], int], backend: Any) -> Fined:
    """A decision with a fine, served; made once a database."""
    found: Fined = backend.keep("fined", lambda: fined(Sender(world, client_as), client_as, world, run_jobs))
    return found


@pytest.fixture
def served_not(world: World, client_as: Callable[[str], Any], run_jobs: Callable[[], int], backend: Any) -> Fined:
    """The same, its decision signed and not served."""

    def make() -> Fined:
        return fined(Sender(world, client_as), client_as, world, run_jobs, served=False)

    found: Fined = backend.keep("fined_unserved", make)
    return found
