"""Culture and health departments inspect what they lead with checklists of their own, and join a campaign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.plans import plan_body, selection, windows
from tests.factories.units import credit_code, unit_body
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.mark.clause("LN-24")
@pytest.mark.parametrize(
    ("industry", "department", "code"),
    [("museum", "济南市文化和旅游局", "MUS"), ("hospital", "济南市卫生健康委员会", "HOS")],
)
def test_a_museum_and_a_hospital_get_their_department_and_its_checklist(
    client_as: ClientAs, world: World, industry: str, department: str, code: str
) -> None:
    body = unit_body(world, industry=industry, department_id=None, uscc=credit_code(40))
    unit = client_as("officer").post("/api/v1/units", json=body).json
    assert unit["department"] == department
    offered = client_as("officer").get(f"/api/v1/units/{unit['id']}/templates").json["items"]
    assert {"GEN", code} <= {template["code"] for template in offered}


@pytest.mark.clause("LN-24")
def test_a_campaign_around_hospitals_and_museums_checks_both_in_one_window(client_as: ClientAs, world: World) -> None:
    """周边秩序整治: one special plan over both industries, each unit with the checklist of its own."""
    campaign = plan_body(
        id=str(new_id()),
        title="医院、文博单位周边秩序整治",
        kind="special",
        selection=selection(industries=["hospital", "museum"]),
        schedule=windows(("12-01", "12-31")),
    )
    answer = client_as("officer").post("/api/v1/plan-previews", json={k: v for k, v in campaign.items() if k != "id"})
    assert answer.status_code == 200, answer.json
    names = {unit["unit_name"] for unit in answer.json["first"]}
    assert names == {"泉城示范中心医院", "泉城示范博物馆"}
    assert {month["month"][-2:]: month["tasks"] for month in answer.json["months"] if month["tasks"]} == {"12": 2}
