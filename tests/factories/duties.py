"""What units file, as their people send it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from server.core import clock
from server.core.ids import new_id
from server.units.registry.models import Unit
from tests.factories.files import delivered_pdf, delivered_photo

Json = dict[str, Any]
ClientAs = Callable[[str], Any]


def paper_body(client: Any, **changes: Any) -> Json:
    """The gate-keeping rule, adopted in January, with its text delivered."""
    return {
        "id": str(new_id()),
        "duty": "rulebook",
        "item": "gatekeeping",
        "title": "门卫值班巡查制度",
        "edition": "2026版",
        "adopted_on": "2026-01-10",
        "review_on": "2028-01-10",
        "statement": "",
        "files": [delivered_pdf(client)],
        **changes,
    }


def file_paper(client: Any, unit_id: UUID, **changes: Any) -> Json:
    answer = client.post(f"/api/v1/units/{unit_id}/papers", json=paper_body(client, **changes))
    assert answer.status_code == 201, answer.json
    paper: Json = answer.json
    return paper


def drill_body(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "kind": "incident",
        "title": "校门口突发事件处置演练",
        "planned_on": clock.today().isoformat(),
        "place": "学校北门",
        "plan_id": None,
        **changes,
    }


def evidence(client: Any) -> list[dict[str, str]]:
    """A sign-in sheet and a photo."""
    return [delivered_photo(client, 1, "sign_in"), delivered_photo(client, 2, "photo")]


def report_body(client: Any, **changes: Any) -> Json:
    """A report with all that it needs to count, held today."""
    return {
        "id": str(new_id()),
        "held_on": clock.today().isoformat(),
        "place": "学校北门",
        "people_count": 36,
        "evaluation": "报警、疏散、处置分工清楚，三分钟到位。",
        "files": evidence(client),
        **changes,
    }


def plan_drill(client: Any, unit_id: UUID, **changes: Any) -> Json:
    answer = client.post(f"/api/v1/units/{unit_id}/drills", json=drill_body(**changes))
    assert answer.status_code == 201, answer.json
    drill: Json = answer.json
    return drill


def hold_drill(client: Any, unit_id: UUID, **changes: Any) -> Json:
    """Planned and reported; the changes are the report's."""
    drill = plan_drill(client, unit_id)
    answer = client.post(f"/api/v1/drills/{drill['id']}/reports", json=report_body(client, **changes))
    assert answer.status_code == 201, answer.json
    drill = answer.json
    return drill


def duty_of(client: Any, unit_id: UUID, duty: str, item: str, on: str | None = None) -> Json | None:
    """One line of a unit's duties, or None when it has no such duty."""
    answer = client.get(f"/api/v1/units/{unit_id}/duties" + (f"?on={on}" if on else ""))
    assert answer.status_code == 200, answer.json
    return next((row for row in answer.json["duties"] if (row["duty"], row["item"]) == (duty, item)), None)


def move_to_liaoning(unit_id: UUID, **changes: Any) -> None:
    """The unit as if it lay in Shenyang, under the same bureau: only the law that holds there is another."""
    Unit.update(area_code="210102", **changes).where(Unit.id == unit_id).execute()
