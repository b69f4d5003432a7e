"""Acts on templates: draft, publish, close."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from checklists.templates.errors import DefinitionInvalid, IllegalStateChange, TemplateUnchanged
from checklists.templates.models import Template, TemplateVersion, TemplateVersionState
from checklists.templates.queries import present_state
from checklists.templates.rules import NEXT_STATES, check_definition
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row
from server.core.errors import NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor

PACKS = Path(__file__).parent / "packs"


def draft_version(actor: Actor, id: UUID, definition: dict[str, Any]) -> TemplateVersion:
    """Lay down a new version of the template with the definition's code; the first makes the template.

    Raises DefinitionInvalid, TemplateUnchanged (same content as the newest version).
    """
    if problems := check_definition(definition):
        raise DefinitionInvalid(fields=problems)
    digest = content_hash(definition)
    if earlier := TemplateVersion.get_or_none((TemplateVersion.id == id) & (TemplateVersion.content_hash == digest)):
        return earlier
    with database.atomic():
        template = lock_row(Template.select().where(Template.code == definition["code"])) or Template.create(
            id=new_id(), code=definition["code"], title=definition["title"], created_at=clock.now()
        )
        newest = (
            TemplateVersion.select()
            .where(TemplateVersion.template_id == template.id)
            .order_by(TemplateVersion.number.desc())
            .first()
        )
        if newest and newest.content_hash == digest:
            raise TemplateUnchanged(version_id=str(newest.id))
        version = TemplateVersion.create(
            id=id,
            template_id=template.id,
            number=newest.number + 1 if newest else 1,
            definition=definition,
            content_hash=digest,
            created_at=clock.now(),
        )
        Template.update(title=definition["title"]).where(Template.id == template.id).execute()
        _step(actor, version.id, "draft", clock.now())
        record_event(actor, "template.drafted", subject=version, details={"content_hash": digest})
    return version


def publish_version(actor: Actor, id: UUID) -> TemplateVersion:
    """Hand a version out to phones; the one published before goes on closing. Raises NotFound, IllegalStateChange."""
    with database.atomic():
        version = _locked(id)
        _check_step(id, "published")
        moment = clock.now()
        for other in TemplateVersion.select(TemplateVersion.id).where(
            (TemplateVersion.template_id == version.template_id) & (TemplateVersion.id != id)
        ):
            if present_state(other.id) == "published":
                _step(actor, other.id, "closing", moment)
        _step(actor, id, "published", moment)
        record_event(actor, "template.published", subject=version)
    return version


def close_version(actor: Actor, id: UUID, *, final: bool) -> TemplateVersion:
    """Stop handing a version out (closing: late records are still in order) or end it (closed: they are flagged)."""
    state = "closed" if final else "closing"
    with database.atomic():
        version = _locked(id)
        _check_step(id, state)
        _step(actor, id, state, clock.now())
        record_event(actor, f"template.{state}", subject=version)
    return version


def load_packs() -> None:
    """Publish the packs that ship with the program, each only while its code is unknown."""
    for path in sorted(PACKS.glob("*.json")):
        definition = json.loads(path.read_text(encoding="utf-8"))
        if not Template.select().where(Template.code == definition["code"]).exists():
            version = draft_version(SYSTEM, new_id(), definition)
            publish_version(SYSTEM, version.id)


def _locked(id: UUID) -> TemplateVersion:
    version = lock_row(TemplateVersion.select().where(TemplateVersion.id == id))
    if version is None:
        raise NotFound()
    return version  # type: ignore[no-any-return]


def _check_step(id: UUID, state: str) -> None:
    present = present_state(id)
    if state not in NEXT_STATES[present or "closed"]:
        raise IllegalStateChange(present=present, wanted=state)


def _step(actor: Actor, id: UUID, state: str, at: datetime) -> None:
    TemplateVersionState.create(id=new_id(), version_id=id, state=state, at=at, by_account_id=actor.account_id)
