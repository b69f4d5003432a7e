"""What a definition must be before it can be read alike everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checklists.templates.rules.comparisons import BOUNDS, is_number
from server.core.errors import FieldProblem

DEEPEST_CONDITION = 8
LEVEL_FACT = "key_unit_level"  # of the register, never asked on site; absent where the unit is no key unit
REFERENCE_NAMES = {"fact": "情况", "item": "项目"}

Json = dict[str, Any]


def items_of(definition: Json) -> Iterator[Json]:
    for section in definition["sections"]:
        yield from section["items"]


def check_definition(definition: Json) -> list[FieldProblem]:
    """What is wrong with a definition whose fields are right: names used twice, conditions that say nothing,
    unknown references, circles, bad bounds.
    """
    problems = list(_check_names(definition))
    for item in items_of(definition):
        problems += _check_kind(item)
        if item.get("applies_if") is not None:
            problems += check_predicate(item["applies_if"], f"items.{item['id']}.applies_if")
    if problems:
        return problems  # what follows reads conditions whose shape is right
    facts = {fact["id"]: fact["kind"] for fact in definition.get("facts", ())}
    known = {"fact": {*facts, LEVEL_FACT}, "item": {item["id"] for item in items_of(definition)}}
    for item in items_of(definition):
        path = f"items.{item['id']}.applies_if"
        for kind, name in references_of(item):
            if name not in known[kind]:
                problems.append(
                    FieldProblem(path, f"引用了不存在的{REFERENCE_NAMES[kind]} {name}", "unknown_reference")
                )
        for bound in (item.get("pass_if") or {}).values():
            if isinstance(bound, dict) and facts.get(bound["fact"]) == "boolean":
                problems.append(FieldProblem(f"items.{item['id']}.pass_if", "合格界限须引用数字情况", "bad_bounds"))
    problems += [FieldProblem(f"items.{id}.applies_if", "条件互相引用", "circle") for id in circles_of(definition)]
    return problems


def _check_names(definition: Json) -> Iterator[FieldProblem]:
    lists = [("items", "项目", "duplicate_item", [item["id"] for item in items_of(definition)])]
    for name, spoken in (("facts", "情况"), ("sections", "部分")):
        lists.append((name, spoken, f"duplicate_{name[:-1]}", [part["id"] for part in definition.get(name, ())]))
    for item in items_of(definition):
        values = [option["value"] for option in item.get("options", ())]
        lists.append((f"items.{item['id']}.options", "选项", "duplicate_option", values))
    for path, spoken, code, ids in lists:
        for id in dict.fromkeys(id for id in ids if ids.count(id) > 1):
            yield FieldProblem(f"{path}.{id}", f"{spoken}编号重复", code)


def _check_kind(item: Json) -> Iterator[FieldProblem]:
    path = f"items.{item['id']}"
    if item["kind"] == "choice" and not item.get("options"):
        yield FieldProblem(f"{path}.options", "选择项没有选项", "no_options")
    if item["kind"] == "number" and item.get("min", 0) > item.get("max", item.get("min", 0)):
        yield FieldProblem(f"{path}.max", "最大值小于最小值", "bad_bounds")
    if item["kind"] == "sample":
        yield from _check_sample(item, path)
        return
    for name, bound in (item.get("pass_if") or {}).items():
        by_fact = isinstance(bound, dict) and bound.keys() == {"fact"} and isinstance(bound["fact"], str)
        if name not in BOUNDS or not (is_number(bound) or by_fact):
            yield FieldProblem(f"{path}.pass_if", "合格界限须为数字或引用的情况", "bad_bounds")


def _check_sample(item: Json, path: str) -> Iterator[FieldProblem]:
    if type(item.get("min_checked")) is not int or item["min_checked"] < 1:
        yield FieldProblem(f"{path}.min_checked", "抽查项须写明最少抽查数", "no_sample_size")
    bounds = item.get("pass_if") or {}
    if bounds.keys() != {"at_least"} or type(bounds["at_least"]) is not int or not 0 <= bounds["at_least"] <= 100:
        yield FieldProblem(f"{path}.pass_if", "抽查项的合格界限须为 0 至 100 的整数（百分比）", "bad_bounds")


def check_predicate(predicate: Any, path: str, depth: int = 0) -> list[FieldProblem]:
    """Whether a condition is one that server and phone read alike: all, any, not, or one comparison."""
    refused = [FieldProblem(path, "适用条件格式有误", "bad_condition")]
    if not isinstance(predicate, dict) or depth > DEEPEST_CONDITION:
        return refused
    heads = [name for name in ("all", "any", "not", "fact", "item") if name in predicate]
    if len(heads) != 1:
        return refused
    head, body, rest = heads[0], predicate[heads[0]], predicate.keys() - {heads[0]}
    if head in ("fact", "item"):
        fits = isinstance(body, str) and rest and all(_is_comparison(name, predicate[name]) for name in rest)
        return [] if fits else refused
    parts: Any = [body] if head == "not" else body
    if rest or not isinstance(parts, list) or not parts:
        return refused
    return [problem for part in parts for problem in check_predicate(part, path, depth + 1)][:1]


def _is_comparison(name: str, value: Any) -> bool:
    if name == "is":
        return isinstance(value, (str, bool, int, float))
    if name == "in":
        return isinstance(value, list) and all(isinstance(one, (str, bool, int, float)) for one in value)
    return name in BOUNDS and is_number(value)


def references_of(item: Json) -> Iterator[tuple[str, str]]:
    """("fact" or "item", its id) of all that the item's condition and bounds look at."""
    for bound in (item.get("pass_if") or {}).values():
        if isinstance(bound, dict):
            yield "fact", bound["fact"]
    yield from _references(item.get("applies_if"))


def _references(predicate: Json | None) -> Iterator[tuple[str, str]]:
    if predicate is None:
        return
    for part in predicate.get("all") or predicate.get("any") or ():
        yield from _references(part)
    if "not" in predicate:
        yield from _references(predicate["not"])
    for kind in ("fact", "item"):
        if kind in predicate:
            yield kind, predicate[kind]


def circles_of(definition: Json) -> list[str]:
    """Items whose conditions wait for each other."""
    waits = {
        item["id"]: {name for kind, name in references_of(item) if kind == "item"} for item in items_of(definition)
    }
    settled: set[str] = set()
    while ready := [id for id, on in waits.items() if id not in settled and not (on & waits.keys()) - settled]:
        settled.update(ready)
    return sorted(waits.keys() - settled)
