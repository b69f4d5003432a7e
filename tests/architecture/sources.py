"""The program's own source files, as the house rules look at them."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from peewee import Model

ROOT = Path(__file__).parents[2]
PACKAGES = ("server", "checklists", "device_checks", "courses", "reports", "mobile_api")


@cache
def files(*, room: str | None = None) -> tuple[Path, ...]:
    """Python files of the packages; with ``room`` only those of rooms of that name (a file, or a folder of files)."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    found = [path for path in found if "migrations" not in path.parts]
    return tuple(path for path in found if room is None or room in (path.stem, *path.relative_to(ROOT).parent.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Functions at the top of a file."""
    yield from (node for node in tree(path).body if isinstance(node, ast.FunctionDef))


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """(dotted name, call) of every call inside; names of values that are computed start with a dot."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            yield dotted(found.func), found


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


@cache
def models() -> tuple[type[Model], ...]:
    """Every table of the program."""
    for path in files():
        bases = [dotted(base) for node in tree(path).body if isinstance(node, ast.ClassDef) for base in node.bases]
        if {"Model", "BaseModel"} & set(bases):
            importlib.import_module(module_of(path))
    found, waiting = [], list(Model.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.__module__.split(".")[0] in PACKAGES and not model.__subclasses__():  # else a base, without a table
            found.append(model)
    return tuple(found)
