"""Reads of templates. Templates are everybody's: they carry no unit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from checklists.templates.models import Template, TemplateVersion, TemplateVersionState
from checklists.templates.rules import assigned, changes_between, is_general
from server.core.errors import NotFound
from server.core.statements import Prepared


def templates() -> list[dict[str, Any]]:
    """All templates with their versions, newest first; 3 queries."""
    versions = list(
        TemplateVersion.select(
            TemplateVersion.id, TemplateVersion.template_id, TemplateVersion.number, TemplateVersion.content_hash,
            TemplateVersion.definition,
        ).order_by(TemplateVersion.number.desc())
    )  # fmt: skip
    steps = states_of([version.id for version in versions])
    listed = []
    for template in Template.select().order_by(Template.code):
        own = [_summary(version, steps[version.id]) for version in versions if version.template_id == template.id]
        current = next((version for version in own if version["state"] == "published"), None)
        shown = current["id"] if current else own[0]["id"]  # a draft says nothing yet about whom the checklist is for
        definition = next(version.definition for version in versions if version.id == shown)
        listed.append(
            {
                "id": template.id,
                "code": template.code,
                "title": template.title,
                "industries": definition.get("industries", []),
                "current_version_id": current["id"] if current else None,
                "versions": own,
            }
        )
    return listed


def states_of(ids: Collection[UUID]) -> dict[UUID, dict[str, datetime]]:
    """For each version the states it has been in and when; 1 query."""
    found: dict[UUID, dict[str, datetime]] = {id: {} for id in ids}
    for step in (
        TemplateVersionState.select()
        .where(TemplateVersionState.version_id.in_(list(ids)))
        .order_by(TemplateVersionState.at, TemplateVersionState.id)
    ):
        found[step.version_id][step.state] = step.at
    return found


def state_of(steps: dict[str, datetime]) -> str:
    return list(steps)[-1]


def version_by_id(id: UUID) -> dict[str, Any]:
    """One version with its definition and present state. Raises NotFound."""
    return described([_version(id)])[0]


def described(versions: list[TemplateVersion]) -> list[dict[str, Any]]:
    """Versions in their wire shape; 2 queries."""
    steps = states_of([version.id for version in versions])
    templates = {t.id: t for t in Template.select().where(Template.id.in_([v.template_id for v in versions]))}
    return [
        {
            "id": version.id,
            "template_id": version.template_id,
            "code": templates[version.template_id].code,
            "title": version.definition["title"],
            "number": version.number,
            "state": state_of(steps[version.id]),
            "content_hash": version.content_hash,
            "published_at": steps[version.id].get("published"),
            "definition": version.definition,
        }
        for version in versions
    ]


def versions_changed_since(moment: datetime | None) -> list[dict[str, Any]]:
    """Versions that are or were published, whose state changed after the moment (all when None); for the phones."""
    steps = TemplateVersionState.select(TemplateVersionState.version_id).where(TemplateVersionState.state != "draft")
    if moment:
        steps = steps.where(TemplateVersionState.at > moment)
    return described(list(TemplateVersion.select().where(TemplateVersion.id.in_(steps))))


def current_versions(template_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Template id → id of its newest published version, for those that have one."""
    versions = list(
        TemplateVersion.select(TemplateVersion.id, TemplateVersion.template_id, TemplateVersion.number)
        .where(TemplateVersion.template_id.in_(list(template_ids)))
        .order_by(TemplateVersion.number)
    )
    steps = states_of([version.id for version in versions])
    return {v.template_id: v.id for v in versions if state_of(steps[v.id]) == "published"}


def templates_for_unit(industry: str, kind: str) -> list[dict[str, Any]]:
    """The published checklists that a unit of this industry and kind gets, general ones first; 3 queries.

    Source: JN-2.2.5a.
    """
    templates = {template.id: template for template in Template.select()}
    found = current_versions(templates)
    definitions = {}
    for template_id, version_id in found.items():
        known = definition_of(version_id)
        if known:
            definitions[templates[template_id].code] = known[0]
    by_code = {template.code: template.id for template in templates.values()}
    return [
        {
            "id": by_code[code],
            "code": code,
            "title": definitions[code]["title"],
            "version_id": found[by_code[code]],
            "is_general": is_general(definitions[code]),
        }
        for code in assigned(definitions, industry, kind)
    ]


def changes_of(id: UUID, since: UUID | None) -> dict[str, Any]:
    """What a version changed since another one of its template, by default the one before it; 2 queries.

    Raises NotFound, also for a version of another template.
    """
    version = _version(id)
    base: TemplateVersion | None = _version(since) if since else _version_before(version)
    if base is not None and base.template_id != version.template_id:
        raise NotFound()
    changes = changes_between(base.definition if base else None, version.definition)
    return {
        "id": version.id,
        "number": version.number,
        "since": {"id": base.id, "number": base.number} if base else None,
        **vars(changes),
    }


def _version(id: UUID) -> TemplateVersion:
    version: TemplateVersion | None = TemplateVersion.get_or_none(TemplateVersion.id == id)
    if version is None:
        raise NotFound()
    return version


def _version_before(version: TemplateVersion) -> TemplateVersion | None:
    earlier = TemplateVersion.select().where(
        (TemplateVersion.template_id == version.template_id) & (TemplateVersion.number < version.number)
    )
    found: TemplateVersion | None = earlier.order_by(TemplateVersion.number.desc()).first()
    return found


def current_definitions() -> dict[str, tuple[UUID, dict[str, Any]]]:
    """Code → current version and its definition, of every checklist that has one; 3 queries, and one for each
    definition not yet read.
    """
    codes = {template.id: template.code for template in Template.select(Template.id, Template.code)}
    current = current_versions(codes)
    known = {codes[id]: (version, definition_of(version)) for id, version in current.items()}
    return {code: (version, found[0]) for code, (version, found) in known.items() if found}


def version_titles(ids: Collection[UUID]) -> dict[UUID, str]:
    """What the checklists of some versions are called; 1 query."""
    rows = (
        TemplateVersion.select(TemplateVersion.id, Template.title)
        .join(Template, on=(Template.id == TemplateVersion.template_id))
        .where(TemplateVersion.id.in_(list(ids)))
    )
    return dict(rows.tuples()) if ids else {}


def definition_of(id: UUID) -> tuple[dict[str, Any], str] | None:
    """(definition, content hash) of a version, kept in memory: versions never change. None when unknown."""
    try:
        return _read_definition(id)
    except TemplateVersion.DoesNotExist:
        return None  # not kept: its author chooses the id, and may send it a moment later


@lru_cache(maxsize=256)
def _read_definition(id: UUID) -> tuple[dict[str, Any], str]:
    version = TemplateVersion.get_by_id(id)
    return version.definition, version.content_hash


def present_state(id: UUID) -> str | None:
    """One query."""
    latest = _latest_steps.first(id=id)
    return latest.state if latest else None


_latest_steps = Prepared(
    lambda id: (
        TemplateVersionState.select()
        .where(TemplateVersionState.version_id == id)
        .order_by(TemplateVersionState.at.desc(), TemplateVersionState.id.desc())
    )
)


def _summary(version: TemplateVersion, steps: dict[str, datetime]) -> dict[str, Any]:
    return {
        "id": version.id,
        "number": version.number,
        "title": version.definition["title"],
        "state": state_of(steps),
        "content_hash": version.content_hash,
        "published_at": steps.get("published"),
    }
