"""Cases of accountability as the console sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.core import clock
from server.core.ids import new_id
from tests.factories.files import delivered_pdf
from tests.world import PASSWORD, World

ACCOUNTABILITY = "/api/v1/accountability-cases"
PROPOSALS = "/api/v1/discipline-proposals"


def named(world: World, key: str = "head_school", **changes: Any) -> dict[str, Any]:
    """Somebody in question."""
    return {
        "id": str(new_id()),
        "person_id": str(world.persons[key]),
        "duty": "单位治安保卫工作第一责任人",
        "fault": "长期未研究保卫工作，未落实值守制度。",
        **changes,
    }


def accountability_body(client: Any, world: World, **changes: Any) -> dict[str, Any]:
    """The school's case after disorder, with one file of evidence and its head in question."""
    return {
        "id": str(new_id()),
        "unit_id": str(world.units["school_first"]),
        "cause": "not_carried_out",
        "consequence": "disorder",
        "occurred_on": clock.today().isoformat(),
        "facts": "校门口连续三日发生聚集斗殴，值班人员脱岗，秩序严重混乱。",
        "people": [named(world)],
        "files": [delivered_pdf(client, "现场情况说明", "evidence")],
        **changes,
    }


def opened(client: Any, world: World, **changes: Any) -> dict[str, Any]:
    answer = client.post(ACCOUNTABILITY, json=accountability_body(client, world, **changes))
    assert answer.status_code == 201, answer.json
    return answer.json


def proposal_body(case: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A letter to the education bureau about the first person of the case."""
    return {
        "id": str(new_id()),
        "addressee": "济南市教育局",
        "measures": [{"person_id": case["people"][0]["id"], "measure": "discipline", "reason": "情节严重"}],
        **changes,
    }


def proposed(client: Any, world: World, **changes: Any) -> tuple[dict[str, Any], str]:
    """An opened case with a drafted letter; the letter's id."""
    case = opened(client, world, **changes)
    body = proposal_body(case)
    answer = client.post(f"{ACCOUNTABILITY}/{case['id']}/proposals", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json, body["id"]


def issued(client: Any, leader: Any, world: World, **changes: Any) -> tuple[dict[str, Any], str]:
    """A case whose letter went out."""
    _, id = proposed(client, world, **changes)
    answer = leader.post(f"{PROPOSALS}/{id}/issues", json={"password": PASSWORD})
    assert answer.status_code == 202, answer.json
    return answer.json, id


def reply_body(client: Any, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "received_on": clock.today().isoformat(),
        "outcome": "followed",
        "text": "已给予记过处分，并调整分管领导。",
        "files": [delivered_pdf(client, "处理结果复函", "reply")],
        **changes,
    }


def issued_to(client_as: Callable[[str], Any], world: World, agency: str, addressee: str, count: int = 1) -> Any:
    """A case with so many letters that the leader issued to an agency; the case."""
    officer, leader = client_as("officer"), client_as("leader")
    case = opened(officer, world)
    for _ in range(count):
        body = proposal_body(case, addressee=addressee, addressee_id=str(world.agencies[agency]))
        answer = officer.post(f"{ACCOUNTABILITY}/{case['id']}/proposals", json=body)
        assert answer.status_code == 201, answer.json
        case = leader.post(f"{PROPOSALS}/{body['id']}/issues", json={"password": PASSWORD}).json
    return case


def grow_letters(client_as: Callable[[str], Any], world: World) -> None:
    """Five letters to the city's bureau."""
    issued_to(client_as, world, "city", "济南市公安局", 5)


def grow_accountability(client: Any, world: World) -> None:
    """Three cases, so that their list has rows."""
    for _ in range(3):
        opened(client, world)
