"""A list asks the database as often for many rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.phone import jpeg
from tests.factories.records import Sender, failed_check, small_definition, statements

LISTS = {"/api/v1/inspections": 8, "/api/v1/hazards": 7, "/api/v1/tasks": 9, "/api/v1/templates": 5}


@pytest.mark.parametrize("path", LISTS)
def test_many_rows_cost_no_more_statements_than_one(
    sender: Sender, client_as: Callable[[str], Any], path: str, connected: None
) -> None:
    officer = client_as("officer")
    failed_check(sender, "SCH-02", photos=(jpeg(1),))
    officer.get(path)  # versions are kept in memory from now on

    def ask() -> tuple[int, int]:
        with statements() as asked:
            shown = officer.get(f"{path}?limit=200").json["items"]
        return len(shown), len(asked)

    few = ask()
    for number in range(3):
        failed_check(sender, "SCH-02", "SCH-13", photos=(jpeg(number),), unit="school_primary")
        officer.post("/api/v1/templates", json={"id": str(new_id()), "definition": small_definition(f"TST{number}")})
    many = ask()
    assert many[0] > few[0] or path.endswith("tasks")
    assert many[1] <= few[1] <= LISTS[path]
