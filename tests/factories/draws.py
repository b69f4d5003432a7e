"""Draws as the console opens and makes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from server.core import clock
from server.core.ids import new_id
from tests.factories.records import Json
from tests.world import World

DRAWS = "/api/v1/draws"
EXCLUSIONS = "/api/v1/officer-exclusions"
WITNESS = {"witness": "区司法局 监督员", "words": "趵突泉水今天很高"}


def draw_body(**changes: Any) -> Json:
    """Three of the branch's enterprises and institutions, key units first, two officers each; then the changes."""
    return {
        "id": str(new_id()),
        "name": "冬季双随机抽查",
        "reason": "年度抽查计划第四批",
        "units": {"kinds": ["enterprise", "institution"]},
        "agency_ids": [],
        "unit_count": 3,
        "officers_per_unit": 2,
        "weights": {"1": 3, "2": 2},
        "repeats_id": None,
        "repeat_reason": "",
        **changes,
    }


def opened(client: Any, **changes: Any) -> Json:
    return _made(client.post(DRAWS, json=draw_body(**changes)))


def frozen(client: Any, **changes: Any) -> Json:
    return freeze(client, opened(client, **changes)["id"])


def drawn(client: Any, **changes: Any) -> Json:
    """Opened, frozen and drawn before a witness."""
    return _made(client.post(f"{DRAWS}/{frozen(client, **changes)['id']}/results", json=WITNESS))


def freeze(client: Any, id: str) -> Json:
    return _made(client.post(f"{DRAWS}/{id}/freezes"))


def record_of(client: Any, id: str) -> bytes:
    answer = client.get(f"{DRAWS}/{id}/record")
    assert answer.status_code == 200, answer.json
    content: bytes = answer.data
    return content


def task_order(world: World, **changes: Any) -> Json:
    due_on = (clock.today() + timedelta(days=30)).isoformat()
    return {"due_on": due_on, "template_ids": [str(world.templates["GEN"])], "note": "携带执法记录仪", **changes}


def recusal_body(world: World, person: str, unit: str, **changes: Any) -> Json:
    """An officer keeps away from a unit from today on; then the changes."""
    return {
        "id": str(new_id()),
        "kind": "recusal",
        "person_id": str(world.persons[person]),
        "unit_id": str(world.units[unit]),
        "reason": "配偶在该单位任职",
        "from_on": clock.today().isoformat(),
        "to_on": None,
        **changes,
    }


def leave_body(world: World, person: str, **changes: Any) -> Json:
    return recusal_body(world, person, "bank", kind="leave", unit_id=None, reason="年休假", **changes)


def _made(answer: Any) -> Json:
    assert answer.status_code == 201, answer.json
    draw: Json = answer.json
    return draw
