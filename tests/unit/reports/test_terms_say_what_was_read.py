"""What the program comes with says of each term whether its article was read in the source's own text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reports.executions import errors as _  # noqa: F401 - its refusals are to be known
from reports.penalties.errors import PenaltyRefusal

REPORTS = Path(__file__).parents[3] / "reports"
SEEDS = (REPORTS / "penalties" / "penalty_terms.json", REPORTS / "executions" / "execution_terms.json")
#: Articles that were read; whatever rests on another is from memory, and says so.
READ = {
    "中华人民共和国行政处罚法": (
        "二十八 二十九 三十三 三十六 三十九 四十二 四十三 四十四 四十五 四十六 四十七 四十八 五十一 五十二 五十四 五十五 "
        "五十六 五十七 五十八 五十九 六十 六十一 六十四 六十六 六十七 七十二 七十三 八十五"
    ),
    "中华人民共和国行政复议法": "二十 二十三 五十三 六十二",
    "中华人民共和国行政诉讼法": "四十五 四十六",
    "中华人民共和国行政强制法": "五十三 五十四",
    "企业事业单位内部治安保卫条例": "十九",
    "中华人民共和国反恐怖主义法": "八十八",
    "公安机关办理行政案件程序规定": "三十五 三十六 三十七 三十九 一百二十三 一百三十三 一百三十五 一百三十七 一百七十五",
}


BASES = json.loads((REPORTS.parent / "server/units/policy_bases.json").read_text("utf-8"))
TITLES = {row["id"]: row["title"] for row in BASES}


def rows_of(seed: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(seed.read_text("utf-8"))
    return rows


def was_read(row: dict[str, Any]) -> bool:
    article = re.match(r"第([一二三四五六七八九十百零]+)条", row["article"])
    return article is not None and article.group(1) in READ.get(row["basis"], "").split()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_what_rests_on_an_unread_article_is_unverified(seed: Path) -> None:
    rows = rows_of(seed)
    assert any(was_read(row) for row in rows)
    assert [row["code"] for row in rows if row["verified"] and not was_read(row)] == []


def test_the_days_of_a_demand_are_working_days_unverified_and_say_why() -> None:
    """Ten days were read, not which kind: the longer way of counting harms nobody until article 69 is read."""
    [row] = [row for row in rows_of(SEEDS[1]) if row["code"] == "demand"]
    assert (row["value"], row["verified"]) == ({"days": 10, "kind": "working"}, False)
    assert re.search("第六十九条.*未核对", row["article"])


def test_every_refusal_has_its_article() -> None:
    named = {row["code"] for seed in SEEDS for row in rows_of(seed)}
    refusals = {one.code for one in (*PenaltyRefusal.__subclasses__(),)} - {PenaltyRefusal.code}
    assert {f"article.{code}" for code in refusals} - named == set()


@pytest.mark.parametrize("file", ["penalties.json", "executions.json"])
def test_texts_of_papers_that_rest_on_an_unread_article_are_unverified(file: str) -> None:
    rows = json.loads((REPORTS / "wording" / "texts" / file).read_text("utf-8"))
    found = [{**row, "basis": TITLES.get(row["basis"], row["basis"]), "article": row["article"] or ""} for row in rows]
    assert any(was_read(row) for row in found)
    assert [row["id"] for row in found if row["verified"] and not was_read(row)] == []
