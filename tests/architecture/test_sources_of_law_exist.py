"""Every ``Source:`` in the code names an existing clause of the ledger, or a law or standard by its own number."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import ROOT, files, name_of
from tests.clauses import ledger

CLAUSE = re.compile(r"\b(?:JN|LN)-(?:end-|aims-)?[0-9a-z][0-9a-z.]*")
LAWS = re.compile(
    r"行政处罚法|行政强制法|行政复议法|行政诉讼法|公安机关办理行政案件程序规定|公安部令|国务院令|国令|国发|条例|反恐怖主义法|GB/?T? ?\d|GA/?T? ?\d|RFC \d"
)


def sources() -> list[tuple[str, str]]:
    return [
        (name_of(path), match.group(1))
        for path in files()
        for match in re.finditer(r"\bSource:\s*(.{3,160})", path.read_text(encoding="utf-8"))
    ]


def test_there_are_sources_to_look_at() -> None:
    assert len(sources()) >= 20


@pytest.mark.parametrize(("file", "source"), sources())
def test_a_source_names_a_clause_or_a_law(file: str, source: str) -> None:
    clauses = [id.rstrip(".") for id in CLAUSE.findall(source)]
    assert clauses or LAWS.search(source), f"{file}: {source}"
    assert [id for id in clauses if id not in ledger()] == [], file


def test_clauses_named_anywhere_in_code_tests_and_pages_exist() -> None:
    places = [*files(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "CHANGELOG.md"]
    wrong = [
        f"{name_of(path)}: {id}"
        for path in places
        for id in CLAUSE.findall(path.read_text(encoding="utf-8"))
        if id.rstrip(".") not in ledger()
    ]
    assert wrong == []
