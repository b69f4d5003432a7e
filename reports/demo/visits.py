"""A visit as the phone would hand it in, made of the demo's people, a checklist and what failed on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from checklists.inspections.rules import Evidence, Submission
from checklists.inspections.schemas import RecordSchema
from checklists.inspections.services import media_arrived, submit_inspection
from checklists.templates.queries import current_versions, version_by_id
from checklists.templates.rules import LEVEL_FACT, Sheet
from reports.demo_pictures import draw_scene, draw_signature
from server.core import clock
from server.core.canonical import canonical_json
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.attachments.rules import AttachedFile
from server.units.attachments.services import deliver_file
from server.units.demo import DemoWorld
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_by_id
from server.web.signin.queries import actor_by_account

Json = dict[str, Any]
#: The demo has no phone with a key: every record says so by its device, and carries the flag of what is not signed.
DEVICE = "演示数据"
IN_THE_MORNING = time(2, 40, tzinfo=UTC)  # 10:40 in Beijing
_record = RecordSchema()


@dataclass
class Bureau:
    """The demo's people at work; remembers what was made."""

    world: DemoWorld
    templates: dict[str, UUID]
    visited: dict[str, tuple[UUID, list[UUID]]] = field(default_factory=dict)  # key → inspection, hazards by item
    photo_of: dict[UUID, str] = field(default_factory=dict)  # hazard → hash of its first photo
    _device_id: UUID = field(default_factory=new_id)
    _delivered: set[tuple[UUID | None, str]] = field(default_factory=set)

    def actor(self, key: str) -> Actor:
        return actor_by_account(self.world.accounts[key])

    def attach(self, actor: Actor, name: str, content: bytes, purpose: str) -> AttachedFile:
        """Deliver a picture for an act of a console."""
        sha256 = hashlib.sha256(content).hexdigest()
        deliver_file(actor, sha256, content, "image/jpeg")
        return AttachedFile(sha256, purpose, name)

    def visit(self, row: Json, task_id: UUID | None) -> None:
        """Hand in the record of one visit with all its files."""
        actor = self.actor(row["officers"][0] if row["kind"] != "self" else row["by"])
        version = version_by_id(current_versions([self.templates[row["code"]]])[self.templates[row["code"]]])
        ended_at = datetime.combine(clock.today() - timedelta(days=row["days_ago"]), IN_THE_MORNING)
        record = self._fill(actor, row, version, ended_at)
        record["task_id"] = str(task_id) if task_id else None
        evidence = Evidence(device_id=self._device_id, device_name=DEVICE, signature_valid=None)
        digest = hashlib.sha256(canonical_json(record)).hexdigest()
        receipt, _ = submit_inspection(actor, Submission(record, _record.load(record), digest, evidence))
        if "key" in row:
            self.visited[row["key"]] = (receipt.id, [hazard.id for hazard in receipt.hazards])
        for hazard in receipt.hazards:
            if hazard.photos:
                self.photo_of[hazard.id] = hazard.photos[0]

    def _fill(self, actor: Actor, row: Json, version: Json, ended_at: datetime) -> Json:
        unit, definition = unit_by_id(self.world.units[row["unit"]]), version["definition"]
        facts = {fact["id"]: 0 if fact["kind"] == "integer" else False for fact in definition["facts"]}
        facts |= {name: value for name, value in unit.facts.items() if name in facts} | row.get("facts", {})
        if unit.key_unit_level is not None and Sheet(definition, facts, {}).has_levels():
            facts[LEVEL_FACT] = unit.key_unit_level
        photos: list[Json] = []
        answers = self._answer(actor, row, Sheet(definition, facts, {}), photos, ended_at)
        sheet = Sheet(definition, facts, answers)
        officers, companion = self._people(row)
        return {
            "schema": 1,
            "id": str(new_id()),
            "kind": row["kind"],
            "task_id": None,
            "unit_id": str(unit.id),
            "site_id": None,
            "template_version_id": str(version["id"]),
            "template_hash": version["content_hash"],
            "device_id": str(self._device_id),
            "started_at": clock.to_text(ended_at - timedelta(minutes=70)),
            "ended_at": clock.to_text(ended_at),
            "recorded_at": clock.to_text(ended_at + timedelta(minutes=2)),
            "clock": None,
            "place": f"{unit.name}保卫室",
            "officers": officers,
            "recorder_person_id": str(actor.person_id),
            "companion": companion,
            "facts": facts,
            "answers": answers,
            "group_reasons": dict.fromkeys(sheet.uncovered_groups(), "本次专项检查未涉及"),
            "photos": photos,
            "signatures": self._sign(actor, officers, companion["name"], ended_at),
            "refusal": None,
            "position": {"lat": unit.lat, "lon": unit.lon, "accuracy_metres": 12.5, "at": clock.to_text(ended_at)},
            "opinion": row.get("opinion", ""),
            "score": sheet.score(),
            "app_version": DEVICE,
        }

    def _people(self, row: Json) -> tuple[list[Json], Json]:
        people = people_by_id([self.world.people[key] for key in (*row["officers"], row["companion"])])
        officers = [
            {
                "person_id": str(person.id),
                "name": person.name,
                "certificate_no": person.certificate_no,
                "certificate_shown": True,
            }
            for person in (people[self.world.people[key]] for key in row["officers"])
        ]
        companion = people[self.world.people[row["companion"]]]
        return officers, {"name": companion.name, "post": companion.post or "", "phone": None}

    def _answer(self, actor: Actor, row: Json, empty: Sheet, photos: list[Json], at: datetime) -> Json:
        """What fails as the visit says, everything else passed; again until no answer opens another item."""
        answers: Json = {}
        fails = row.get("fails", {})
        while True:
            sheet = Sheet(empty.definition, empty.facts, answers)
            fresh = [item for item in sheet.applying_items() if item["id"] not in answers]
            if not fresh:
                return answers
            for item in fresh:
                failed = fails.get(item["id"])
                wanted = item["evidence"]["always"] + (item["evidence"]["on_fail"] if failed else [])
                shown = [self._photograph(actor, item, photos, at, bool(failed))] if "photo" in wanted else []
                note = failed["note"] if failed else ("已查看现场。" if "note" in wanted else "")
                value = failed["value"] if failed else _passing(item, empty.facts)
                answers[item["id"]] = {"value": value, "note": note, "photos": shown}

    def _photograph(self, actor: Actor, item: Json, photos: list[Json], at: datetime, failed: bool) -> str:
        content = draw_scene(item["text"], (len(self._delivered) * 7) % 40, mended=not failed)
        photo = {
            **self._deliver(actor, content, "image/jpeg"),
            "width": 640,
            "height": 480,
            "item": item["id"],
            "taken_at": clock.to_text(at - timedelta(minutes=20)),
            "elapsed_ms": None,
            "source": "file",
            "position": None,
            "strokes": [],
            "rendered": None,
            "signature": "",
        }
        photos.append(photo)
        return str(photo["sha256"])

    def _sign(self, actor: Actor, officers: list[Json], companion: str, at: datetime) -> list[Json]:
        hands = [("officer", officer["name"], officer["person_id"]) for officer in officers]
        return [
            {
                "role": role,
                "person_id": person_id,
                "name": name,
                "image": self._deliver(actor, draw_signature(name), "image/png"),
                "signed_at": clock.to_text(at),
            }
            for role, name, person_id in (*hands, ("unit", companion, None))
        ]

    def _deliver(self, actor: Actor, content: bytes, media_type: str) -> Json:
        """The bytes in the store and noted as the account's, each once."""
        sha256 = files().put(content)
        if (actor.account_id, sha256) not in self._delivered:
            media_arrived(actor, sha256, len(content), media_type)
            self._delivered.add((actor.account_id, sha256))
        return {"sha256": sha256, "bytes": len(content), "media_type": media_type}


def _passing(item: Json, facts: Json) -> Any:
    if item["kind"] == "verdict":
        return "pass"
    if item["kind"] == "choice":
        return next((o["value"] for o in item["options"] if o["verdict"] == "pass"), item["options"][0]["value"])
    if item["kind"] == "sample":
        return {"checked": item["min_checked"], "passed": item["min_checked"]}
    if item["kind"] == "text":
        return "情况正常"
    bounds = (item.get("pass_if") or {}).values()
    return max([item.get("min", 0), *(facts[b["fact"]] if isinstance(b, dict) else b for b in bounds)])
