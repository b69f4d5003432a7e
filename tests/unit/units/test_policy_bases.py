"""The library of bases is data that decisions rest on: nothing in it may be guessed or dangle."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = json.loads((ROOT / "server/units/policy_bases.json").read_text("utf-8"))
BASES = {basis["id"]: basis for basis in LIBRARY}
AREAS = {area["code"] for area in json.loads((ROOT / "server/units/areas.json").read_text("utf-8"))}

KEYS = {
    "id", "title", "doc_no", "issuer", "kind", "region_code", "issued_on", "effective_from", "effective_to", "aliases",
    "supersedes", "verified", "note", "articles",
}  # fmt: skip

each_basis = pytest.mark.parametrize("basis", LIBRARY, ids=[basis["id"] for basis in LIBRARY])


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_no_basis_stands_twice() -> None:
    assert len(BASES) == len(LIBRARY)


@each_basis
def test_a_basis_has_its_shape(basis: dict[str, Any]) -> None:
    assert basis.keys() == KEYS
    assert basis["kind"] in {"law", "regulation", "rule", "normative_document", "standard"}
    assert basis["region_code"] is None or basis["region_code"] in AREAS
    assert basis["title"].strip() == basis["title"] != ""


@each_basis
def test_days_are_in_order(basis: dict[str, Any]) -> None:
    known = [d for d in (day(basis["issued_on"]), day(basis["effective_from"]), day(basis["effective_to"])) if d]
    assert known == sorted(known)


@each_basis
def test_what_is_not_known_is_said_to_be_unverified_and_why(basis: dict[str, Any]) -> None:
    if basis["effective_from"] is None:
        assert basis["verified"] is False
    if not basis["verified"]:
        assert basis["note"]


@each_basis
def test_an_article_stands_once_and_says_something(basis: dict[str, Any]) -> None:
    names = [article["article"] for article in basis["articles"]]
    assert len(names) == len(set(names))
    for article in basis["articles"]:
        assert article.keys() == {"article", "summary"}
        assert len(article["summary"]) >= 3


@each_basis
def test_what_is_replaced_is_in_the_library_and_has_ended(basis: dict[str, Any]) -> None:
    if basis["supersedes"] is None:
        return
    earlier = BASES[basis["supersedes"]]
    assert day(earlier["effective_to"]) < day(basis["effective_from"])  # type: ignore[operator]


def test_no_name_leads_to_two_bases() -> None:
    names = [name for basis in LIBRARY for name in {basis["title"], *basis["aliases"], basis["doc_no"]} - {None}]
    twice = {name for name in names if names.count(name) > 1}
    # One title through two versions of a standard is no confusion: the number tells them apart.
    assert twice <= {basis["title"] for basis in LIBRARY if basis["supersedes"]}


def test_the_jinan_opinion_has_the_window_that_it_states() -> None:
    jinan = BASES["jinan-2021-15"]
    assert (jinan["issued_on"], jinan["effective_from"], jinan["effective_to"]) == (
        "2021-07-28",
        "2021-08-01",
        "2026-07-31",
    )
    assert (jinan["doc_no"], jinan["region_code"]) == ("济政办发〔2021〕15号", "370100")


def test_the_liaoning_opinion_has_no_end() -> None:
    liaoning = BASES["liaoning-2021"]
    assert (liaoning["issued_on"], liaoning["effective_to"], liaoning["region_code"]) == ("2021-12-01", None, "210000")


def test_the_wording_of_the_seed_leads_to_the_official_name() -> None:
    found = [basis["title"] for basis in LIBRARY if "保安管理服务条例" in basis["aliases"]]
    assert found == ["保安服务管理条例"]


def test_all_bases_that_the_jinan_opinion_names_are_in_the_library() -> None:
    titles = {basis["title"] for basis in LIBRARY}
    assert {
        "中华人民共和国反恐怖主义法", "中华人民共和国国家安全法", "企业事业单位内部治安保卫条例", "保安服务管理条例",
    } <= titles  # fmt: skip
