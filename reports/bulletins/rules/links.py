"""Where the console lists the rows behind a number of a bulletin: the same hazards that the number counts."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

#: What is counted → the filter of the console's list that has the same hazards.
FILTERS: dict[str, dict[str, str]] = {
    "found": {},
    "major": {"grade": "major"},
    "closed": {"state": "closed"},
    "open": {"open": "true"},
    "handed_over": {"state": "handed_over"},
    "self": {"own": "true"},
}


def hazards_link(agency_id: UUID, first: date, last: date, key: str, **more: str) -> str:
    """Hazards of an agency's units found from a day to a day, those withdrawn left out as figures leave them out."""
    days = {"found_from": first.isoformat(), "found_to": last.isoformat()}
    return "/hazards?" + urlencode({"agency_id": str(agency_id), "counted": "true", **days, **FILTERS[key], **more})
