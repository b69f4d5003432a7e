"""A bureau at work: visits of the last weeks, orders upon them, and the units' answers. All through the services.

Every day is counted from today, so that a demo is alive whenever it is started. What only the server's clock could
say (when an order was signed, when a record arrived) is honestly today's.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from checklists.demo import accounts_of, furnish_demo
from checklists.hazards.rules import ExtensionDraft, Finding, RecheckDraft, RectificationDraft
from checklists.hazards.services import ask_extension, recheck_hazards, rectify_hazard
from checklists.hazards.services.deadlines import escalate_hazard, mark_overdue, remind_of
from checklists.tasks.rules import TaskDraft
from checklists.tasks.services import assign_task
from checklists.templates.models import Template
from courses.demo import build_training
from device_checks.demo import register_demo, show_demo, upkeep_demo
from reports.commendations.demo import show_commendations
from reports.credits.demo import show_executions
from reports.demo.accountability import show_accountability
from reports.demo.oversight import show_oversight
from reports.demo.ratings import show_ratings
from reports.demo.visits import Bureau
from reports.demo_pictures import draw_scene
from reports.penalties.demo import show_penalties
from reports.rulings.models import Order
from reports.rulings.rules import OrderDraft
from reports.rulings.services import draft_order, sign_order
from reports.scores.services import count_scores
from reports.stories.demo import show_stories
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

VISITS = Path(__file__).with_name("visits.json")


def demo_accounts() -> list[dict[str, str]]:
    """Build everything and say who may sign in, for the start's announcement; into an empty seeded database."""
    world = furnish_demo()
    build_work(world)
    build_facilities(world)
    build_training(world)
    show_commendations(world)
    show_stories(world)
    show_oversight(world)
    count_scores()
    return accounts_of(world)


def build_work(world: DemoWorld) -> None:
    """Tasks, inspections, orders; after the demo's accounts exist. 2 s."""
    bureau = Bureau(world, {template.code: template.id for template in Template.select()})
    made = json.loads(VISITS.read_text(encoding="utf-8"))
    for row in made["open_tasks"]:
        _assign(bureau, row, _due(row))
    for row in made["visits"]:
        task_id = _assign(bureau, row, _due(row["task"])) if "task" in row else None
        bureau.visit(row, task_id)
    orders = {row["visit"]: _order(bureau, row) for row in made["orders"]}
    _put_right(bureau, orders["school_alarm"])
    _ask_for_time(bureau, orders["primary_gate"])
    _watch(orders["bank_video"])
    _recheck(bureau, orders["bank_video"][1:], "逾期仍未更换硬盘，录像回放不足三十天。", passed=False)
    _watch(orders["primary_gate"])
    show_ratings(bureau)
    show_accountability(bureau)
    show_penalties(world, orders["bank_video"][1:], orders["primary_gate"])
    show_executions(world, orders["bank_video"][:1])


def build_facilities(world: DemoWorld) -> None:
    """Registers of what protects some units, and what patrols saw. 4 s."""
    made = register_demo(world.units)
    city, head = (actor_by_account(world.accounts[key]) for key in ("officer_city", "head_school"))
    upkeep_demo({key: head if key == "school_first" else city for key in world.units}, made)
    show_demo(city, made.cameras)


def _due(row: dict[str, Any]) -> date:
    """So many days from today, or a day of the next month."""
    today = clock.today()
    if day := row.get("day_of_next_month"):
        return (today.replace(day=1) + timedelta(days=32)).replace(day=day)
    return today + timedelta(days=row["due_in"])


def _assign(bureau: Bureau, row: dict[str, Any], due_on: date) -> UUID:
    draft = TaskDraft(
        id=new_id(),
        kind=row["kind"],
        unit_id=bureau.world.units[row["unit"]],
        site_id=None,
        template_ids=(bureau.templates[row["code"]],),
        officer_ids=tuple(bureau.world.people[key] for key in row["officers"]),
        due_on=due_on,
    )
    return assign_task(SYSTEM, draft).id


def _order(bureau: Bureau, row: dict[str, Any]) -> list[UUID]:
    """Upon all hazards of a visit, by the officer of the branch; the hazards. One stays a draft."""
    inspection_id, hazards = bureau.visited[row["visit"]]
    officer = bureau.actor("officer_chen")
    draft = OrderDraft(
        id=new_id(),
        inspection_id=inspection_id,
        hazard_ids=tuple(hazards),
        deadline_days=row["days"],
        basis_id="state-council-421",
        article="第十六条",
        violated=row["violated"],
        measures=row["measures"],
        decided_on=clock.today() - timedelta(days=row["decided_ago"]),
    )
    order: Order = draft_order(officer, draft)
    if row.get("signed", True):
        sign_order(officer, order.id)
    return hazards


def _put_right(bureau: Bureau, hazards: list[UUID]) -> None:
    """The school reports each with a photo before and after; two officers look again today, and all is closed."""
    for number, hazard_id in enumerate(hazards):
        _rectify(bureau, "head_school", hazard_id, number)
    _recheck(bureau, hazards, "现场核对，已整改到位。")


def _recheck(bureau: Bureau, hazards: list[UUID], note: str, *, passed: bool = True) -> None:
    officer, people = bureau.actor("officer_chen"), bureau.world.people
    findings = []
    for number, hazard_id in enumerate(hazards):
        picture = draw_scene("复查", 60 + number, mended=passed)
        photo = bureau.attach(officer, f"复查{number + 1}.jpg", picture, "photo")
        findings.append(Finding(hazard_id, passed, note, None, (photo,)))
    officers = (people["officer_chen"], people["inspector_lin"])
    recheck_hazards(officer, RecheckDraft(new_id(), officers, clock.now(), tuple(findings)))


def _rectify(bureau: Bureau, key: str, hazard_id: UUID, number: int) -> None:
    head = bureau.actor(key)
    before = bureau.photo_of[hazard_id]
    after = bureau.attach(head, "整改后.jpg", draw_scene("整改后", 40 + number, mended=True), "after")
    draft = RectificationDraft(
        id=new_id(),
        measure="已更换损坏设备并逐项测试，安排专人每日检查登记。",
        done_on=clock.today() - timedelta(days=1),
        responsible=head.name,
        files=(after,),
        pairs=({"before": before, "after": after.sha256},),
    )
    rectify_hazard(head, hazard_id, draft)


def _ask_for_time(bureau: Bureau, hazards: list[UUID]) -> None:
    """Of two hazards due soon the equipment is put right and waits for the recheck; for the gate more time is asked."""
    gate, equipment = hazards
    _rectify(bureau, "head_primary", equipment, 7)
    draft = ExtensionDraft(
        id=new_id(),
        reasons="车牌识别道闸需定制，供货方确认十日后到货。",
        wished_on=clock.today() + timedelta(days=15),
        interim_measures="增派一名保安员人工查验登记。",
        files=(),
    )
    ask_extension(bureau.actor("head_primary"), gate, draft)


def _watch(hazards: list[UUID]) -> None:
    """What the nightly watch would have done."""
    for hazard_id in hazards:
        mark_overdue(SYSTEM, hazard_id)
        escalate_hazard(SYSTEM, hazard_id)
        remind_of(SYSTEM, hazard_id)
