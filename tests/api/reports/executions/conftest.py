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
