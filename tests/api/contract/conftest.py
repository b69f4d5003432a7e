"""A world with something of everything in it, so that asking reaches beyond 404."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from checklists.templates.queries import version_by_id
from device_checks.alarms.api import stream
from device_checks.pictures.queries.wall import one_camera
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.people.queries import people_by_id
from tests.backends import Backend
from tests.factories import alarms, facilities, lessons, looks, upkeep
from tests.factories.penalties import grow_penalties
from tests.factories.phone import Phone, Visit, jpeg, make_record, upload_all
from tests.world import World

ASKERS = ("officer", "inspector", "head", "system_admin", "security_admin", "audit_admin")


@dataclass
class Populated:
    """The app, its askers' tokens and the ids of rows by the part of the path that names them."""

    app: Flask
    tokens: dict[str, str]
    phone: Phone
    record: dict[str, Any]
    ids: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture
def populated(
    app: Flask, world: World, backend: Backend, client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> Populated:
    monkeypatch.setattr(stream, "LIFE_SECONDS", 0.0)  # these tests read answers to their end
    phone, record, ids = backend.keep("populated", lambda: populate(world, client_as))
    tokens = {name: app.config["TOKEN_MINT"].make(world.people[name].account_id) for name in ASKERS}
    return Populated(app, tokens, phone, copy.deepcopy(record), copy.deepcopy(ids))


def populate(world: World, client_as: Callable[[str], Any]) -> tuple[Phone, dict[str, Any], dict[str, list[str]]]:
    """A phone, the record it handed in, and the ids of what there is now."""
    inspector, officer, phone = client_as("inspector"), client_as("officer"), Phone()
    assert inspector.post("/api/v1/mobile/devices", json=phone.enrolment).status_code == 201
    photo = jpeg(7)
    record = failing_record(world, phone, photo)
    receipt = inspector.post("/api/v1/mobile/records", json=phone.push(record))
    assert receipt.status_code == 201, receipt.json
    upload_all(inspector, record, [photo])
    ids = ids_of_world(world) | ids_of_lists(officer) | ids_of_wishes(officer) | ids_of_facilities(world)
    ids |= {word: [record["id"]] for word in ("inspections", "records")} | ids_of_lessons(world, client_as)
    ids["hazards"] = [row["id"] for row in receipt.json["hazards"]]
    ids["devices"] = [str(phone.id)]
    ids["penalties"] = grow_penalties(client_as, world, 2)
    ids["media"] = [row["sha256"] for row in record["photos"]]
    return phone, record, ids


def failing_record(world: World, phone: Phone, photo: bytes) -> dict[str, Any]:
    with database.connection_context():
        version = version_by_id(world.versions["SCH"])
        people = people_by_id([world.persons["inspector_lin"], world.persons["inspector_zhou"]])
    officers = tuple(
        {"person_id": str(person.id), "name": person.name, "certificate_no": person.certificate_no}
        for person in people.values()
    )
    record = make_record(phone, Visit(world.units["school_first"], version, officers), [photo])
    failed = next(id for id, answer in record["answers"].items() if answer["value"] == "pass")
    record["answers"][failed] = {"value": "fail", "note": "灭火器材缺失", "photos": [record["photos"][0]["sha256"]]}
    return record


def ids_of_world(world: World) -> dict[str, list[str]]:
    return {
        "units": [str(id) for id in world.units.values()],
        "agencies": [str(id) for id in world.agencies.values()],
        "people": [str(id) for id in world.persons.values()],
        "tasks": [str(id) for id in world.tasks.values()],
        "accounts": [str(person.account_id) for person in world.people.values()],
    }


def ids_of_lists(officer: Any) -> dict[str, list[str]]:
    def listed(word: str) -> list[dict[str, Any]]:
        return list(officer.get(f"/api/v1/{word}").json["items"])

    found = {word: [row["id"] for row in listed(word)] for word in ("policy-bases", "papers", "drills", "projects")}
    return found | {
        "template-versions": [version["id"] for row in listed("templates") for version in row["versions"]],
        "attachments": [file["id"] for row in listed("papers") for file in row["files"]],
        "duty-rules": [row["code"] for row in listed("duty-rules")],
    }


def ids_of_wishes(officer: Any) -> dict[str, list[str]]:
    wishes = [{"id": str(new_id()), "subject": "tasks", "format": form, "filters": {}} for form in ("csv", "xlsx")]
    kept = {"id": str(new_id()), "page": "tasks", "name": "待检查", "filters": {"state": "open"}}
    return {
        "exports": [officer.post("/api/v1/exports", json=wish).json["id"] for wish in wishes],
        "saved-filters": [officer.post("/api/v1/saved-filters", json=kept).json["id"]],
    }


def ids_of_facilities(world: World) -> dict[str, list[str]]:
    with database.connection_context():
        spot = facilities.place(world.units["school_first"])
        watched = [facilities.camera(world.units["school_first"], {"place_ids": (spot.id,)}) for _ in range(2)]
        shown = looks.known_camera(watched[0].id, clock.now() - timedelta(hours=2))
        fault = looks.open_fault(watched[0].id)
        asked_for = upkeep.grow_upkeep(world.units["school_first"])
        rung = alarms.grow_alarms(world.units["school_first"])
        references = [row["id"] for row in one_camera(SYSTEM, watched[0].id)["references"]]
    return {
        "places": [str(spot.id)],
        "upkeep-tasks": [str(id) for id in asked_for],
        **{word: [str(row.id) for row in watched] for word in ("facilities", "cameras", "camera-wall")},
        "snapshots": [str(shown.id)],
        "picture-faults": [str(fault.id)],
        "reference-views": [str(id) for id in references],
        **rung,
    }


def ids_of_lessons(world: World, client_as: Callable[[str], Any]) -> dict[str, list[str]]:
    with database.connection_context():
        return lessons.grow_lessons(client_as, world, 2)
