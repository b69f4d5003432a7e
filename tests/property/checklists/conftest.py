"""What property tests of checklists share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.records import Inspector, Sender
from tests.world import World


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)


@pytest.fixture
def inspector(sender: Sender) -> Inspector:
    return sender.inspector()
