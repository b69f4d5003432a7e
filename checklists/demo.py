"""The demo world with its accounts and tasks, for a first look and for the tests."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from checklists.demo_draws import build_draws
from checklists.demo_duties import file_demo_duties
from checklists.demo_hazards import build_hazards
from checklists.demo_plans import build_plans
from checklists.demo_templates import build_drafts
from checklists.tasks.rules import TaskDraft
from checklists.tasks.services import assign_task
from checklists.templates.models import Template
from server.alerts.demo import load_alerts
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.demo import DemoWorld, load_demo

DEMO_PASSWORD = "Quancheng-2026"  # noqa: S105 - printed at the start of a demo, which serves loopback only

LABELS = {
    "inspector_lin": "民警（检查员一）",
    "inspector_zhou": "民警（检查员二）",
    "officer_chen": "分局内保民警（出具文书）",
    "officer_licheng": "另一分局民警（看不到历下的单位）",
    "leader_lixia": "分局领导（审批、决定、签发）",
    "legal_lixia": "分局法制民警（法制审核、主持听证）",
    "inspector_pearl": "派出所社区民警",
    "inspector_education": "教育局检查员",
    "officer_education": "教育局安全科（制定行业检查计划）",
    "government_city": "市政府督查室（督办、听取汇报）",
    "head_school": "学校负责人",
    "guard_school": "学校保安员（学习和考试）",
    "officer_chen_2": "分局内保民警（阅卷、复核）",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}


def build_demo() -> tuple[DemoWorld, dict[int, UUID]]:
    """Agencies, people, accounts, units and tasks, into an empty seeded database; (world, task ids in file order)."""
    world = load_demo(SYSTEM, DEMO_PASSWORD)
    templates = {template.code: template.id for template in Template.select()}
    tasks = {}
    for number, task in enumerate(world.tasks):
        tasks[number] = new_id()
        assign_task(
            SYSTEM,
            TaskDraft(
                id=tasks[number],
                kind=task["kind"],
                unit_id=world.units[task["unit_key"]],
                site_id=None,
                template_ids=tuple(templates[code] for code in task["template_codes"]),
                officer_ids=tuple(world.people[key] for key in task["officer_keys"]),
                due_on=date.fromisoformat(task["due_on"]),
            ),
        )
    file_demo_duties(world)
    return world, tasks


def furnish_demo() -> DemoWorld:
    """The world with everything that only a first look needs: the tests count without it."""
    world, _ = build_demo()
    load_alerts(world)  # a level in force would change what the tests plan and count
    build_hazards(world)
    build_draws(world)  # not for the tests: each draw asks for a paper, and papers take a second
    build_plans(world)
    build_drafts()
    return world


def accounts_of(world: DemoWorld) -> list[dict[str, str]]:
    """Who may sign in, for the start's announcement."""
    return [
        {"login": world.logins[key], "password": DEMO_PASSWORD, "label": label}
        for key, label in LABELS.items()
        if key in world.logins
    ]
