"""Raised levels and what follows, as the console and the phone would send them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from server.alerts.levels.rules import ReportDraft
from server.alerts.levels.services.reporting import close_due_rounds, submit_report
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from tests.world import PASSWORD, World

LEVELS = "/api/v1/security-levels"
ZERO_REPORTS = "/api/v1/zero-reports"
RISKS = "/api/v1/risk-assessments"
RULES = "/api/v1/risk-rules"
HELP = "/api/v1/help-requests"
BOOKINGS = "/api/v1/recheck-bookings"
PLANS = "/api/v1/incident-plans"
INCIDENTS = "/api/v1/incidents"
CASES = "/api/v1/cases"


def scope_of(**changes: Any) -> dict[str, Any]:
    """The schools, unless told otherwise."""
    return {
        "whole": False,
        "area_codes": [],
        "industries": ["school"],
        "kinds": [],
        "key_levels": [],
        "unit_ids": [],
        **changes,
    }


def level_body(**changes: Any) -> dict[str, Any]:
    """A week from today for the schools: checked daily, reporting by six in the evening."""
    today = clock.today()
    return {
        "id": str(new_id()),
        "title": "全市中学生运动会安保",
        "level": 2,
        "reason_kind": "major_event",
        "reason": "运动会期间人员密集",
        "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=6)).isoformat(),
        "scope": scope_of(),
        "check_interval_days": 1,
        "zero_report_by": "18:00",
        "extra_template_codes": ["SCH"],
        "measures": "校门口加派保安员。",
        "password": PASSWORD,
        **changes,
    }


def raised(client: Any, **changes: Any) -> dict[str, Any]:
    answer = client.post(LEVELS, json=level_body(**changes))
    assert answer.status_code == 201, answer.json
    level: dict[str, Any] = answer.json
    return level


def report_body(**changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "day": clock.today().isoformat(), "happened": False, "text": "", **changes}


def grow_alerts(client_as: Callable[[str], Any], world: World) -> None:
    """Two of everything, so that each list of alerts has rows; needs an open connection."""
    officer, head = client_as("officer"), client_as("head")
    raised(officer, zero_report_by="00:00")
    raised(officer, zero_report_by=None, level=1)
    close_due_rounds()
    for key in ("school_first", "school_primary"):
        staff = Actor(new_id(), roles=("unit_staff",), unit_id=world.units[key])
        submit_report(staff, ReportDraft(new_id(), clock.today(), happened=False))
    for _ in range(2):
        risk, plan = risk_body(), plan_body(world)
        posts = [
            (head, RISKS, risk),
            (head, f"{RISKS}/{risk['id']}/forwardings", {"id": str(new_id()), "to_kind": "police"}),
            (head, HELP, help_body()),
            (head, BOOKINGS, booking_body()),
            (officer, PLANS, plan),
            (officer, INCIDENTS, incident_body(plan["id"])),
            (officer, CASES, case_body(world)),
        ]
        for client, address, body in posts:
            assert client.post(address, json=body).status_code == 201, address


def unit_id_of(world: World, key: str = "school_first") -> str:
    return str(world.units[key])


def risk_body(**changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "id": str(new_id()),
        "title": "校门口上放学时段拥堵",
        "likelihood": 3,
        "consequence": 3,
        "controllability": 2,
        "grounds": "路窄人多，家长车辆逆行",
        "measures": "错峰放学，护学岗增设两人",
        "assessed_on": today.isoformat(),
        "next_on": (today + timedelta(days=30)).isoformat(),
        **changes,
    }


def rule_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "from_on": (clock.today() + timedelta(days=1)).isoformat(),
        "text": "20 分及以上为重大风险。",
        "basis": "示范通知",
        "least": {"low": 1, "general": 5, "larger": 10, "major": 20},
        **changes,
    }


def help_body(**changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "topic": "周界报警如何选型", "text": "围墙 600 米，预算有限，请指导。", **changes}


def booking_body(**changes: Any) -> dict[str, Any]:
    wished = clock.today() + timedelta(days=1)
    return {"id": str(new_id()), "wished_on": wished.isoformat(), "note": "隐患已整改", "hazard_id": None, **changes}


def contact(name: str, **changes: Any) -> dict[str, Any]:
    return {"level": 2, "name": name, "post": "", "phone": "13900000001", "to_kind": None, "to_id": None, **changes}


def plan_body(world: World, **changes: Any) -> dict[str, Any]:
    """Calls an officer and a station first, then the school and a duty room that only has a telephone."""
    ids = {"person": world.persons["inspector_zhou"], "agency": world.agencies["lixia_pearl"]}
    ids["unit"] = world.units["school_first"]
    account = {kind: {"to_kind": kind, "to_id": str(id), "phone": ""} for kind, id in ids.items()}
    contacts = [
        contact("周安平", level=1, **account["person"]),
        contact("珠泉派出所", level=1, **account["agency"]),
        contact("孙珺", post="校长", **account["unit"]),
        contact("值班室"),
    ]
    return {
        "id": str(new_id()),
        "title": "校园暴力事件处置",
        "kind": "violence",
        "text": "先控制，后疏散。",
        "contacts": contacts,
        **changes,
    }


def incident_body(plan_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "plan_id": plan_id,
        "title": "校园突发事件",
        "place": "泉城路1号",
        "is_drill": False,
        **changes,
    }


def case_body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "unit_id": unit_id_of(world),
        "kind": "theft",
        "happened_at": (clock.now() - timedelta(hours=2)).isoformat(),
        "summary": "夜间翻墙入室盗窃实验室器材",
        "source_no": "A3701022026110001",
        **changes,
    }
