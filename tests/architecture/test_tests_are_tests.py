"""A test that is never collected, or skipped without a reason, only looks like one (convention 19)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, dotted, name_of, tree

TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_a_test_file_holds_a_test(path: Path) -> None:
    names = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    classes = [node.name for node in tree(path).body if isinstance(node, ast.ClassDef)]
    machines = [
        node for node in tree(path).body if isinstance(node, ast.Assign) and dotted(node.value).endswith(".TestCase")
    ]
    assert any(name.startswith("test_") for name in names) or machines or any(n.startswith("Test") for n in classes)


def test_no_file_of_tests_has_a_name_that_is_not_collected() -> None:
    """Indico once had a test that never ran because its name lacked ``test_``."""
    wrong = []
    for path in (ROOT / "tests").rglob("*.py"):
        if path.name.startswith("test_"):
            continue
        wrong += [
            f"{name_of(path)}: {node.name}"
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
    assert wrong == []


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_a_test_that_is_skipped_says_why(path: Path) -> None:
    for node in ast.walk(tree(path)):
        name = (
            dotted(node.func if isinstance(node, ast.Call) else node)
            if isinstance(node, (ast.Call, ast.Attribute))
            else ""
        )
        if not re.search(r"(^|\.)(skip|skipif|xfail|importorskip)$", name):
            continue
        if isinstance(node, ast.Attribute):
            assert not _is_bare_mark(path, node), f"{name_of(path)}:{node.lineno}"
            continue
        reasons = [word.value for word in node.keywords if word.arg == "reason"] or node.args[:1]
        assert reasons, f"{name_of(path)}:{node.lineno}"
        assert not isinstance(reasons[0], ast.Constant) or len(str(reasons[0].value)) > 8, (
            f"{name_of(path)}:{node.lineno}"
        )


def _is_bare_mark(path: Path, mark: ast.Attribute) -> bool:
    """``@pytest.mark.skip`` with no call around it has no room for a reason."""
    called = {id(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    return id(mark) not in called


def test_no_test_waits_by_the_clock_for_long() -> None:
    waits = [
        f"{name_of(path)}:{node.lineno}"
        for path in TESTS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) == "time.sleep" and node.args
        if isinstance(node.args[0], ast.Constant) and float(node.args[0].value) > 1
    ]
    assert waits == []
