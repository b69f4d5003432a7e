"""A Collect that is let in, and the checklists it fills in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.templates.queries import version_by_id
from server.core.database import database
from tests.factories.collect import Collect
from tests.world import World


@pytest.fixture
def collect_of(client_as: Callable[[str], Any], anonymous: Any) -> Callable[[str], Collect]:
    return lambda persona: Collect.let_in(client_as(persona), anonymous)


@pytest.fixture
def collect(collect_of: Callable[[str], Collect]) -> Collect:
    return collect_of("inspector")


@pytest.fixture
def definition_of(world: World) -> Callable[[str], dict[str, Any]]:
    def read(code: str) -> dict[str, Any]:
        with database.connection_context():
            definition: dict[str, Any] = version_by_id(world.versions[code])["definition"]
            return definition

    return read
