"""The demo world: agencies, people and units of demo.json, built through the services."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.agencies.rules import AgencyDraft, AgencyKind
from server.units.agencies.services import found_agency
from server.units.competences.rules import CompetenceDraft
from server.units.competences.services import give_competence
from server.units.people.rules import PersonDraft
from server.units.people.services import enter_person
from server.units.registry.models import Unit
from server.units.registry.rules import ResponsibilityDraft, Role, SiteDraft, UnitDraft, UnitKind
from server.units.registry.services import appoint_responsible, open_site, register_unit
from server.web.signin.services import AccountDraft, create_account, hash_password

FILE = Path(__file__).parent / "demo.json"
SINCE = date(2020, 1, 1)


@dataclass
class DemoWorld:
    """What was made, by the keys of demo.json; sites by ``(unit key, site name)``; accounts by the person's key."""

    agencies: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)
    sites: dict[tuple[str, str], UUID] = field(default_factory=dict)
    accounts: dict[str, UUID] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)  # as in the file; the checklists make them


def load_demo(actor: Actor, password: str | None = None, demo: dict[str, Any] | None = None) -> DemoWorld:
    """Build the demo into an empty, seeded database; accounts only if a password for them is given."""
    demo = json.loads(FILE.read_text(encoding="utf-8")) if demo is None else demo
    world = DemoWorld(tasks=demo.get("tasks", []))
    for agency in demo["agencies"]:
        _found(actor, world, agency)
    for competence in demo.get("competences", ()):
        _give(actor, world, competence)
    for unit in demo["units"]:
        _register(actor, world, unit)
    secret = (
        (password, hash_password(password)) if password else None
    )  # hashed once: all have the same, and it is printed
    for person in demo["people"]:
        _enter(actor, world, person, secret)
    for unit in demo["units"]:
        _appoint(actor, world, unit)
    return world


def _found(actor: Actor, world: DemoWorld, row: dict[str, Any]) -> None:
    world.agencies[row["key"]] = id = new_id()
    parent_id = world.agencies[row["parent_key"]] if row["parent_key"] else None
    draft = AgencyDraft(id, row["name"], row["short_name"], AgencyKind(row["kind"]), parent_id, row["area_code"], SINCE)
    found_agency(actor, draft)


def _give(actor: Actor, world: DemoWorld, row: dict[str, Any]) -> None:
    for industry in row["industries"]:
        draft = CompetenceDraft(
            new_id(),
            world.agencies[row["agency_key"]],
            industry,
            row["area_code"],
            SINCE,
            row["basis"],
            row["article"],
        )
        give_competence(actor, draft)


def _register(actor: Actor, world: DemoWorld, row: dict[str, Any]) -> None:
    world.units[row["key"]] = id = new_id()
    same = ("name", "uscc", "industry", "area_code", "address", "lat", "lon", "key_unit_level", "facts")
    draft = UnitDraft(
        id=id,
        kind=UnitKind(row["kind"]),
        managed_by_id=world.agencies[row["managed_by_key"]],
        guided_by_id=world.agencies[row["guided_by_key"]] if row["guided_by_key"] else None,
        station_id=world.agencies[row["station_key"]],
        department_id=world.agencies[row["department_key"]] if row["department_key"] else None,
        supervised_by_id=world.agencies[row["supervised_by_key"]] if row.get("supervised_by_key") else None,
        counter_terror_target=row["counter_terror_target"],
        **{name: row[name] for name in same},
    )
    unit = register_unit(actor, draft)
    for site in row["sites"]:
        world.sites[row["key"], site["name"]] = site_id = new_id()
        station_id = world.agencies[site["station_key"]]
        place = SiteDraft(site_id, site["name"], site["address"], station_id, site.get("lat"), site.get("lon"))
        open_site(actor, unit, place)


def _enter(actor: Actor, world: DemoWorld, row: dict[str, Any], secret: tuple[str, str] | None) -> None:
    world.people[row["key"]] = id = new_id()
    agency_id = world.agencies[row["agency_key"]] if row.get("agency_key") else None
    unit_id = world.units[row["unit_key"]] if row.get("unit_key") else None
    valid_to = _day(row["certificate_valid_to"])
    enter_person(
        actor,
        PersonDraft(
            id, row["name"], row["post"], row.get("phone"), row["certificate_no"], valid_to, agency_id, unit_id
        ),
    )
    if row["account"] and secret:
        world.accounts[row["key"]] = account_id = new_id()
        world.logins[row["key"]] = row["account"]
        who = (row["name"], tuple(row["roles"]), id, agency_id, unit_id)
        draft = AccountDraft(account_id, row["account"], secret[0], *who, owes_password=False, password_hash=secret[1])
        create_account(actor, draft)


def _appoint(actor: Actor, world: DemoWorld, row: dict[str, Any]) -> None:
    for duty in row["responsibilities"]:
        site_id = world.sites[row["key"], duty["site_name"]] if duty["site_name"] else None
        draft = ResponsibilityDraft(
            id=new_id(),
            person_id=world.people[duty["person_key"]],
            role=Role(duty["role"]),
            site_id=site_id,
            from_on=date.fromisoformat(duty["from"]),
            to_on=_day(duty["to"]),
            document_sha256=None,
        )
        appoint_responsible(actor, Unit.get_by_id(world.units[row["key"]]), draft)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
