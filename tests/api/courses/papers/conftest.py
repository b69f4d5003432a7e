"""What tests of papers share."""

from __future__ import annotations

from typing import Any

import pytest

from server.core.database import database
from tests.factories.papers import empty_bank, put_bank


@pytest.fixture
def bank(backend: Any, app: Any) -> None:
    """Sixty live items in every category: single choices and truths of difficulties 1 to 5."""

    def make() -> None:
        with database.connection_context():
            empty_bank()
            put_bank()

    backend.keep("a bank for papers", make)
