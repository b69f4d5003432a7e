"""Letters and visits of supervision as the console sends them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from server.core import clock
from server.core.ids import new_id
from tests.factories.records import Json
from tests.world import PASSWORD, World

LETTERS = "/api/v1/supervisions"
VISITS = "/api/v1/supervision-visits"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def letter_body(world: World, to: str = "lixia", **changes: Any) -> Json:
    """To the branch, a week from today; then the changes."""
    return {
        "id": str(new_id()),
        "to_agency_id": str(world.agencies[to]),
        "title": "校园周边治安隐患整改",
        "matters": "两所学校一键报警装置故障超过一个月未修复。",
        "measures": "督促学校限期修复，并逐校复查。",
        "due_on": (clock.today() + timedelta(days=7)).isoformat(),
        "password": PASSWORD,
        **changes,
    }


def unsigned(body: Json) -> Json:
    """The same without the password: a preview is not signed."""
    return {name: value for name, value in body.items() if name != "password"}


def issued_letter(client: Any, world: World, to: str = "lixia", **changes: Any) -> Json:
    answer = client.post(LETTERS, json=letter_body(world, to, **changes))
    assert answer.status_code == 201, answer.json
    made: Json = answer.json
    return made


def act(client: Any, letter: Json, what: str, **body: Any) -> Any:
    """what: receipts, replies, returns, closings, withdrawals."""
    return client.post(f"{LETTERS}/{letter['id']}/{what}", json={"id": str(new_id()), **body})


def delivered(client: Any, content: bytes = PDF, media_type: str = "application/pdf") -> Json:
    """A file brought by the client, as a reply names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    answer = client.put(f"/api/v1/files/{sha256}", data=content, content_type=media_type)
    assert answer.status_code == 200, answer.json
    return {"sha256": sha256, "purpose": "report", "name": "整改情况报告.pdf"}


def visit_body(world: World, **changes: Any) -> Json:
    """To the Lixia branch today, with two measures; then the changes."""
    today = clock.today()
    return {
        "id": str(new_id()),
        "to_agency_id": str(world.agencies["lixia"]),
        "unit_id": None,
        "password": PASSWORD,
        "visited_on": today.isoformat(),
        "place": "历下区分局内保大队",
        "members": ["沈政和", "李示范"],
        "received_by": "高秉正",
        "matters": "重点单位检查计划和隐患闭环情况",
        "findings": "检查计划完成，三处隐患超期未复查。",
        "measures": [
            {"id": str(new_id()), "text": "补做三处隐患复查", "due_on": (today + timedelta(days=5)).isoformat()},
            {"id": str(new_id()), "text": "建立每周清零台账", "due_on": (today + timedelta(days=30)).isoformat()},
        ],
        **changes,
    }


def grow_supervisions(client_as: Callable[[str], Any], world: World) -> None:
    """Five letters and five visits that the officer of the city sees."""
    city = client_as("city")
    for _ in range(5):
        letter = issued_letter(city, world)
        assert act(client_as("officer"), letter, "replies", text="已办理").status_code == 201
        assert city.post(VISITS, json=visit_body(world)).status_code == 201
