"""A check that two officers record in parts, each on a phone of his own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from checklists.templates.rules import Sheet
from server.core import clock
from server.core.ids import new_id
from tests.factories.phone import make_record, make_signature
from tests.factories.records import Inspector, Json, Sender, publish, small_item

ITEMS = ("TST-01", "TST-02", "TST-98", "TST-99")
INSPECTIONS = "/api/v1/inspections"
LIN, ZHOU = "inspector_lin", "inspector_zhou"


@dataclass
class SharedCheck:
    """One task with one checklist of four items, and the two who were sent."""

    sender: Sender
    phones: dict[str, Inspector]
    task_id: UUID
    version_id: UUID

    def part(self, who: str, signs_unit: bool = False, facts: Json | None = None, **answers: Any) -> Json:
        """What one of the two recorded, not yet sent: items by TST_01 and the like, a value or a whole answer."""
        visit = self.sender.visit_with(self.version_id, task_id=self.task_id, kind="special", facts=facts or {})
        phone = self.phones[who].phone
        record = make_record(phone, visit, part_of=str(self.task_id), group_reasons={})
        given = {id.replace("_", "-"): value for id, value in answers.items()}
        record["answers"] = {
            id: value if isinstance(value, dict) else {"value": value, "note": "看过", "photos": []}
            for id, value in given.items()
        }
        record["officers"][1 if who == LIN else 0]["certificate_shown"] = False
        own = visit.officers[0 if who == LIN else 1]
        record["recorder_person_id"] = own["person_id"]
        record["signatures"] = [make_signature("officer", own["name"], own["person_id"])]
        record["signatures"] += [make_signature("unit", "陪同人", None)] if signs_unit else []
        record["score"] = _score(visit, record)
        return phone.sign_photos(record)

    def send(self, who: str, record: Json) -> Any:
        return self.phones[who].hand_in(record)

    def sent(self, who: str, signs_unit: bool = False, **answers: Any) -> Json:
        record = self.part(who, signs_unit, **answers)
        answer = self.send(who, record)
        assert answer.status_code == 201, answer.json
        return {**record, "receipt": answer.json}


def _score(visit: Any, record: Json) -> Json:
    score: Json = Sheet(visit.version["definition"], record["facts"], record["answers"]).score()
    return score


def shared_check(sender: Sender, client_as: Callable[[str], Any]) -> SharedCheck:
    """The check, assigned and not begun."""
    officer, world = client_as("officer"), sender.world
    facts = [{"id": "busy", "label": "人员密集", "kind": "boolean"}]
    version = publish(
        officer, small_item("TST-01"), small_item("TST-02"), facts=facts, code=f"T{new_id().hex[-6:].upper()}"
    )
    templates = {row["current_version_id"]: row["id"] for row in officer.get("/api/v1/templates").json["items"]}
    task = {
        "id": str(new_id()), "kind": "special", "unit_id": str(world.units["school_first"]), "site_id": None,
        "template_ids": [templates[str(version)]], "officer_ids": [str(world.persons[who]) for who in (LIN, ZHOU)],
        "due_on": (clock.today() + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert officer.post("/api/v1/tasks", json=task).status_code == 201
    phones = {LIN: sender.inspector("inspector"), ZHOU: sender.inspector("second")}
    return SharedCheck(sender, phones, UUID(task["id"]), version)
