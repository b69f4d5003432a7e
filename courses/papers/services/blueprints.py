"""Acts on blueprints: write, revise (a new version), retire."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from courses.papers.errors import BlueprintInvalid, BlueprintRetired
from courses.papers.models import Blueprint, BlueprintVersion
from courses.papers.queries.blueprints import blueprint_within_reach, is_own, wrong_points
from courses.papers.rules.tables import BlueprintDraft, check_table, rows_to_plain, whole_worth_x100
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, save_versioned
from server.core.errors import Forbidden, ResubmissionConflict
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import once


def write_blueprint(actor: Actor, draft: BlueprintDraft) -> Blueprint:
    """Write a two-way table; sent twice it is one blueprint.

    Raises Forbidden, BlueprintInvalid, BlueprintCategoryMissing, ResubmissionConflict.  Source: LN-3b.
    """
    actor.check("blueprint.edit")

    def find() -> Blueprint | None:
        return _find_resubmitted(actor, draft)

    if earlier := find():
        return earlier
    _check(draft)

    def create() -> Blueprint:
        version_id = new_id()
        blueprint = Blueprint.create(
            id=draft.id,
            title=draft.title,
            agency_id=actor.agency_id,
            number=1,
            current_id=version_id,
            by_account_id=actor.account_id,
            created_at=clock.now(),
        )
        _add_version(actor, blueprint, version_id, draft)
        record_event(actor, "blueprint.written", subject=blueprint, details={"version_id": str(version_id)})
        return blueprint

    return once(create, find)[0]


def revise_blueprint(actor: Actor, blueprint: Blueprint, draft: BlueprintDraft) -> Blueprint:
    """Write the next version; sessions already planned keep theirs.

    Raises Forbidden, BlueprintRetired, BlueprintInvalid, BlueprintCategoryMissing, Stale.  Source: LN-3b.
    """
    _check_own(actor, blueprint)
    if blueprint.state == "retired":
        raise BlueprintRetired()
    _check(draft)
    version_id = new_id()
    with database.atomic():
        changes = {"title": draft.title, "number": blueprint.number + 1, "current_id": version_id}
        save_versioned(blueprint, changes)
        _add_version(actor, blueprint, version_id, draft)
        record_event(actor, "blueprint.revised", subject=blueprint, details={"version_id": str(version_id)})
    return blueprint


def retire_blueprint(actor: Actor, id: UUID) -> Blueprint:
    """No new session takes it; retired twice is retired once. Raises NotFound, Forbidden."""
    blueprint = blueprint_within_reach(actor, id)
    _check_own(actor, blueprint)
    if blueprint.state == "retired":
        return blueprint
    with database.atomic():
        save_versioned(blueprint, {"state": "retired"})
        record_event(actor, "blueprint.retired", subject=blueprint)
    return blueprint


def _check(draft: BlueprintDraft) -> None:
    check_table(draft.rows, draft.marking)
    if wrong := wrong_points(draft.rows):
        raise BlueprintInvalid(fields=wrong)


def _check_own(actor: Actor, blueprint: Blueprint) -> None:
    actor.check("blueprint.edit")
    if not is_own(actor, blueprint):
        raise Forbidden("只有制定组卷规则的机构可以改动它")


def _find_resubmitted(actor: Actor, draft: BlueprintDraft) -> Blueprint | None:
    earlier = Blueprint.get_or_none(Blueprint.id == draft.id)
    if earlier is None:
        return None
    first = BlueprintVersion.get((BlueprintVersion.blueprint_id == earlier.id) & (BlueprintVersion.number == 1))
    sent, known = _columns(draft), {"rows": first.rows, "marking": first.marking, "worth_x100": first.worth_x100}
    if earlier.by_account_id != actor.account_id or content_hash(sent) != content_hash(known):
        raise ResubmissionConflict(id=str(draft.id))
    return earlier


def _add_version(actor: Actor, blueprint: Blueprint, id: UUID, draft: BlueprintDraft) -> None:
    BlueprintVersion.create(
        id=id,
        blueprint_id=blueprint.id,
        number=blueprint.number,
        **_columns(draft),
        by_account_id=actor.account_id,
        at=clock.now(),
    )


def _columns(draft: BlueprintDraft) -> dict[str, Any]:
    return {
        "rows": rows_to_plain(draft.rows),
        "marking": asdict(draft.marking),
        "worth_x100": whole_worth_x100(draft.rows),
    }
