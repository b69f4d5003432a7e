"""What the papers of a hazard's life say, by how things stand."""

from __future__ import annotations

_RESULTS = {
    "found": "尚未整改",
    "ordered": "责令整改中",
    "rectified": "单位已整改，等待复查或者确认",
    "closed": "已销案",
    "handed_over": "已移送",
    "withdrawn": "已撤回",
}


def result_words(state: str) -> str:
    """How a hazard stands, for the unit's report."""
    return _RESULTS.get(state, "")


def conclusion_of(passed: int, count: int) -> list[str]:
    """Codes of the sentences that conclude a re-check: all passed, or some to go on with and what may follow.

    Source: 公安部令第93号 art. 10; 国务院令第421号 art. 19.
    """
    return ["recheck.all_passed"] if passed == count else ["recheck.some_failed", "recheck.consequence"]
