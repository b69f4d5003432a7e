"""Who acts, and whether they may. Denied unless a role of the actor grants it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from server.core.errors import Forbidden, PasswordOwed
from server.core.roles import ROLES


@dataclass(frozen=True)
class Actor:
    """Who acts: an account with roles in an agency or in a unit, or the system itself (no account)."""

    account_id: UUID | None
    person_id: UUID | None = None
    name: str = ""
    roles: tuple[str, ...] = ()
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    owes_password: bool = False  # the first password was never changed: nothing is granted until it is
    permissions: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        if self.owes_password:
            return
        granted = frozenset().union(*(ROLES.get(role, frozenset()) for role in self.roles))
        object.__setattr__(self, "permissions", granted)

    def may(self, permission: str) -> bool:
        return self.account_id is None or permission in self.permissions

    def check(self, permission: str) -> None:
        """Raises Forbidden."""
        if self.owes_password:
            raise PasswordOwed()
        if not self.may(permission):
            raise Forbidden(permission=permission)


SYSTEM = Actor(account_id=None, name="系统")
