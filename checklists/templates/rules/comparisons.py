"""How a value compares with what a condition or a bound asks; the phone compares alike."""

from __future__ import annotations

from typing import Any, TypeGuard

BOUNDS = ("at_least", "at_most", "above", "below")

Json = dict[str, Any]


def compares(comparison: Json, value: Any, outcome: str | None) -> bool:
    """Whether an answer, by its value or its outcome, is what a leaf of a condition asks for."""
    if "is" in comparison and not (_same(value, comparison["is"]) or _same(outcome, comparison["is"])):
        return False
    if "in" in comparison and not any(_same(value, e) or _same(outcome, e) for e in comparison["in"]):
        return False
    named = [name for name in BOUNDS if name in comparison]
    return not named or (is_number(value) and all(is_within(name, value, comparison[name]) for name in named))


def _same(one: Any, other: Any) -> bool:
    """JavaScript's ===: true is not 1, 3.0 is 3."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one is not None and one == other


def is_within(name: str, value: float, limit: float) -> bool:
    if name == "at_least":
        return value >= limit
    if name == "at_most":
        return value <= limit
    return value > limit if name == "above" else value < limit


def is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
