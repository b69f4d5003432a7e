"""Schemes of scores, and a night's count."""

from __future__ import annotations

from typing import Any

from reports.scores.services import count_scores
from server.core import clock
from server.core.ids import new_id

SCHEMES = "/api/v1/score-schemes"


def scheme_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "title": "只看案事件和逾期隐患",
        "factors": [
            {"code": "cases", "weight": 60, "direction": "less", "cap": 2},
            {"code": "overdue_hazards", "weight": 40, "direction": "less", "cap": 4},
        ],
        "bands": [{"code": "good", "title": "好", "least_x10": 800}, {"code": "poor", "title": "差", "least_x10": 0}],
        "basis": "内部试行",
        "from_on": clock.today().isoformat(),
        **changes,
    }


def grow_scores(officer: Any) -> None:
    """A scheme of the bureau's own beside the shipped one, and a score of every unit; needs an open connection."""
    assert officer.post(SCHEMES, json=scheme_body()).status_code == 201
    count_scores()
