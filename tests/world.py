"""The small world of the tests: personas that each have a reason to exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.settings import Settings
from server.web.signin.services import AccountDraft, create_account

PASSWORD = "Quancheng-2026"


@dataclass(frozen=True)
class Persona:
    """Somebody with an account."""

    key: str
    login: str
    account_id: UUID
    person_id: UUID | None = None


@dataclass
class World:
    """What every test finds: people by persona, agencies and units by key."""

    people: dict[str, Persona] = field(default_factory=dict)
    agencies: dict[str, UUID] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)
    sites: dict[str, UUID] = field(default_factory=dict)
    template_versions: dict[str, UUID] = field(default_factory=dict)


def build_world(settings: Settings) -> World:
    """Build it through the services, into an empty migrated database."""
    world = World()
    for key, roles in {
        "officer": ("officer",),
        "inspector": ("inspector",),
        "system_admin": ("system_admin",),
        "security_admin": ("security_admin",),
        "audit_admin": ("audit_admin",),
    }.items():
        draft = AccountDraft(id=new_id(), login=f"demo-{key}", password=PASSWORD, name=key, roles=roles)
        account = create_account(SYSTEM, draft)
        world.people[key] = Persona(key, draft.login, account.id)
    return world
