"""What a 检查笔录 says of the items: section by section, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from checklists.templates.rules import Sheet, is_count, rate_text
from reports.documents.rules import Answer, Section, Standing
from server.units.bases.queries import resolve_known_bases

Json = dict[str, Any]
METHODS = {"sample": "询问", "document": "查阅资料", "photo": "实地查看", "site": "实地查看", "test": "现场测试"}
_VERDICTS = {"pass": "符合", "fail": "不符合", "na": "不适用"}


def methods_of(full: Json) -> tuple[str, ...]:
    """What was done, by the items that were answered."""
    answered = {id for id, answer in full["answers"].items() if answer.get("value") not in (None, "", "na")}
    used = {
        method for section in full["sections"] for item in section["items"] if item["id"] in answered
        for method in item.get("methods", ())
    }  # fmt: skip
    return tuple(dict.fromkeys(word for method, word in METHODS.items() if method in used))


def sections_of(full: Json, numbers: Mapping[str, int], day: date) -> tuple[Section, ...]:
    """The items that applied, section by section; a group nobody looked at says why."""
    sheet = Sheet({"sections": full["sections"]}, full["facts"], full["answers"])
    references = [basis for item in sheet.items.values() for basis in item.get("bases", ())]
    bases = resolve_known_bases(references, day)
    reasons = full["group_reasons"]
    left_out = set(sheet.uncovered_groups())
    sections = []
    for section in full["sections"]:
        answers = tuple(
            _answer(item, sheet, full["answers"].get(item["id"]) or {}, numbers, bases)
            for item in section["items"]
            if sheet.applies(item)
        )
        group = section.get("group")
        reason = reasons.get(group, "") if group in left_out else ""
        if answers or reason:
            sections.append(Section(section["title"], answers, reason))
    return tuple(sections)


def _answer(item: Json, sheet: Sheet, given: Json, numbers: Mapping[str, int], bases: Mapping[str, Json]) -> Answer:
    outcome = sheet.outcome(item)
    value = given.get("value")
    named = [
        f"《{bases[basis['basis']]['title']}》{basis.get('article', '')}"
        for basis in item.get("bases", ())
        if basis["basis"] in bases and bases[basis["basis"]]["status"] != "lapsed"
    ]
    return Answer(
        item=item["id"],
        question=item["text"],
        standing=_standing(outcome, value),
        answer=_spoken(item, outcome, value),
        note=given.get("note") or "",
        photo_numbers=tuple(numbers[sha256] for sha256 in given.get("photos", ()) if sha256 in numbers),
        basis="；".join(dict.fromkeys(named)),
    )


def _standing(outcome: str | None, value: Any) -> Standing:
    if outcome is not None:
        return Standing(outcome)
    return Standing.UNANSWERED if value in (None, "") else Standing.VALUE


def _spoken(item: Json, outcome: str | None, value: Any) -> str:
    """The answer as people say it: 符合, an option's label, a number with its unit."""
    if value in (None, ""):
        return ""
    if item["kind"] == "verdict":
        return _VERDICTS.get(str(value), str(value))
    if item["kind"] == "choice":
        labels = {option["value"]: option.get("label", option["value"]) for option in item.get("options", ())}
        return str(labels.get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if is_count(value):
        unit = item.get("unit", "")
        text = f"抽查{value['checked']}{unit}，合格{value['passed']}{unit}，合格率{rate_text(value)}%"
        return f"{text}（{_VERDICTS[outcome]}）" if outcome else text
    text = f"{value}{item.get('unit') or ''}"
    return f"{text}（{_VERDICTS[outcome]}）" if outcome else text
