"""What tests of exams share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.database import database
from tests.factories.exams import ExamPhone, Room, room_for
from tests.world import World


@pytest.fixture
def room(world: World) -> Room:
    """A running session with the guard on the list."""
    with database.connection_context():
        return room_for(world)


@pytest.fixture
def phone(room: Room, client_as: Callable[[str], Any]) -> ExamPhone:
    """The guard's phone, started."""
    return ExamPhone(client_as("guard"), room.candidate.id).begin()
