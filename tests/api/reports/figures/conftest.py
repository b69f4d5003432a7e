"""What tests of figures share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.records import Sender
from tests.world import World


@pytest.fixture(autouse=True)
def empty_store(backend: Any) -> None:
    """The database is restored before each test; what is still missing also depends on the files there."""
    for path in backend.settings.files_dir.glob("*/*"):
        path.unlink()


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)
