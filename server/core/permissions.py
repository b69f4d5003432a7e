"""Who may do what. Denied unless a role of the actor grants it.

Three administrators are kept apart (system, security, audit): none of them can inspect, order or sign.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from server.core.errors import Forbidden

_READ = frozenset({"unit.view", "basis.view", "template.view", "agency.view"})
_FIELD = frozenset(
    {"inspection.submit", "inspection.view", "hazard.view", "task.view", "device.enrol", "document.view"}
)
_UNIT_SIDE = frozenset({"inspection.submit", "hazard.view", "task.view", "device.enrol", "document.view"})

ROLES: dict[str, frozenset[str]] = {
    "inspector": _READ | _FIELD | {"order.draft", "order.view", "person.view"},
    "officer": _READ
    | _FIELD
    | {
        "unit.edit",
        "unit.import",
        "unit.export",
        "person.view",
        "person.edit",
        "task.assign",
        "template.edit",
        "template.publish",
        "order.draft",
        "order.view",
        "order.sign",
        "order.revoke",
        "document.issue",
    },
    "department_inspector": _READ | _FIELD | {"person.view"},
    "unit_head": _READ | _UNIT_SIDE | {"order.view"},
    "unit_staff": _READ | _UNIT_SIDE,
    "system_admin": frozenset({"agency.view", "agency.edit", "basis.view", "basis.edit", "job.view"}),
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
