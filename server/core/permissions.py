"""Who may do what. Denied unless a role of the actor grants it.

Three administrators are kept apart (system, security, audit): none of them can inspect, order or sign.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from server.core.errors import Forbidden

_READ = frozenset({"unit.view", "basis.view", "template.view", "agency.view"})
#: What those on the agencies' side see of alerts; what units see and do.
_ALERTED = frozenset({"level.view", "zero_report.view", "risk.view", "help.view", "help.answer", "incident.view"})
_UNIT_ALERTED = frozenset(
    {"level.view", "zero_report.view", "zero_report.submit", "risk.view", "risk.assess", "help.view", "help.ask"}
)
_FIELD = _ALERTED | frozenset(
    {
        "inspection.submit",
        "inspection.view",
        "inspection.decide",
        "hazard.view",
        "task.view",
        "device.enrol",
        "document.view",
    }
    | {"figure.view", "export.make", "filter.keep"}
)
_UNIT_SIDE = _UNIT_ALERTED | frozenset(
    {"inspection.submit", "hazard.view", "task.view", "device.enrol", "document.view"}
)
_FILES = frozenset({"file.deliver"})
_DUTIES_READ = frozenset({"duty.view"})  # what a unit must have on file
_DUTIES_GUIDED = _DUTIES_READ | {"duty.remark"}
_DUTIES_OWN = _DUTIES_READ | {"duty.file"}
#: Registers of what protects a unit, its pictures, recordings and alarms: who looks, who keeps, who decides.
_FACILITIES = frozenset({"facility.view", "facility.check", "picture.view", "alarm.view", "warning.view"})
_FACILITIES_OWN = _FACILITIES | {"facility.edit", "facility.import", "alarm.test", "warning.answer"}
_FACILITIES_POLICE = _FACILITIES | {
    "alarm.test",
    "alarm.acknowledge",
    "picture.judge",
    "patrol.view",
    "evaluation.view",
}
_FACILITIES_BUREAU = _FACILITIES_POLICE | {
    "facility.edit",
    "facility.keep_secret",
    "facility.import",
    "facility.export",
    "source.edit",
    "patrol.edit",
    "alarm.edit",
    "warning.end",
    "threshold.edit",
}
#: Training: everybody with a person learns and sits exams; who keeps the trainees, who teaches, who examines.
_LEARNING = frozenset({"training.learn"})
_TRAINING_OWN = _LEARNING | {"trainee.view", "trainee.edit", "rotation.view", "course.view", "activity.view"}
_TRAINING_OWN_HEAD = _TRAINING_OWN | {"rotation.edit", "course.edit", "course.teach", "activity.record"}
_TRAINING_SEEN = _LEARNING | {"trainee.view", "rotation.view", "course.view", "activity.view"}
_TRAINING_RUN = _TRAINING_SEEN | {
    "trainee.edit",
    "trainee.reveal",
    "trainee.check",
    "rotation.edit",
    "course.edit",
    "course.teach",
    "item.view",
    "item.edit",
    "blueprint.view",
    "blueprint.edit",
    "exam.view",
    "exam.edit",
    "exam.invigilate",
    "marking.mark",
    "result.view",
    "regrade.propose",
    "regrade.approve",
    "certificate.view",
    "certificate.issue",
    "certificate.revoke",
}
#: What people of a unit do about its hazards, and what police officers do.
_OWN_HAZARDS = frozenset({"hazard.report", "hazard.rectify"})
_HAZARDS = frozenset({"hazard.report", "hazard.recheck", "hazard.classify"})

ROLES: dict[str, frozenset[str]] = {
    "inspector": _READ
    | _TRAINING_SEEN
    | {"exam.view", "exam.invigilate"}
    | _FIELD
    | _FILES
    | _FACILITIES_POLICE
    | _DUTIES_GUIDED
    | _HAZARDS
    | {
        "order.draft",
        "order.view",
        "person.view",
        "plan.view",
        "draw.view",
        "exclusion.declare",
        "case.view",
        "case.record",
    },
    "officer": _READ
    | _TRAINING_RUN
    | _FIELD
    | _FILES
    | _FACILITIES_BUREAU
    | _DUTIES_GUIDED
    | _HAZARDS
    | {
        "level.issue",
        "risk.receive",
        "incident.run",
        "case.view",
        "case.record",
        "unit.edit",
        "unit.import",
        "unit.export",
        "person.view",
        "person.edit",
        "task.assign",
        "plan.view",
        "plan.edit",
        "template.edit",
        "template.publish",
        "order.draft",
        "order.view",
        "order.sign",
        "order.revoke",
        "document.issue",
        "draw.view",
        "draw.make",
        "draw.publish",
        "exclusion.declare",
        "exclusion.manage",
        "hazard.decide_extension",
        "hazard.withdraw_overdue",
        "hazard.hand_over",
    },
    "department_inspector": _READ
    | _TRAINING_SEEN
    | _FIELD
    | _FILES
    | _FACILITIES
    | _DUTIES_READ
    | {"person.view", "plan.view", "draw.view", "exclusion.declare", "risk.receive", "incident.run", "hazard.report"},
    "department_officer": _READ
    | _TRAINING_RUN
    | _FIELD
    | _FILES
    | _FACILITIES
    | {"person.view", "plan.view", "plan.edit", "task.assign", "draw.view", "risk.receive", "incident.run"}
    | {"hazard.report"},
    "unit_head": _READ
    | _TRAINING_OWN_HEAD
    | _UNIT_SIDE
    | _FILES
    | _FACILITIES_OWN
    | {"source.edit", "facility.keep_secret"}
    | _DUTIES_OWN
    | _OWN_HAZARDS
    | {"order.view", "plan.view", "plan.edit", "hazard.close", "hazard.ask_extension"},
    # Guards, key-post staff, information officers: they learn, sit exams and hold certificates, and see no more.
    "trainee": _LEARNING,
    "unit_staff": _READ | _TRAINING_OWN_HEAD | _UNIT_SIDE | _FILES | _FACILITIES_OWN | _DUTIES_OWN | _OWN_HAZARDS,
    "system_admin": frozenset(
        {
            "agency.view",
            "agency.edit",
            "basis.view",
            "basis.edit",
            "calendar.edit",
            "job.view",
            "risk_rule.edit",
            "network.edit",
            "badge_key.rotate",
        }
    ),
    "security_admin": frozenset({"agency.view", "account.view", "account.lock", "device.view", "device.revoke"}),
    "audit_admin": frozenset({"agency.view", "event.view", "event.verify"}),
}


@dataclass(frozen=True)
class Actor:
    """Who acts: an account with roles in an agency or in a unit, or the system itself (no account)."""

    account_id: UUID | None
    person_id: UUID | None = None
    name: str = ""
    roles: tuple[str, ...] = ()
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    permissions: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        granted = frozenset().union(*(ROLES.get(role, frozenset()) for role in self.roles))
        object.__setattr__(self, "permissions", granted)

    def may(self, permission: str) -> bool:
        return self.account_id is None or permission in self.permissions

    def check(self, permission: str) -> None:
        """Raises Forbidden."""
        if not self.may(permission):
            raise Forbidden(permission=permission)


SYSTEM = Actor(account_id=None, name="系统")

ALL_PERMISSIONS = frozenset().union(*ROLES.values())
