"""What a checklist means: which items apply, how an answer stands, what evidence lacks, the score, the result.

The phone computes the same while the inspector fills the form (web/shared/checklist.ts); both are held to
tests/vectors/applies_if.json. The server's word counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from checklists.templates.rules.comparisons import compares, is_number, is_within
from checklists.templates.rules.definitions import LEVEL_FACT, items_of
from checklists.templates.rules.sampling import is_sampled, is_too_small, outcome_of_sample

GROUPS = ("organisation", "measures", "facilities")  # Source: JN-2.3.3d
OUTCOMES = ("pass", "fail", "na")
RESULTS = ("pass", "partial", "fail")

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
    _levels: dict[str, list[list[int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item["id"]: item for item in items_of(self.definition)}
        self._levels = {
            item["id"]: [part["levels"] for part in (section, item) if part.get("levels")]
            for section in self.definition["sections"]
            for item in section["items"]
        }

    def applies(self, item: Json) -> bool:
        """Whether the item is to be answered; an item that waits for itself never applies by that way."""
        known = self._applying.get(item["id"])
        if known is not None:
            return known
        if item["id"] in self._visiting:
            return False
        self._visiting.add(item["id"])
        result = self._is_of_level(item) and self._holds(item.get("applies_if"))
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
        if item["kind"] == "number" and is_number(value) and item.get("pass_if"):
            return self._passes(item["pass_if"], value)
        if item["kind"] == "sample":
            return outcome_of_sample(item, value)
        return None

    def is_answered(self, item: Json) -> bool:
        value = self._value(item["id"])
        return is_sampled(value) if item["kind"] == "sample" else value not in (None, "")

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
        """Points earned and possible over the items that apply and were judged, each by its weight; 不适用 counts
        for neither.
        """
        judged = [(item["score"] * item.get("weight", 1), self.outcome(item)) for item in self.applying_items()]
        return {
            "earned": sum(points for points, outcome in judged if outcome == "pass"),
            "possible": sum(points for points, outcome in judged if outcome in ("pass", "fail")),
        }

    def failed_critical(self) -> list[Json]:
        """The critical items that failed; one is enough for the whole sheet."""
        return [item for item in self.failed() if item.get("critical")]

    def result(self) -> str | None:
        """The whole sheet: fail when a critical item failed, partial when others did, pass when something was judged
        and nothing failed, None before.
        """
        if self.failed_critical():
            return "fail"
        outcomes = {self.outcome(item) for item in self.applying_items()}
        return "partial" if "fail" in outcomes else "pass" if "pass" in outcomes else None

    def too_small_samples(self) -> list[Json]:
        """Sampled items of which fewer were looked at than asked."""
        return [item for item in self.applying_items() if is_too_small(item, self._value(item["id"]))]

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

    def has_levels(self) -> bool:
        """Whether which items apply depends on the unit's level."""
        return any(self._levels.values())

    def _is_of_level(self, item: Json) -> bool:
        """Tiers: items and sections may be for key units of certain levels only."""
        level = self.facts.get(LEVEL_FACT)
        return all(is_number(level) and level in levels for levels in self._levels[item["id"]])

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
            return value is not None and compares(predicate, value, None)
        item = self.items.get(predicate["item"])
        value = self._value(predicate["item"])
        if item is None or value is None or not self.applies(item):
            return False
        return compares(predicate, value, self.outcome(item))

    def _passes(self, bounds: Json, value: float) -> str | None:
        passed = True
        for name, bound in bounds.items():
            limit = self.facts.get(bound["fact"]) if isinstance(bound, dict) else bound
            if not is_number(limit):
                return None
            passed = passed and is_within(name, value, limit)
        return "pass" if passed else "fail"
