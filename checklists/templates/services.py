"""Acts on templates: draft, publish, close."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from checklists.templates.errors import DefinitionInvalid, IllegalStateChange, TemplateUnchanged
from checklists.templates.models import Template, TemplateVersion, TemplateVersionState
from checklists.templates.queries import current_versions, present_state
from checklists.templates.rules import NEXT_STATES, check_definition, items_of
from server.core import clock
from server.core.canonical import NotCanonical, content_hash
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once
from server.units.bases.queries import resolve_known_bases

PACKS = Path(__file__).parent / "packs"


def draft_version(actor: Actor, id: UUID, definition: dict[str, Any]) -> TemplateVersion:
    """Lay down a new version of the template with the definition's code; the first makes the template.

    Sent twice it is laid down once. Raises DefinitionInvalid, ResubmissionConflict, TemplateUnchanged (same content
    as the newest version).
    """
    check_citable(definition)
    digest = content_hash(definition)
    if earlier := find_resubmitted(TemplateVersion, id, content_hash=digest):
        return earlier
    moment = clock.now()

    def create() -> TemplateVersion:
        Template.insert(
            id=new_id(), code=definition["code"], title=definition["title"], created_at=moment
        ).on_conflict_ignore().execute()
        template = lock_row(Template.select().where(Template.code == definition["code"]))
        newest = _newest_of(template.id)
        if newest and newest.id != id and newest.content_hash == digest:
            raise TemplateUnchanged(version_id=str(newest.id))
        version = TemplateVersion.create(
            id=id,
            template_id=template.id,
            number=newest.number + 1 if newest else 1,
            definition=definition,
            content_hash=digest,
            created_at=moment,
        )
        _step(actor, version.id, "draft", moment)
        if not current_versions([template.id]):  # what is in use keeps its name until the next is published
            _rename(version)
        record_event(actor, "template.drafted", subject=version, details={"content_hash": digest})
        return version

    return once(create, lambda: find_resubmitted(TemplateVersion, id, content_hash=digest))[0]


def check_citable(definition: dict[str, Any]) -> None:
    """Refuse a definition that cannot be read alike everywhere, or cites a basis that nobody knows.

    Raises DefinitionInvalid.
    """
    problems = check_definition(definition)
    try:
        content_hash(definition)
    except NotCanonical:
        problems.append(FieldProblem("definition", "含有无法规范表示的数字或文字", "not_canonical"))
    cited = [(item["id"], reference) for item in items_of(definition) for reference in item["bases"]]
    known = resolve_known_bases([reference for _, reference in cited])
    problems += [
        FieldProblem(f"items.{id}.bases", f"依据库中没有 {reference['basis']}", "unknown_basis")
        for id, reference in cited
        if reference["basis"] not in known
    ]
    if problems:
        raise DefinitionInvalid(fields=problems)


def publish_version(actor: Actor, id: UUID) -> TemplateVersion:
    """Hand a version out to phones; the one published before goes on closing. Published twice it is published once.

    Raises NotFound, IllegalStateChange.
    """
    with database.atomic():
        version = _locked(id)
        if not _may_step(id, "published"):
            return version
        moment = clock.now()
        for other in TemplateVersion.select(TemplateVersion.id).where(
            (TemplateVersion.template_id == version.template_id) & (TemplateVersion.id != id)
        ):
            if present_state(other.id) == "published":
                _step(actor, other.id, "closing", moment)
        _step(actor, id, "published", moment)
        _rename(version)
        record_event(actor, "template.published", subject=version)
    return version


def close_version(actor: Actor, id: UUID, *, final: bool) -> TemplateVersion:
    """Stop handing a version out (closing: late records are still in order) or end it (closed: they are flagged).

    Asked twice it is done once. Raises NotFound, IllegalStateChange.
    """
    state = "closed" if final else "closing"
    with database.atomic():
        version = _locked(id)
        if _may_step(id, state):
            _step(actor, id, state, clock.now())
            record_event(actor, f"template.{state}", subject=version)
    return version


def load_packs() -> None:
    """Publish the packs that ship with the program: while their code is unknown, and when a later program brings a
    higher version of what it brought itself. What people have since made their own stays theirs.
    """
    for path in sorted(PACKS.glob("*.json")):
        definition = json.loads(path.read_text(encoding="utf-8"))
        if _is_due(definition):
            version = draft_version(SYSTEM, new_id(), definition)
            publish_version(SYSTEM, version.id)


def _is_due(pack: dict[str, Any]) -> bool:
    template = Template.get_or_none(Template.code == pack["code"])
    newest = _newest_of(template.id) if template else None
    if newest is None:
        return True
    laid_down = (TemplateVersionState.version_id == newest.id) & (TemplateVersionState.state == "draft")
    by_program = TemplateVersionState.select().where(laid_down & TemplateVersionState.by_account_id.is_null()).exists()
    return bool(by_program) and pack["version"] > newest.definition["version"]


def _rename(version: TemplateVersion) -> None:
    Template.update(title=version.definition["title"]).where(Template.id == version.template_id).execute()


def _newest_of(template_id: UUID) -> TemplateVersion | None:
    versions = TemplateVersion.select().where(TemplateVersion.template_id == template_id)
    newest: TemplateVersion | None = versions.order_by(TemplateVersion.number.desc()).first()
    return newest


def _locked(id: UUID) -> TemplateVersion:
    """The version, with its template locked: two versions of one template are never published at once."""
    version: TemplateVersion | None = TemplateVersion.get_or_none(TemplateVersion.id == id)
    if version is None:
        raise NotFound()
    lock_row(Template.select().where(Template.id == version.template_id))
    return version


def _may_step(id: UUID, state: str) -> bool:
    """Whether the version is yet to take this step; False when it stands there already. Raises IllegalStateChange."""
    present = present_state(id) or "closed"
    if present == state:
        return False
    if state not in NEXT_STATES[present]:
        raise IllegalStateChange(present=present, wanted=state)
    return True


def _step(actor: Actor, id: UUID, state: str, at: datetime) -> None:
    TemplateVersionState.create(id=new_id(), version_id=id, state=state, at=at, by_account_id=actor.account_id)
