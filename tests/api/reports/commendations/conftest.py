"""What tests of commendations share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.backends import Backend
from tests.factories.commendations import Course, noticed_course, open_course
from tests.factories.records import Json
from tests.world import World


@pytest.fixture
def course(world: World, client_as: Callable[[str], Any]) -> Course:
    """An open round of the Lixia branch."""
    return open_course(world, client_as)


@pytest.fixture
def noticed(world: World, client_as: Callable[[str], Any], backend: Backend) -> Course:
    made = backend.keep("a round under notice", lambda: noticed_course(world, client_as).round)
    return Course(world, client_as, made)


@pytest.fixture
def decided(world: World, client_as: Callable[[str], Any], backend: Backend) -> Iterator[Course]:
    """On the first day on which it may be."""

    def make() -> Json:
        course = noticed_course(world, client_as)
        with course.after_notice():
            assert course.decide().status_code == 202
        return course.round

    course = Course(world, client_as, backend.keep("a decided round", make))
    with course.after_notice():
        yield course
