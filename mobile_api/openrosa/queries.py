"""Reads for Collect: who it is, which forms it gets, which units and officers stand in their lists."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from peewee import SQL, fn

from checklists.inspections.models import Inspection
from checklists.tasks.queries import tasks_for_phone
from checklists.templates.models import Template, TemplateVersion
from checklists.templates.queries import definition_of, versions_changed_since
from mobile_api.openrosa.errors import UnknownForm
from mobile_api.openrosa.models import OpenRosaFile, OpenRosaKey, OpenRosaSubmission
from mobile_api.openrosa.rules import Delivered, Filled, Known, read_token, xform_of
from server.core.errors import NotFound, Unauthenticated
from server.core.permissions import Actor
from server.units.people.models import Person
from server.units.people.queries import PersonFilter, find_people, people_by_id
from server.units.registry.models import Unit
from server.units.registry.queries.reach import number_within_reach, units_by_id, units_within_reach
from server.web.signin.queries import actor_by_account

MOST_UNITS = 2_000
MOST_OFFICERS = 2_000


def keys_of(actor: Actor) -> list[OpenRosaKey]:
    """The actor's own keys, the newest first."""
    return list(OpenRosaKey.select().where(OpenRosaKey.account_id == actor.account_id).order_by(OpenRosaKey.id.desc()))


def own_key(actor: Actor, id: UUID) -> OpenRosaKey:
    """Raises NotFound."""
    key = OpenRosaKey.get_or_none((OpenRosaKey.id == id) & (OpenRosaKey.account_id == actor.account_id))
    if key is None:
        raise NotFound()
    return key


def enter(secret: bytes, token: str) -> tuple[Actor, OpenRosaKey]:
    """Whose Collect this is; two queries. Raises Unauthenticated (forged, revoked, account locked)."""
    id = read_token(secret, token)
    key = OpenRosaKey.get_or_none(OpenRosaKey.id == id) if id else None
    if key is None or key.revoked_at is not None:
        raise Unauthenticated()
    return actor_by_account(key.account_id), key


def is_of_unit(actor: Actor) -> bool:
    return actor.agency_id is None


def forms_for(actor: Actor) -> list[dict[str, Any]]:
    """The versions handed out now, and older ones that an open task of the actor asks for; by code."""
    asked = {id for task in tasks_for_phone(actor, None) for id in task["template_version_ids"]}
    known = versions_changed_since(None)
    wanted = [row for row in known if row["state"] == "published" or (row["state"] == "closing" and row["id"] in asked)]
    return sorted(wanted, key=lambda row: (row["code"], -row["number"]))


def form_for(actor: Actor, version_id: UUID) -> dict[str, Any]:
    """One of those. Raises UnknownForm."""
    found = next((row for row in forms_for(actor) if row["id"] == version_id), None)
    if found is None:
        raise UnknownForm()
    return found


@lru_cache(maxsize=64)
def xform(version_id: UUID, number: int, by_unit: bool) -> str:
    """The XForm of a version, kept: versions never change."""
    definition = definition_of(version_id)
    if definition is None:
        raise UnknownForm()
    return xform_of(definition[0], number, by_unit=by_unit)


def units_csv(actor: Actor, definition: dict[str, Any]) -> str:
    """Units of the actor's open tasks first, then others within reach, with what the checklist asks about them."""
    asked = [task["unit_id"] for task in tasks_for_phone(actor, None)]
    first = units_by_id(actor, asked)
    others = units_within_reach(actor).order_by(number_within_reach(actor)).limit(MOST_UNITS)
    units = {unit.id: unit for unit in [*first, *others]}
    facts = [fact["id"] for fact in definition["facts"] if fact["id"] != "key_unit_level"]
    lines = ([unit.id, unit.name, unit.key_unit_level or "", *_facts(unit, facts)] for unit in units.values())
    return _csv(["name", "label", "key_unit_level", *facts], lines)


def officers_csv(actor: Actor) -> str:
    """Colleagues who hold a valid certificate."""
    found = find_people(actor, PersonFilter(agency_id=actor.agency_id, qualified=True), None, MOST_OFFICERS)
    others = (person for person in found if person.id != actor.person_id)
    return _csv(["name", "label"], ([person.id, f"{person.name} {person.certificate_no}"] for person in others))


def _facts(unit: Unit, names: Iterable[str]) -> list[Any]:
    words = {True: "yes", False: "no", None: ""}
    values = [unit.facts.get(name) for name in names]
    return [words[value] if value is None or isinstance(value, bool) else value for value in values]


def _csv(headings: list[str], lines: Iterable[list[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(lines)
    return text.getvalue()


@dataclass(frozen=True)
class Version:
    """The version that a filled form names."""

    id: UUID
    template_id: UUID
    definition: dict[str, Any]
    content_hash: str


def version_of(filled: Filled) -> Version:
    """Raises UnknownForm."""
    row = (
        TemplateVersion.select(TemplateVersion.id, TemplateVersion.template_id)
        .join(Template, on=(TemplateVersion.template_id == Template.id))
        .where((Template.code == filled.form_id) & (TemplateVersion.number == filled.version))
        .first()
    )
    found = definition_of(row.id) if row else None
    if row is None or found is None:
        raise UnknownForm(form_id=filled.form_id[:40], version=filled.version)
    return Version(row.id, row.template_id, *found)


def submission_by_id(id: UUID) -> OpenRosaSubmission | None:
    return OpenRosaSubmission.get_or_none(OpenRosaSubmission.id == id)


def files_of(submission_id: UUID) -> dict[str, OpenRosaFile]:
    """What has arrived, by name."""
    rows = OpenRosaFile.select().where(OpenRosaFile.submission_id == submission_id)
    return {row.name: row for row in rows}


def is_inspection(submission: OpenRosaSubmission) -> bool:
    """Whether the form's record is there already."""
    return (
        Inspection.select()
        .where((Inspection.id == submission.id) & (Inspection.device_id == submission.key_id))
        .exists()
    )


def waiting_forms(actor: Actor) -> list[dict[str, Any]]:
    """The actor's forms that are no inspections yet, the oldest first, with how many of their files are here."""
    rows = list(
        OpenRosaSubmission.select()
        .where((OpenRosaSubmission.account_id == actor.account_id) & OpenRosaSubmission.handed_on_at.is_null())
        .order_by(OpenRosaSubmission.received_at)
        .limit(200)
    )
    counts = dict(
        OpenRosaFile.select(OpenRosaFile.submission_id, fn.COUNT(SQL("*")))
        .where(OpenRosaFile.submission_id.in_([row.id for row in rows]))
        .group_by(OpenRosaFile.submission_id)
        .tuples()
    )
    return [{"id": row.id, "received_at": row.received_at, "files": counts.get(row.id, 0)} for row in rows]


def known_of(actor: Actor, submission: OpenRosaSubmission, filled: Filled, version: Version) -> Known:
    """What the record needs beside the form; about ten queries."""
    ids = [id for id in (actor.person_id, _uuid(filled.values.get("closing.second", ""))) if id]
    people = people_by_id(ids)
    task = _task_of(actor, filled, version)
    rows = files_of(submission.id).values()
    return Known(
        definition=version.definition,
        version_id=version.id,
        content_hash=version.content_hash,
        key_id=submission.key_id,
        received_at=submission.received_at,
        files={row.name: Delivered(row.sha256, row.bytes, row.media_type, row.width, row.height) for row in rows},
        own=_named(people.get(actor.person_id)),
        second=_named(people.get(ids[-1])) if len(ids) == 2 else None,
        task_id=task["id"] if task else None,
        task_kind=task["kind"] if task else None,
        by_unit=is_of_unit(actor),
    )


def _task_of(actor: Actor, filled: Filled, version: Version) -> dict[str, Any] | None:
    """The actor's open task for this unit and checklist, the earliest due one."""
    unit_id = _uuid(filled.values.get("visit.unit", ""))
    tasks = [task for task in tasks_for_phone(actor, None) if task["unit_id"] == unit_id]
    versions = TemplateVersion.select(TemplateVersion.id).where(TemplateVersion.template_id == version.template_id)
    same = {row.id for row in versions}
    return next((task for task in tasks if same & set(task["template_version_ids"])), None)


def _named(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {"person_id": str(person.id), "name": person.name, "certificate_no": person.certificate_no}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
