"""Each dependency is locked by hash, in both locks alike, and has its reason; no lock names a registry."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import files, module_of

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REASONS = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
LOCKS = ("requirements.lock", "requirements-dev.lock")
TO_RUN = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["web"]
TO_TEST = PROJECT["dependency-groups"]["dev"]


def locked(name: str) -> dict[str, list[str]]:
    """Versions by package; some have another for another Python."""
    versions: dict[str, list[str]] = {}
    text = (ROOT / name).read_text(encoding="utf-8")
    for package, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(package), []).append(version)
    return versions


@pytest.mark.parametrize(
    ("requirement", "lock"), [(r, LOCKS[0]) for r in TO_RUN] + [(r, LOCKS[1]) for r in TO_RUN + TO_TEST]
)
def test_a_dependency_is_locked_to_a_version_it_allows(requirement: str, lock: str) -> None:
    wanted = Requirement(requirement)
    versions = locked(lock).get(canonicalize_name(wanted.name), [])
    assert versions
    assert all(wanted.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("requirement", TO_RUN + TO_TEST)
def test_a_dependency_has_its_reason(requirement: str) -> None:
    name = Requirement(requirement).name
    assert re.search(rf"^\|[^|]*\b{re.escape(name)}\b[^|]*\| .{{10,}} \|$", REASONS, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_none_names_a_registry(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_what_is_tested_is_what_runs() -> None:
    tested = locked(LOCKS[1])
    assert {name: tested.get(name) for name in locked(LOCKS[0])} == locked(LOCKS[0])


#: Imports what it is told, in a world without the packages that only tests bring.
IN_A_BARE_WORLD = """
import importlib, json, sys
absent, wanted = json.loads(sys.stdin.read())
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
failed = {}
for name in wanted:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        failed[name] = str(error)
print(json.dumps(failed))
"""


def test_every_module_loads_with_what_make_run_installs() -> None:
    """Tests run among more packages than the program is given: what came with one of them was missed at the first start."""
    to_run = set(locked(LOCKS[0]))
    owners = {name: {canonicalize_name(one) for one in found} for name, found in packages_distributions().items()}
    absent = sorted(name for name, found in owners.items() if not found & to_run)
    assert {"pytest", "playwright"} <= set(absent)
    wanted = [module_of(path) for path in files() if path.stem != "__main__"] + ["wsgi"]
    told = subprocess.run(
        [sys.executable, "-c", IN_A_BARE_WORLD],
        cwd=ROOT,
        input=json.dumps([absent, wanted]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout) == {}
