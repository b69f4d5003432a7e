"""Each dependency is locked by hash, in both locks alike, and has its reason; no lock names a registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
