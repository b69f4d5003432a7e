"""Hazards at each point of their lives, through the same requests that phones and consoles send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from checklists.hazards.jobs import JOBS
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from tests.factories.orders import draft, sign
from tests.factories.records import FailedCheck, Json, Sender, failed_check
from tests.world import PASSWORD, World

HAZARDS = "/api/v1/hazards"
ClientAs = Callable[[str], Any]


@dataclass(frozen=True)
class Ordered:
    """A signed order and its hazards."""

    check: FailedCheck
    order: Json

    @property
    def id(self) -> str:
        return self.ids[0]

    @property
    def ids(self) -> list[str]:
        return self.check.hazard_ids

    @property
    def deadline_on(self) -> date:
        return date.fromisoformat(self.order["deadline_on"])


def ordered(sender: Sender, client_as: ClientAs, *items: str, days: int = 15, **visiting: Any) -> Ordered:
    """Hazards of an inspection, ordered today to be put right within so many days."""
    check = failed_check(sender, *(items or ("SCH-13",)), **visiting)
    officer = client_as("officer")
    order = draft(officer, check, deadline_days=days)
    answer = sign(officer, order["id"])
    assert answer.status_code == 202, answer.json
    return Ordered(check, answer.json)


def act(client: Any, hazard_id: str, name: str, body: Json) -> Any:
    return client.post(f"{HAZARDS}/{hazard_id}/{name}", json=body)


def done(answer: Any) -> Json:
    """The hazard as the act left it."""
    assert answer.status_code == 201, answer.json
    hazard: Json = answer.json
    return hazard


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def rectification(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "measure": "已更换门禁并加派保安员一名。",
        "done_on": clock.today().isoformat(),
        "responsible": "赵校长",
        **changes,
    }


def closure(**changes: Any) -> Json:
    return {"id": str(new_id()), "reason": "已整改到位", **changes}


def extension(deadline_on: date, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "reasons": "设备到货延迟。",
        "wished_on": (deadline_on + timedelta(days=10)).isoformat(),
        "interim_measures": "增派两名保安员值守。",
        **changes,
    }


def decision(request_id: str, new_deadline_on: date | None, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "request_id": request_id,
        "granted": new_deadline_on is not None,
        "new_deadline_on": new_deadline_on.isoformat() if new_deadline_on else None,
        "reason": "情况属实。",
        **changes,
    }


def visit(world: World, *officers: str, **changes: Any) -> Json:
    """Who looked again, and when: officer and inspector, now."""
    return {
        "id": str(new_id()),
        "officer_ids": [str(world.persons[key]) for key in officers or ("officer_chen", "inspector_lin")],
        "checked_at": clock.to_text(clock.now()),
        "password": PASSWORD,
        **changes,
    }


def recheck(world: World, passed: bool = True, **changes: Any) -> Json:
    return {**visit(world), "passed": passed, "note": "现场查看", **changes}


def handover(world: World, agency: str = "education", **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "agency_id": str(world.agencies[agency]),
        "reference": "济公历移字〔2026〕1号",
        "reason": "属安全生产监管职责范围。",
        **changes,
    }


def classification(kind: str = "work_safety", **changes: Any) -> Json:
    return {"id": str(new_id()), "kind": kind, "reason": "涉及特种设备安全。", **changes}


def withdrawal(new_deadline_on: date, **changes: Any) -> Json:
    return {"id": str(new_id()), "new_deadline_on": new_deadline_on.isoformat(), "reason": "期限计算有误。", **changes}


def report(world: World, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "unit_id": str(world.units["school_first"]),
        "title": "围墙东段坍塌约三米",
        "note": "临时用彩钢板遮挡",
        "grade": "general",
        "found_on": clock.today().isoformat(),
        **changes,
    }


def watch() -> None:
    """The daily watch over deadlines, as the scheduler has it run."""
    with database.connection_context():
        JOBS[0].run({})
