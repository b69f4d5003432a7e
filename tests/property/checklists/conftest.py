"""What property tests of checklists share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.records import Inspector, Sender
from tests.world import World


@pytest.fixture(autouse=True)
def empty_store(request: pytest.FixtureRequest) -> None:
    """The database is restored before each test; what is still missing also depends on the files there.

    What is pure asks for no database, and is tried once.
    """
    if "backend" in request.fixturenames:
        for path in request.getfixturevalue("backend").settings.files_dir.glob("*/*"):
            path.unlink()


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)


@pytest.fixture
def inspector(sender: Sender) -> Inspector:
    return sender.inspector()
