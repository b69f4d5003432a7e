"""Migrations import no model, so nothing but this holds the two together (convention 13)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from peewee import Model
from playhouse.schema_diff import diff_models

from server.core.database import MIGRATIONS, database, is_postgresql
from server.core.fields import UTCDateTimeField
from tests.architecture.sources import models

#: The runner's own book, and the search index, which is another thing on each database (server/units/registry).
WITHOUT_MODEL = ("schema_migration", "unit_words", "huey_")  # the last: the engine makes its own on PostgreSQL


def models_by_table() -> dict[str, type[Model]]:
    return {model._meta.table_name: model for model in models()}


@pytest.mark.usefixtures("connected")
def test_every_column_and_index_of_the_models_is_in_the_database_and_no_other() -> None:
    difference = diff_models(database.obj, list(models()))
    assert not difference, str(difference)


@pytest.mark.usefixtures("connected")
def test_a_column_may_be_empty_in_the_database_exactly_when_it_may_in_the_model() -> None:
    wrong = []
    for table, model in models_by_table().items():
        empty_allowed = {column.name: column.null for column in database.get_columns(table)}
        wrong += [
            f"{table}.{name}"
            for name, field in model._meta.columns.items()
            if empty_allowed[name] != field.null and not field.primary_key
        ]
    assert wrong == []


@pytest.mark.usefixtures("connected")
def test_instants_and_ids_have_the_type_of_their_database() -> None:
    expected = "timestamp with time zone" if is_postgresql() else "TEXT"
    wrong = [
        f"{table}.{column.name}: {column.data_type}"
        for table, model in models_by_table().items()
        for column in database.get_columns(table)
        if isinstance(model._meta.columns[column.name], UTCDateTimeField) and column.data_type != expected
    ]
    assert wrong == []


@pytest.mark.usefixtures("connected")
def test_every_table_has_a_model() -> None:
    assert [t for t in database.get_tables() if t not in models_by_table() and not t.startswith(WITHOUT_MODEL)] == []


def test_two_models_never_share_a_table() -> None:
    assert len(models_by_table()) == len(models())


def test_migrations_are_numbered_without_gap_or_twin() -> None:
    numbers = [int(path.name[:4]) for path in sorted(MIGRATIONS.glob("[0-9]*.py"))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name) for path in MIGRATIONS.glob("*.py"))


@pytest.mark.parametrize("path", sorted(MIGRATIONS.glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(path: Path) -> None:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    ours = {"server", "checklists", "reports", "mobile_api", "device_checks", "courses", "wsgi"}
    assert [name for name in names if name.split(".")[0] in ours] == []
