"""What tests of the core share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.database import database


@pytest.fixture
def statements(connected: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """All SQL that was run since the test asked for this."""
    seen: list[str] = []
    real = database.obj.execute_sql

    def noted(sql: str, *arguments: Any, **options: Any) -> Any:
        seen.append(sql)
        return real(sql, *arguments, **options)

    monkeypatch.setattr(database.obj, "execute_sql", noted)
    return lambda: seen
