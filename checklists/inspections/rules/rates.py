"""Rates that a record states: of so many looked at, so many in order. Source: LN-25, LN-26."""

from __future__ import annotations

from typing import Any

from checklists.templates.rules import Sheet, is_count, rate_text

Json = dict[str, Any]


def rates_of(sheet: Sheet) -> list[Json]:
    """Each sampled item that applies and was counted, in the order of the checklist; ``percent`` is text, cut to one
    decimal.
    """
    return [
        {
            "item": item["id"],
            "text": item["text"],
            "unit": item.get("unit", ""),
            **value,
            "percent": rate_text(value),
            "at_least": item["pass_if"]["at_least"],
            "min_checked": item["min_checked"],
            "outcome": sheet.outcome(item),
        }
        for item in sheet.applying_items()
        if item["kind"] == "sample" and is_count(value := sheet.answers.get(item["id"], {}).get("value"))
    ]
