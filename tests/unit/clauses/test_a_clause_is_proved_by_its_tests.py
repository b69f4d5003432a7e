"""A clause counts as proved only when some test marked with it passed and none did anything else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clauses import COPY, ORIGINAL, ROOT

LEDGER = "".join(
    f'[[clause]]\nid = "{id}"\nduty = "{id}"\n' for id in ("TEST-1", "TEST-2", "TEST-3", "TEST-4", "TEST-5")
)
CONFTEST = """
from tests.clauses import note_clauses

def pytest_collection_modifyitems(items):
    note_clauses(items)
"""
TESTS = """
import pytest

@pytest.mark.clause("TEST-1")
def test_holds(): pass

@pytest.mark.clause("TEST-2", "TEST-3")
def test_holds_too(): pass

@pytest.mark.clause("TEST-3")
def test_fails(): assert 1 == 2

@pytest.mark.clause("TEST-4")
@pytest.mark.skip(reason="on purpose")
def test_does_not_run(): pass
"""


def ask(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    (folder / "ledger.toml").write_text(LEDGER)
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_sample.py").write_text(tests)
    return subprocess.run(
        [sys.executable, "-m", "tests.clauses", "-c", "pyproject.toml", "-n0", "-p", "no:randomly", str(folder)],
        cwd=ROOT,
        env={**os.environ, "SHOUWANG_CLAUSES": str(folder / "ledger.toml")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_last_line_says_what_is_proved_and_what_is_missing(tmp_path: Path) -> None:
    done = ask(tmp_path, TESTS)
    assert done.returncode == 1
    *ledger, last = done.stdout.splitlines()
    assert json.loads(last) == {"proved": ["TEST-1", "TEST-2"], "missing": ["TEST-3", "TEST-4", "TEST-5"]}
    signs = {line.split()[1]: line.split()[0] for line in ledger if line[:1] in "●○✗" and line.strip()}
    assert signs == {"TEST-1": "●", "TEST-2": "●", "TEST-3": "✗", "TEST-4": "✗", "TEST-5": "○"}


def test_a_mark_that_names_no_clause_is_refused(tmp_path: Path) -> None:
    done = ask(tmp_path, TESTS.replace('"TEST-1"', '"TEST-9"'))
    assert done.returncode != 0
    assert "TEST-9" in done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["proved"] == []


@pytest.mark.skipif(not ORIGINAL.is_file(), reason="the original ledger does not lie beside this checkout")
def test_the_committed_ledger_is_the_original() -> None:
    assert COPY.read_bytes() == ORIGINAL.read_bytes()
