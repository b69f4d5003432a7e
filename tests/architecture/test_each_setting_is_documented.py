"""docs/operations.md lists every setting with the default it really has (convention 14)."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from server.core.settings import ENVIRONMENT_PREFIX, Settings

OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(SHOUWANG_\w+)` \| (?:`([^`]*)`|\(empty\)) \| (.+) \|$", re.MULTILINE)
DOCUMENTED = {name: default for name, default, _ in ROW.findall(OPERATIONS)}
SETTINGS = {ENVIRONMENT_PREFIX + field.name.upper(): field for field in fields(Settings)}


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_a_setting_stands_in_the_table_with_its_default(name: str) -> None:
    default = SETTINGS[name].default
    assert DOCUMENTED.get(name) == (str(int(default)) if isinstance(default, bool) else str(default))


def test_the_table_names_no_setting_that_does_not_exist() -> None:
    assert set(DOCUMENTED) <= set(SETTINGS)
