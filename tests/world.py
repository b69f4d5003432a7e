"""The world of the tests: the demo's, so that what is shown and what is tested are the same people.

Personas have a reason to exist: ``officer`` issues, ``stranger`` is an officer of the other branch, ``expired`` holds
an ended certificate, ``guard`` learns and sits exams, ``second_officer`` and ``third_officer`` mark and
approve beside ``officer``, ``head`` answers for the school, ``planner`` plans for the education bureau; ``leader``
decides for the branch, ``legal`` reviews and presides there, ``other_leader`` decides for the other branch,
``city_leader`` for the city, ``government`` urges all of them on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from checklists.demo import DEMO_PASSWORD, build_demo
from checklists.templates.models import Template
from checklists.templates.queries import current_versions
from server.core.settings import Settings

PASSWORD = DEMO_PASSWORD

PERSONAS = {
    "inspector": "inspector_lin",
    "second": "inspector_zhou",
    "officer": "officer_chen",
    "stranger": "officer_licheng",
    "city": "officer_city",
    "station": "inspector_pearl",
    "department": "inspector_education",
    "planner": "officer_education",
    "commerce": "inspector_commerce",
    "sasac": "inspector_sasac",
    "head": "head_school",
    "staff": "staff_school",
    "expired": "inspector_expired",
    "guard": "guard_school",
    "other_guard": "guard_school_2",
    "key_post": "keypost_fuel",
    "informant": "informant_bank",
    "fuel_head": "head_fuel",
    "second_officer": "officer_chen_2",
    "third_officer": "officer_chen_3",
    "leader": "leader_lixia",
    "legal": "legal_lixia",
    "government": "government_city",
    "city_leader": "leader_city",
    "other_leader": "leader_licheng",
    "system_admin": "system_admin",
    "security_admin": "security_admin",
    "audit_admin": "audit_admin",
}


@dataclass(frozen=True)
class Persona:
    """Somebody with an account."""

    key: str
    login: str
    account_id: UUID
    person_id: UUID


@dataclass
class World:
    """What every test finds: people by persona, everything else by the keys of demo.json."""

    people: dict[str, Persona] = field(default_factory=dict)
    persons: dict[str, UUID] = field(default_factory=dict)
    agencies: dict[str, UUID] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)
    sites: dict[tuple[str, str], UUID] = field(default_factory=dict)
    templates: dict[str, UUID] = field(default_factory=dict)  # code → template
    versions: dict[str, UUID] = field(default_factory=dict)  # code → published version
    tasks: dict[int, UUID] = field(default_factory=dict)


def build_world(_settings: Settings) -> World:
    """Build it through the services, into a prepared empty database."""
    demo, tasks = build_demo()
    templates = {template.code: template.id for template in Template.select()}
    current = current_versions(list(templates.values()))
    return World(
        people={
            name: Persona(key, demo.logins[key], demo.accounts[key], demo.people[key]) for name, key in PERSONAS.items()
        },
        persons=demo.people,
        agencies=demo.agencies,
        units=demo.units,
        sites=demo.sites,
        templates=templates,
        versions={code: current[id] for code, id in templates.items()},
        tasks=tasks,
    )
