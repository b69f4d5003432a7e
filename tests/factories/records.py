"""Inspections as tests need them: who goes where with which checklist, what fails, what is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from unittest.mock import patch
from uuid import UUID

from checklists.templates.queries import version_by_id
from checklists.templates.rules import Sheet
from server.core.database import database
from server.core.ids import new_id
from server.units.people.queries import people_by_id
from tests.factories.phone import Phone, Visit, make_record, upload_all
from tests.world import World

Json = dict[str, Any]
RECORDS = "/api/v1/mobile/records"


@dataclass
class Inspector:
    """A signed-in persona with an enrolled phone."""

    client: Any
    phone: Phone = field(default_factory=Phone)

    def __post_init__(self) -> None:
        assert self.client.post("/api/v1/mobile/devices", json=self.phone.enrolment).status_code in (200, 201)

    def hand_in(self, record: Json) -> Any:
        return self.client.post(RECORDS, json=self.phone.push(record))

    def hand_in_whole(self, record: Json, photos: Iterable[bytes] = ()) -> Json:
        """The record, then every file it names; the last receipt."""
        first = self.hand_in(record)
        assert first.status_code in (200, 201), first.json
        upload_all(self.client, record, photos)
        receipt: Json = self.client.get(f"{RECORDS}/{record['id']}").json
        return receipt


@dataclass(frozen=True)
class Sender:
    """Signs personas in and sends them out; what the tests' fixtures hand over."""

    world: World
    client_as: Callable[[str], Any]

    def inspector(self, persona: str = "inspector") -> Inspector:
        return Inspector(self.client_as(persona))

    def visit_with(self, version_id: Any, **details: Any) -> Visit:
        """A visit to the first school with a checklist that the test published."""
        visit = self.visit(**details)
        with database.connection_context():
            return replace(visit, version=version_by_id(version_id))

    def visit(
        self,
        unit: str = "school_first",
        code: str = "SCH",
        officers: Iterable[str] = ("inspector_lin", "inspector_zhou"),
        **details: Any,
    ) -> Visit:
        """Where, with which checklist and by whom; ``details`` are those of Visit."""
        keys = list(officers)
        with database.connection_context():
            version = version_by_id(self.world.versions[code])
            people = people_by_id([self.world.persons[key] for key in keys])
        named = tuple(
            {"person_id": str(person.id), "name": person.name, "certificate_no": person.certificate_no}
            for person in (people[self.world.persons[key]] for key in keys)
        )
        return Visit(self.world.units[unit], version, named, **details)


def with_failures(record: Json, visit: Visit, phone: Phone, *items: str, photos: Iterable[str] = ()) -> Json:
    """The record with these items failed, each with the photos named (all listed ones by default) and a note."""
    shown = list(photos) or [photo["sha256"] for photo in record["photos"]]
    for id in items:
        record["answers"][id] = {"value": failing_value(visit, id), "note": f"{id} 不符合要求", "photos": shown}
    return settled(record, visit, phone)


def settled(record: Json, visit: Visit, phone: Phone) -> Json:
    """Answers, facts or photos were changed by hand: drop what applies no more, count the score and sign anew."""
    sheet = Sheet(visit.version["definition"], record["facts"], record["answers"])
    applying = {item["id"] for item in sheet.applying_items()}
    record["answers"] = {id: answer for id, answer in record["answers"].items() if id in applying}
    for item in Sheet(visit.version["definition"], record["facts"], record["answers"]).unanswered():
        record["answers"][item["id"]] = {
            "value": "说明" if item["kind"] == "text" else "pass",
            "note": "",
            "photos": [],
        }
    record["score"] = Sheet(visit.version["definition"], record["facts"], record["answers"]).score()
    return phone.sign_photos(record)


def failing_value(visit: Visit, id: str) -> Any:
    """A value that fails the item: below its bound, or the option that stands for it."""
    item = item_of(visit, id)
    if item["kind"] == "verdict":
        return "fail"
    if item["kind"] == "choice":
        return next(option["value"] for option in item["options"] if option["verdict"] == "fail")
    if item["kind"] == "sample":
        return {"checked": item["min_checked"], "passed": 0}
    bound = item["pass_if"]["at_least"]
    return (visit.facts[bound["fact"]] if isinstance(bound, dict) else bound) - 1


def item_of(visit: Visit, id: str) -> Json:
    sections = visit.version["definition"]["sections"]
    item: Json = next(item for section in sections for item in section["items"] if item["id"] == id)
    return item


def codes_of(receipt: Json) -> list[str]:
    return [flag["code"] for flag in receipt["flags"]]


@dataclass(frozen=True)
class FailedCheck:
    """A complete inspection with hazards, and who handed it in."""

    inspector: Inspector
    visit: Visit
    record: Json
    receipt: Json
    photos: tuple[bytes, ...]

    @cached_property
    def hazard_ids(self) -> list[str]:
        return [hazard["id"] for hazard in self.receipt["hazards"]]


def failed_check(sender: Sender, *items: str, photos: tuple[bytes, ...] = (), **visiting: Any) -> FailedCheck:
    """An inspection on which these items failed, handed in with all its files."""
    inspector, visit = sender.inspector(visiting.pop("by", "inspector")), sender.visit(**visiting)
    record = with_failures(make_record(inspector.phone, visit, photos), visit, inspector.phone, *items)
    receipt = inspector.hand_in_whole(record, photos)
    assert receipt["state"] == "complete", receipt
    return FailedCheck(inspector, visit, record, receipt, photos)


def small_definition(code: str = "TST", **changes: Any) -> Json:
    """A checklist of two verdicts and a number in one section each, as a console would post it."""
    sections = [
        {"id": "one", "title": "机构", "group": "organisation", "items": [small_item("TST-01")]},
        {"id": "two", "title": "措施", "group": "measures", "items": [small_item("TST-02")]},
        {"id": "three", "title": "设施", "group": "facilities", "items": [small_item("TST-03", **number_kind())]},
    ]
    return {
        "code": code,
        "title": "试验检查表",
        "version": 1,
        "industries": [],
        "kinds_of_unit": [],
        "extends": None,
        "basis_note": "",
        "facts": [
            {"id": "needed", "label": "应有数", "kind": "integer"},
            {"id": "big", "label": "大", "kind": "boolean"},
        ],
        "sections": sections,
        **changes,
    }


def small_item(id: str, **changes: Any) -> Json:
    return {
        "id": id,
        "text": "门卫在岗",
        "help": "",
        "kind": "verdict",
        "grade": "general",
        "required": True,
        "score": 3,
        "critical": False,
        "bases": [{"basis": "state-council-421", "article": "第五条"}],
        "methods": ["document"],
        "evidence": {"on_fail": ["note"], "always": []},
        "applies_if": None,
        "phrases": [],
        **changes,
    }


def sample_kind(at_least: int = 100, min_checked: int = 20, unit: str = "票") -> Json:
    return {"kind": "sample", "unit": unit, "min_checked": min_checked, "pass_if": {"at_least": at_least}}


def publish(client: Any, *items: Json, code: str = "TST", facts: Iterable[Json] = ()) -> UUID:
    """Draft and publish a checklist whose items cover the three groups; the id of the version."""
    sections = [
        {"id": group, "title": group, "group": group, "items": list(items) if group == "organisation" else [filler]}
        for group, filler in (
            ("organisation", {}),
            ("measures", small_item("TST-98")),
            ("facilities", small_item("TST-99")),
        )
    ]
    id = new_id()
    draft = {"id": str(id), "definition": small_definition(code=code, sections=sections, facts=list(facts))}
    assert (made := client.post("/api/v1/templates", json=draft)).status_code == 201, made.json
    assert client.post(f"/api/v1/template-versions/{id}/publications", json={}).status_code == 201
    return id


def number_kind() -> Json:
    return {"kind": "number", "unit": "人", "min": 0, "max": 50, "pass_if": {"at_least": {"fact": "needed"}}}


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile, in this process."""
    asked: list[str] = []
    execute = database.obj.execute_sql

    def listening(sql: str, *arguments: Any, **options: Any) -> Any:
        asked.append(sql)
        return execute(sql, *arguments, **options)

    with patch.object(database.obj, "execute_sql", listening):
        yield asked
