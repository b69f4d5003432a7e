"""How the terms of a draw are said in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports.exports.rules import INDUSTRIES, UNIT_KINDS

REASONS = {
    "listed": "点名排除",
    "recently_checked": "近期已检查",
    "no_certificate": "无执法证件",
    "certificate_expired": "证件过期",
    "on_leave": "请假",
}
_LEVELS = {0: "非重点单位", 1: "一级重点单位", 2: "二级重点单位", 3: "三级重点单位"}
_ANY = "不限"


def speak_conditions(terms: Mapping[str, Any], area: str, agencies: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Label and words, in the order of the form; ``agencies`` names stations and officers' agencies by id."""
    units = terms["units"]
    yield "区域", area or units["area_code"] or "本机构管辖范围"
    if units["station_id"]:
        yield "属地派出所", agencies.get(units["station_id"], "")
    yield "单位类型", _listed(UNIT_KINDS.get(kind, kind) for kind in units["kinds"])
    yield "行业", _listed(INDUSTRIES.get(industry, industry) for industry in units["industries"])
    yield "单位等级", _listed(_LEVELS[level] for level in units["levels"])
    if units["facts"]:
        yield "单位情况", "；".join(f"{fact}＝{_value(value)}" for fact, value in sorted(units["facts"].items()))
    if units["unchecked_months"]:
        yield "近期检查", f"{units['unchecked_months']} 个月内检查过的不抽"
    yield "权重", "、".join(f"{_LEVELS[level]} {terms['weights'][str(level)]}" for level in (1, 2, 3, 0))
    yield "抽取数量", f"{terms['unit_count']} 家，每家 {terms['officers_per_unit']} 名检查人员"
    named = [agencies.get(id, "") for id in terms["officers"]["agency_ids"]]
    yield "人员范围", "、".join(named) or "本机构及下级机构持有效证件的人员"


def _listed(words: Iterable[str]) -> str:
    return "、".join(words) or _ANY


def _value(value: Any) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
