"""Requests that are right but for one value: refused or taken, with a problem that names the field, never a 5xx."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.core import clock
from server.core.ids import new_id
from tests.api.contract.conftest import Populated
from tests.factories.duties import drill_body, paper_body, plan_drill, report_body
from tests.factories.hazards import report, visit
from tests.factories.looks import confirmation
from tests.factories.phone import Phone
from tests.factories.units import site_body, unit_body
from tests.world import World

NASTY = [
    None, "", " ", "\x00", "a\x00b", "\ud800", "\u202e", "x" * 70_000, "'; DROP TABLE unit; --", "%", "_", "0",
    0, -1, 2**31, 2**63, 2**64, 10**40, 1.5, -0.0, 1e308, True, [], [None], {}, {"a": {"$ne": 1}},
    "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-14:00",
    "00000000-0000-0000-0000-000000000000", [[[[[]]]]], "../../etc/passwd", "\U0001f600" * 20,
]  # fmt: skip
EACH = int(os.environ.get("SHOUWANG_TEST_NASTY", "5"))  # of them at each place, others at the next

Requests = dict[str, tuple[str, str, Any]]


@pytest.fixture
def requests(populated: Populated, world: World, client_as: Callable[[str], Any]) -> Requests:
    """By name: persona, path and a body that is right."""
    found = requests_about_units(world) | requests_about_checks(populated, world, client_as("officer"))
    found |= requests_about_duties(world, client_as("staff")) | requests_about_hazards(populated, world)
    return found | requests_of_registers(world) | requests_of_phones(populated)


def requests_about_units(world: World) -> Requests:
    unit, head = str(world.units["school_first"]), str(world.persons["head_school"])
    person = {"id": str(new_id()), "name": "张三", "phone": "13800138000", "unit_id": unit}
    responsibility = {"id": str(new_id()), "person_id": head, "role": "jointly_responsible", "from_on": "2026-01-01"}
    return {
        "unit": ("officer", "/api/v1/units", unit_body(world)),
        "site": ("officer", f"/api/v1/units/{unit}/sites", site_body(world)),
        "person": ("officer", "/api/v1/people", person),
        "responsibility": ("officer", f"/api/v1/units/{unit}/responsibilities", responsibility),
    }


def requests_about_checks(populated: Populated, world: World, officer: Any) -> Requests:
    definition = officer.get(f"/api/v1/template-versions/{populated.record['template_version_id']}").json["definition"]
    definition = {**definition, "sections": definition["sections"][:2]}
    task = {
        "id": str(new_id()),
        "kind": "periodic",
        "unit_id": str(world.units["school_first"]),
        "template_ids": [str(world.templates["SCH"])],
        "officer_ids": [str(world.persons["inspector_lin"]), str(world.persons["inspector_zhou"])],
        "due_on": clock.today().isoformat(),
        "note": "例行",
    }
    order = {
        "id": str(new_id()),
        "inspection_id": populated.record["id"],
        "hazard_ids": populated.ids["hazards"],
        "deadline_days": 7,
        "basis_id": "state-council-421",
        "article": "第十六条",
        "violated": "第八条",
        "measures": "加派保安员值守",
        "decided_on": clock.today().isoformat(),
    }
    return {
        "task": ("officer", "/api/v1/tasks", task),
        "template": ("officer", "/api/v1/templates", {"id": str(new_id()), "definition": definition}),
        "order": ("officer", "/api/v1/orders", order),
    }


def requests_about_duties(world: World, staff: Any) -> Requests:
    unit, drill = world.units["school_first"], plan_drill(staff, world.units["school_first"])
    return {
        "unit_paper": ("staff", f"/api/v1/units/{unit}/papers", paper_body(staff)),
        "unit_drill": ("staff", f"/api/v1/units/{unit}/drills", drill_body()),
        "drill_report": ("staff", f"/api/v1/drills/{drill['id']}/reports", report_body(staff)),
    }


def requests_about_hazards(populated: Populated, world: World) -> Requests:
    found = {"hazard_id": populated.ids["hazards"][0], "passed": True, "note": ""}
    term = {
        "id": str(new_id()),
        "code": "reminders",
        "value": [{"about": "deadline", "days": -2, "to": ["unit"], "text": "{title}"}],
        "basis": "内部规定",
        "from_on": clock.today().isoformat(),
    }
    return {
        "hazard": ("officer", "/api/v1/hazards", report(world, bases=[{"basis": "state-council-421", "article": "x"}])),
        "rechecks": ("officer", "/api/v1/rechecks", {**visit(world), "findings": [found]}),
        "term": ("system_admin", "/api/v1/hazard-terms", term),
    }


def requests_of_phones(populated: Populated) -> Requests:
    push = populated.phone.push(populated.record)
    return {
        "fault_confirmation": (
            "officer",
            f"/api/v1/picture-faults/{populated.ids['picture-faults'][0]}/confirmations",
            confirmation(),
        ),
        "reference": (
            "officer",
            f"/api/v1/cameras/{populated.ids['cameras'][0]}/references",
            {"id": str(new_id()), "snapshot_id": populated.ids["snapshots"][0], "light": "night", "preset": "1"},
        ),
        "mask": (
            "officer",
            f"/api/v1/cameras/{populated.ids['cameras'][0]}/masks",
            {"id": str(new_id()), "boxes": [{"left": 0.1, "top": 0.1, "right": 0.4, "bottom": 0.2}]},
        ),
        "picture_term": (
            "officer",
            "/api/v1/picture-terms",
            {
                "id": str(new_id()),
                "code": "persistence",
                "value": {
                    "default": {
                        "looks": 2,
                        "minutes": 3,
                        "recheck_minutes": 5,
                        "doubt_looks": 6,
                        "doubt_minutes": 1440,
                    },
                    "kinds": {"moved": {"minutes": 9}},
                },
                "basis": "内部规定",
                "from_on": clock.today().isoformat(),
            },
        ),
        "device": ("inspector", "/api/v1/mobile/devices", Phone().enrolment),
        "record": ("inspector", "/api/v1/mobile/records", push),
        "batch": ("inspector", "/api/v1/mobile/records/batch", {"pushes": [copy.deepcopy(push)]}),
        "sign-in": ("officer", "/api/v1/auth/sign-in", {"login": "a", "password": "b", "refresh_in": "body"}),
    }


def requests_of_registers(world: World) -> Requests:
    unit_id = str(world.units["school_first"])
    place = {"id": str(new_id()), "unit_id": unit_id, "kind": "entrance", "name": "东门", "site_id": None, "note": ""}
    camera = {
        "catalogue_id": None,
        "place_class": 1,
        "width": 1920,
        "height": 1080,
        "channel": 1,
        "host": "",
        "place_ids": [],
    }
    facility = {
        "id": str(new_id()),
        "unit_id": unit_id,
        "kind": "camera",
        "type": "bullet",
        "number": "NASTY-1",
        "name": "枪机",
    }
    told = {
        "quantity": 1,
        "lat": 36.6,
        "lon": 117.0,
        "life_end_on": "2030-01-01",
        "details": {"port": 554, "lens": "6 mm"},
    }
    return {
        "place": ("officer", "/api/v1/places", place),
        "facility": ("officer", "/api/v1/facilities", {**facility, **told, "camera": camera}),
    }


NAMES = [
    "unit", "site", "person", "responsibility", "task", "template", "order", "unit_paper", "unit_drill",
    "drill_report", "hazard", "rechecks", "term", "fault_confirmation", "reference", "mask", "picture_term",
    "device", "record", "batch", "sign-in",
    "place", "facility", "unit", "site", "person", "responsibility", "task", "template", "order", "unit_paper", "unit_drill",
    "drill_report", "hazard", "rechecks", "term", "device", "record", "batch", "sign-in",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_one_nasty_value_is_never_an_internal_error(
    name: str, populated: Populated, requests: Requests, client_as: Callable[[str], Any]
) -> None:
    persona, path, right = requests[name]
    client, wrong, tried = client_as(persona), [], 0
    for place in places(right):
        for step in range(EACH):
            value = NASTY[(tried + step) % len(NASTY)]
            body = changed(right, place, value)
            if name == "record" and place[0] == "record":
                body = resigned(populated.phone, body)
            answer = client.post(path, data=json.dumps(body), content_type="application/json")
            if answer.status_code >= 500 or (
                answer.status_code >= 400 and answer.mimetype != "application/problem+json"
            ):
                wrong.append((place, repr(value)[:40], answer.status_code))
        tried += EACH
    assert wrong == []
    assert tried > EACH


def resigned(phone: Phone, body: Any) -> Any:
    """With a true signature, so that what is looked at is the value and not the signature; and as a record of its own."""
    record = body["record"]
    if isinstance(record, dict) and isinstance(record.get("id"), str) and len(record["id"]) == 36:
        record = {**record, "id": str(new_id())}
    try:
        return phone.push(record)
    except (ValueError, TypeError):  # no JSON that could be signed
        return body


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body that holds a value; of a list or of a map by ids only the first."""
    if path:
        yield path
    if isinstance(body, dict):
        names = list(body)
        if path and path[-1] in {"answers", "facts", "group_reasons"}:
            names = names[:1]
        for name in names:
            yield from places(body[name], (*path, name))
    elif isinstance(body, list) and body:
        yield from places(body[0], (*path, 0))


def changed(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    body = copy.deepcopy(body)
    part = body
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    return body


def test_the_right_requests_are_right(requests: Requests, client_as: Callable[[str], Any]) -> None:
    """Or the test above would only try refusals."""
    expected = {"rechecks": 422, "template": 201, "record": 200, "batch": 200, "sign-in": 401}
    found = {}
    for name, (persona, path, body) in requests.items():
        answer = client_as(persona).post(path, json=body)
        found[name] = answer.status_code if answer.status_code == expected.get(name, 201) else answer.json
    assert found == {name: expected.get(name, 201) for name in NAMES}
