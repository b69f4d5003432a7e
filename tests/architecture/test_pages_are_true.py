"""What the pages name exists, and what exists is on the map (convention 24)."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, name_of

ARCHITECTURE = ROOT / "docs" / "architecture.md"
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "README.zh-CN.md"]
PATH = re.compile(r"`((?:[\w.-]+/)*[\w.-]+(?:/|\.(?:py|md|toml|json|lock|ts|js|html|css|service|sh)))`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
#: Made by the program or by a bureau, not lying in the repository.
MADE = {"secret.key", "demo-accounts.json", "shouwang.db", "queue.db", "manifest.json", "var/", "files/", ".setup/log/"}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_a_page_names_exist(page: Path) -> None:
    """By their whole path or by its end, as people write them."""
    there = repository()
    named = {name for name in PATH.findall(page.read_text("utf-8")) if name not in MADE}
    assert {name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in there)} == set()


@cache
def repository() -> set[str]:
    """Every file and folder that belongs to the program, relative to its root; folders end with a slash."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {*files, *(f"{folder.as_posix()}/" for file in files for folder in Path(file).parents)}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()] == []


def test_every_package_and_subject_is_on_the_map() -> None:
    text = ARCHITECTURE.read_text("utf-8")
    folders = [
        folder
        for package in (*PACKAGES, "web", "tests", "docs", "deploy", "benchmarks")
        for folder in (ROOT / package, *(ROOT / package).iterdir())
        if folder.is_dir() and (folder == ROOT / package or package in PACKAGES) and any(folder.rglob("*.py"))
    ]
    names = {folder.name for folder in folders if folder.name != "__pycache__"}
    assert {name for name in names if not re.search(rf"`[\w/ ]*\b{name}/", text)} == set()


def test_the_map_is_one_page() -> None:
    assert len(ARCHITECTURE.read_text("utf-8").splitlines()) <= 80


def test_decisions_are_numbered_and_have_their_four_parts() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len({path.name[:4] for path in decisions}) == len(decisions)
    for path in decisions:
        text = path.read_text("utf-8")
        assert re.match(rf"# {path.name[:4]} \S", text), path.name
        for part in ("Context", "Decision", "Rejected", "Consequences"):
            assert re.search(rf"(^## {part}|\*\*{part})", text, re.MULTILINE), f"{path.name}: {part}"
