"""What tests of commendations share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.commendations import Course, noticed_course, open_course
from tests.world import World


@pytest.fixture
def course(world: World, client_as: Callable[[str], Any]) -> Course:
    """An open round of the Lixia branch."""
    return open_course(world, client_as)


@pytest.fixture
def noticed(world: World, client_as: Callable[[str], Any]) -> Course:
    return noticed_course(world, client_as)
