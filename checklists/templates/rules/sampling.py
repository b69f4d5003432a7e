"""Items that are sampled: of so many looked at, so many were in order. Rates are compared without rounding.

Source: LN-25, LN-26.
"""

from __future__ import annotations

from typing import Any

MOST_CHECKED = 1_000_000

Json = dict[str, Any]


def is_count(value: Any) -> bool:
    """Whether an answer is a whole count: of ``checked`` at least one, ``passed`` were in order."""
    if not isinstance(value, dict) or value.keys() != {"checked", "passed"}:
        return False
    checked, passed = value["checked"], value["passed"]
    if not (type(checked) is int and type(passed) is int):  # a bool is an int to isinstance
        return False
    return 1 <= checked <= MOST_CHECKED and 0 <= passed <= checked


def is_sampled(value: Any) -> bool:
    """Whether both numbers were given, sensible or not."""
    return isinstance(value, dict) and all(type(value.get(name)) is int for name in ("checked", "passed"))


def outcome_of_sample(item: Json, value: Any) -> str | None:
    """pass or fail by the rate asked for, in percent; None for a count that cannot be."""
    bound = (item.get("pass_if") or {}).get("at_least")
    if not is_count(value) or type(bound) is not int:
        return None
    return "pass" if value["passed"] * 100 >= bound * value["checked"] else "fail"


def is_too_small(item: Json, value: Any) -> bool:
    """Whether fewer were looked at than the item asks for."""
    return is_count(value) and value["checked"] < item.get("min_checked", 1)


def rate_text(value: Json) -> str:
    """95 or 99.9: percent with one decimal, cut and never rounded up, so that 100 means all."""
    whole, tenths = divmod(value["passed"] * 1000 // value["checked"], 10)
    return f"{whole}.{tenths}" if tenths else str(whole)
