"""Our conditions as XPath, meaning what templates.rules makes of them.

In an XForm a question that does not apply is empty, and so is one that was not answered: both compare as absent.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from checklists.templates.rules import LEVEL_FACT, items_of
from checklists.templates.rules.comparisons import BOUNDS
from checklists.xlsforms.rules.cells import shown
from checklists.xlsforms.rules.forms import fact_name, part_name

Json = dict[str, Any]

NEVER = "false()"
_SIGNS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
_JUDGED_APART = {"number", "choice", "sample"}  # kinds whose outcome is a row of its own


class Conditions:
    """Turns the conditions of one definition into XPath."""

    def __init__(self, definition: Json) -> None:
        self._facts = {LEVEL_FACT: "integer"} | {fact["id"]: fact["kind"] for fact in definition["facts"]}
        self._kinds = {item["id"]: item["kind"] for item in items_of(definition)}

    def relevance(self, item: Json, section: Json) -> str:
        """When the item is asked; empty: always."""
        levels = [part["levels"] for part in (section, item) if part.get("levels")]
        parts = [_any(f"{_ref(fact_name(LEVEL_FACT))} = {level}" for level in one) for one in levels]
        if item.get("applies_if") is not None:
            parts.append(self.holds(item["applies_if"]))
        return " and ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)

    def holds(self, predicate: Json) -> str:
        """An XPath that is true where the predicate holds."""
        if "all" in predicate:
            return _joined("and", [self.holds(part) for part in predicate["all"]])
        if "any" in predicate:
            return _joined("or", [self.holds(part) for part in predicate["any"]])
        if "not" in predicate:
            return f"not({self.holds(predicate['not'])})"
        if "fact" in predicate:
            return self._compares(predicate, _ref(fact_name(predicate["fact"])), self._facts[predicate["fact"]], "")
        id = predicate["item"]
        kind = self._kinds[id]
        return self._compares(predicate, _ref(id), kind, outcome_ref(id, kind) if kind in _JUDGED_APART else "")

    def _compares(self, comparison: Json, value: str, kind: str, outcome: str) -> str:
        parts = []
        if "is" in comparison:
            parts.append(_equals(comparison["is"], value, kind, outcome))
        if "in" in comparison:
            parts.append(_any(_equals(one, value, kind, outcome) for one in comparison["in"]))
        for name in BOUNDS:
            if name in comparison:
                numeric = kind in {"integer", "number"}
                parts.append(f"{value} {_SIGNS[name]} {number(comparison[name])}" if numeric else NEVER)
        return _joined("and", parts)


def outcome_ref(id: str, kind: str) -> str:
    """Where the outcome of an item stands: a verdict is its own."""
    return _ref(id) if kind == "verdict" else _ref(part_name(id, "outcome"))


def outcome_of(item: Json) -> str:
    """The calculation of the outcome of a number, a choice or a sample; empty for what is not judged so."""
    if item["kind"] == "choice":
        text = "''"
        for option in reversed(item.get("options", [])):
            if option["verdict"]:
                text = f"if({_ref(item['id'])} = {literal(option['value'])}, '{option['verdict']}', {text})"
        return text
    if item["kind"] == "number" and item.get("pass_if"):
        return _judged(_ref(item["id"]), item["pass_if"])
    if item["kind"] == "sample":
        checked, passed = _ref(part_name(item["id"], "checked")), _ref(part_name(item["id"], "passed"))
        wrong = f"{checked} = '' or {passed} = '' or {checked} < 1 or {passed} > {checked}"
        least = number((item.get("pass_if") or {}).get("at_least", 100))
        # passed / checked >= n %, without the division
        return f"if({wrong}, '', if({passed} * 100 >= {least} * {checked}, 'pass', 'fail'))"
    return ""


def _judged(value: str, pass_if: Json) -> str:
    """pass or fail, and nothing while the answer or a fact it is held against is unknown."""
    limits = {
        name: _ref(fact_name(bound["fact"])) if isinstance(bound, dict) else number(bound)
        for name, bound in pass_if.items()
    }
    needed = dict.fromkeys([value, *(limit for limit in limits.values() if limit.startswith("$"))])
    unknown = " or ".join(f"{one} = ''" for one in needed)
    tests = " and ".join(f"{value} {_SIGNS[name]} {limit}" for name, limit in limits.items())
    return f"if({unknown}, '', if({tests}, 'pass', 'fail'))"


def _equals(wanted: Any, value: str, kind: str, outcome: str) -> str:
    if isinstance(wanted, bool):
        return f"{value} = '{'yes' if wanted else 'no'}'" if kind == "boolean" else NEVER
    if isinstance(wanted, str):
        if shown(wanted.replace("${", "")) != wanted.replace("${", ""):
            return NEVER  # nobody can enter that in a form
        own = [value] if kind in {"verdict", "choice", "text"} else []
        if not wanted:
            return NEVER
        return _any(f"{one} = {literal(wanted)}" for one in [*own, *([outcome] if outcome else [])])
    return f"{value} = {number(wanted)}" if kind in {"integer", "number"} else NEVER


def literal(text: str) -> str:
    """An XPath string; XPath knows no escape, and pyxform takes "${" for a reference."""
    if "'" not in text and "${" not in text:
        return f"'{text}'"
    parts = [part for part in re.split(r"('|\$(?=\{))", text) if part]
    return "concat(" + ", ".join('"\'"' if part == "'" else f"'{part}'" for part in [*parts, ""]) + ")"


def number(value: float) -> str:
    """An XPath number; XPath knows no exponents."""
    return format(Decimal(repr(value)), "f")


def _ref(name: str) -> str:
    return f"${{{name}}}"


def _any(parts: Any) -> str:
    return _joined("or", list(parts))


def _joined(word: str, parts: list[str]) -> str:
    if not parts:
        return NEVER if word == "or" else "true()"
    return parts[0] if len(parts) == 1 else "(" + f" {word} ".join(parts) + ")"
