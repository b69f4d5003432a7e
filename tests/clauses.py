"""Which clauses of the two seed documents are proved: ``python -m tests.clauses`` (``make clauses``).

A clause is proved when at least one test marked with its id ran and every one of them passed. The last line
printed is {"proved": [ids], "missing": [ids]}; the exit code is that of the tests.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
COPY = ROOT / "docs" / "clauses.toml"
ORIGINAL = ROOT.parent / "shared" / "clauses.toml"
PROPERTY = "clause"


def ledger_path() -> Path:
    """The ledger that counts: the one named, else the original beside the checkout, else our copy."""
    named = os.environ.get("SHOUWANG_CLAUSES", "")
    candidates = [Path(named)] if named else [ORIGINAL, COPY]
    return next(path for path in candidates if path.is_file())


@cache
def ledger() -> dict[str, dict[str, Any]]:
    """Clauses by id, in the ledger's order."""
    clauses = tomllib.loads(ledger_path().read_text(encoding="utf-8"))["clause"]
    return {clause["id"]: clause for clause in clauses}


def note_clauses(items: Iterable[pytest.Item]) -> None:
    """Put each test's clauses on its reports. Raises UsageError for a mark that names no clause."""
    for item in items:
        for mark in item.iter_markers(PROPERTY):
            if not mark.args or (unknown := [id for id in mark.args if id not in ledger()]):
                raise pytest.UsageError(f"{item.nodeid}: no such clause in the ledger: {unknown if mark.args else '—'}")
            item.user_properties += [(PROPERTY, id) for id in mark.args]


@dataclass
class Findings:
    """What the marked tests said; a pytest plugin."""

    passed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unproved: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, id in report.user_properties:
            if name != PROPERTY:
                continue
            if not report.passed:  # a test that was skipped has shown nothing
                self.unproved[str(id)].add(report.nodeid)
            elif report.when == "call":
                self.passed[str(id)].add(report.nodeid)

    def proved(self) -> list[str]:
        return [id for id in ledger() if self.passed[id] and not self.unproved[id]]


def print_ledger(findings: Findings) -> None:
    proved = set(findings.proved())
    print(f"\nclauses of {ledger_path().name}: ● proved, ○ not proved, ✗ a marked test did not pass\n")
    for id, clause in ledger().items():
        sign = "●" if id in proved else "✗" if findings.unproved[id] else "○"
        tests = len(findings.passed[id] | findings.unproved[id])
        print(f"{sign} {id:<12} {tests or '':>3}  {clause['duty']}")
        for name in sorted(findings.unproved[id]):
            print(f"{'':<19} ✗ {name}")
    print(f"\n{len(proved)} of {len(ledger())} proved")
    print(json.dumps({"proved": [id for id in ledger() if id in proved],
                      "missing": [id for id in ledger() if id not in proved]}))  # fmt: skip


def main(arguments: list[str]) -> int:
    os.environ.setdefault("SHOUWANG_TEST_DATABASES", "sqlite")  # `make test` runs them on both
    findings = Findings()
    options = ["-m", PROPERTY, "-q", "-n", "auto", "--ignore", "tests/e2e", *(arguments or ["tests"])]
    code = pytest.main(options, plugins=[findings])
    sys.stdout.flush()
    print_ledger(findings)
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
