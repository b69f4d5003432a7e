"""Counting statements: a list must not ask more the more it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from server.core.database import database


@pytest.fixture
def statements(app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[list[str]]]:
    """``with statements() as seen:`` gathers the SQL that ran."""

    @contextmanager
    def gather() -> Iterator[list[str]]:
        seen: list[str] = []
        real = database.obj.execute_sql

        def counted(sql: str, *args: Any, **kwargs: Any) -> Any:
            seen.append(sql)
            return real(sql, *args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(database.obj, "execute_sql", counted)
            yield seen

    return gather
