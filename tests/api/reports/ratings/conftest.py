from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.ratings import Rounds
from tests.world import World


@pytest.fixture
def rounds(client_as: Callable[[str], Any], world: World) -> Rounds:
    return Rounds(client_as, world)
