"""What a checklist means: which items apply, how an answer stands, what evidence lacks, the score.

The phone computes the same while the inspector fills the form (web/shared/checklist.ts); both are held to
tests/vectors/applies_if.json. The server's word counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from server.core.errors import FieldProblem

GROUPS = ("organisation", "measures", "facilities")  # Source: JN-2.3.3d
OUTCOMES = ("pass", "fail", "na")
STATES = ("draft", "published", "closing", "closed")
NEXT_STATES = {"draft": {"published"}, "published": {"closing", "closed"}, "closing": {"closed"}, "closed": set()}
ACCEPTING = {"published", "closing"}  # a record filled with such a version is in order
BOUNDS = ("at_least", "at_most", "above", "below")
DEEPEST_CONDITION = 8
REFERENCE_NAMES = {"fact": "情况", "item": "项目"}

Json = dict[str, Any]


@dataclass
class Sheet:
    """One form as it stands: the definition, the facts about the unit, the answers."""

    definition: Json
    facts: Json
    answers: Json
    _applying: dict[str, bool] = field(default_factory=dict, init=False)
    _visiting: set[str] = field(default_factory=set, init=False)
    items: dict[str, Json] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item["id"]: item for item in items_of(self.definition)}

    def applies(self, item: Json) -> bool:
        """Whether the item is to be answered; an item that waits for itself never applies by that way."""
        known = self._applying.get(item["id"])
        if known is not None:
            return known
        if item["id"] in self._visiting:
            return False
        self._visiting.add(item["id"])
        result = self._holds(item.get("applies_if"))
        self._visiting.discard(item["id"])
        if not self._visiting:
            self._applying[item["id"]] = result
        return result

    def outcome(self, item: Json) -> str | None:
        """pass, fail, na, or None where the answer is neither right nor wrong."""
        value = self._value(item["id"])
        if value is None:
            return None
        if item["kind"] == "verdict":
            return value if value in OUTCOMES else None
        if item["kind"] == "choice":
            return next((o["verdict"] for o in item.get("options", ()) if o["value"] == value), None)
        if item["kind"] == "number" and _is_number(value) and item.get("pass_if"):
            return self._passes(item["pass_if"], value)
        return None

    def is_answered(self, item: Json) -> bool:
        return self._value(item["id"]) not in (None, "")

    def missing_evidence(self, item: Json) -> list[str]:
        """Kinds of evidence (photo, note) that are asked for and not there."""
        answer = self.answers.get(item["id"]) or {}
        if not self.is_answered(item) or answer.get("value") == "na":
            return []
        wanted = list(item["evidence"].get("always", ()))
        if self.outcome(item) == "fail":
            wanted += [kind for kind in item["evidence"].get("on_fail", ()) if kind not in wanted]
        has = {"photo": bool(answer.get("photos")), "note": bool((answer.get("note") or "").strip())}
        return [kind for kind in wanted if not has[kind]]

    def score(self) -> dict[str, int]:
        """Points earned and possible over the items that apply and were judged; 不适用 counts for neither."""
        judged = [(item, self.outcome(item)) for item in self.applying_items()]
        return {
            "earned": sum(item["score"] for item, outcome in judged if outcome == "pass"),
            "possible": sum(item["score"] for item, outcome in judged if outcome in ("pass", "fail")),
        }

    def applying_items(self) -> list[Json]:
        return [item for item in self.items.values() if self.applies(item)]

    def unanswered(self) -> list[Json]:
        return [item for item in self.applying_items() if item["required"] and not self.is_answered(item)]

    def failed(self) -> list[Json]:
        """The items that become hazards."""
        return [item for item in self.applying_items() if self.outcome(item) == "fail"]

    def uncovered_groups(self) -> list[str]:
        """Groups in which nothing was looked at; 不适用 alone is not looking. Source: JN-2.3.3d."""
        covered = {
            section["group"]
            for section in self.definition["sections"]
            for item in section["items"]
            if self.applies(item) and self.is_answered(item) and self._value(item["id"]) != "na"
        }
        return [group for group in GROUPS if group not in covered]

    def _value(self, id: str) -> Any:
        return (self.answers.get(id) or {}).get("value")

    def _holds(self, predicate: Json | None) -> bool:
        if predicate is None:
            return True
        if "all" in predicate:
            return all(self._holds(part) for part in predicate["all"])
        if "any" in predicate:
            return any(self._holds(part) for part in predicate["any"])
        if "not" in predicate:
            return not self._holds(predicate["not"])
        if "fact" in predicate:
            value = self.facts.get(predicate["fact"])
            return value is not None and _compares(predicate, value, None)
        item = self.items.get(predicate["item"])
        value = self._value(predicate["item"])
        if item is None or value is None or not self.applies(item):
            return False
        return _compares(predicate, value, self.outcome(item))

    def _passes(self, bounds: Json, value: float) -> str | None:
        passed = True
        for name, bound in bounds.items():
            limit = self.facts.get(bound["fact"]) if isinstance(bound, dict) else bound
            if not _is_number(limit):
                return None
            passed = passed and _within(name, value, limit)
        return "pass" if passed else "fail"


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
    known = {"fact": facts.keys(), "item": {item["id"] for item in items_of(definition)}}
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
    for name, bound in (item.get("pass_if") or {}).items():
        by_fact = isinstance(bound, dict) and bound.keys() == {"fact"} and isinstance(bound["fact"], str)
        if name not in BOUNDS or not (_is_number(bound) or by_fact):
            yield FieldProblem(f"{path}.pass_if", "合格界限须为数字或引用的情况", "bad_bounds")


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
    return name in BOUNDS and _is_number(value)


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


def _compares(comparison: Json, value: Any, outcome: str | None) -> bool:
    if "is" in comparison and not (_same(value, comparison["is"]) or _same(outcome, comparison["is"])):
        return False
    if "in" in comparison and not any(_same(value, e) or _same(outcome, e) for e in comparison["in"]):
        return False
    named = [name for name in BOUNDS if name in comparison]
    return not named or (_is_number(value) and all(_within(name, value, comparison[name]) for name in named))


def _same(one: Any, other: Any) -> bool:
    """JavaScript's ===: true is not 1, 3.0 is 3."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one is not None and one == other


def _within(name: str, value: float, limit: float) -> bool:
    if name == "at_least":
        return value >= limit
    if name == "at_most":
        return value <= limit
    return value > limit if name == "above" else value < limit


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
