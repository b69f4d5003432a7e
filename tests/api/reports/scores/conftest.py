"""What tests of scores share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.records import Sender
from tests.world import World


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)
