"""Enter an item, change it, put it into use, retire it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from courses.items.errors import CodeTaken, ItemRetired
from courses.items.models import Item, ItemVersion, KnowledgePoint
from courses.items.queries.points import point_by_code
from courses.items.queries.reach import current_version, item_to_edit
from courses.items.rules.drafts import ItemDraft
from courses.items.services.writing import (
    check_draft,
    is_code_taken,
    listed,
    new_code,
    said,
    write_bases,
    write_version,
)
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, Forbidden, ResubmissionConflict
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import once


def enter_item(actor: Actor, id: UUID, draft: ItemDraft) -> Item:
    """A new item of the actor's agency, as a draft that no paper takes yet. Sent twice it is one.

    Raises Forbidden (no agency), Invalid, NotFound (point), CodeTaken, ResubmissionConflict.  Source: LN-3b.
    """
    if actor.agency_id is None:
        raise Forbidden()
    if earlier := _resubmitted(actor, id, draft):
        return earlier
    check_draft(draft)
    point = point_by_code(draft.point_code)
    if draft.code and is_code_taken(draft.code):
        raise CodeTaken(fields=[FieldProblem("code", CodeTaken.title, CodeTaken.code)])

    def create() -> Item:
        row = write_item(actor, id, draft, point)
        record_event(actor, "item.entered", subject=row, details=_told(row))
        return row

    return once(create, lambda: _resubmitted(actor, id, draft))[0]


def write_item(actor: Actor, id: UUID, draft: ItemDraft, point: KnowledgePoint, state: str = "draft") -> Item:
    """Item, first version and bases; inside the caller's transaction, before the caller's event."""
    if not database.in_transaction():
        raise RuntimeError("an item is written by an act")
    version = write_version(actor, id, 1, draft)
    row = Item.create(
        id=id,
        code=draft.code or new_code(point.category),
        agency_id=actor.agency_id,
        state=state,
        number=1,
        current_id=version.id,
        by_account_id=actor.account_id,
        created_at=clock.now(),
        **listed(draft, point),
    )
    write_bases(id, draft)
    return row


def revise_item(actor: Actor, row: Item, draft: ItemDraft) -> Item:
    """Change what an item says: its version, as long as nobody has used it; from then on by a new version.

    ``row`` as the caller read it, for the check of versions. Raises NotFound, NotYourItem, Invalid, CodeTaken, Stale,
    ItemRetired.  Source: LN-3b.
    """
    item_to_edit(actor, row.id)
    if row.state == "retired":
        raise ItemRetired()
    draft = replace(draft, code=draft.code or row.code)
    check_draft(draft)
    point = point_by_code(draft.point_code)
    if draft.code != row.code and is_code_taken(draft.code):
        raise CodeTaken(fields=[FieldProblem("code", CodeTaken.title, CodeTaken.code)])
    with database.atomic():
        version = say(actor, row, draft)
        changes = {**listed(draft, point), "code": draft.code, "number": version.number, "current_id": version.id}
        save_versioned(row, {**changes, "edited_at": clock.now()})
        write_bases(row.id, draft)
        record_event(actor, "item.revised", subject=row, details={**_told(row), "number": row.number})
    return row


def say(actor: Actor, row: Item, draft: ItemDraft) -> ItemVersion:
    """The lock keeps a paper from taking the version while it is written over."""
    version = lock_row(ItemVersion.select().where(ItemVersion.id == row.current_id))
    if says(version, draft):
        return version
    if version.used_at is not None:
        return write_version(actor, row.id, version.number + 1, draft)
    ItemVersion.update(**said(actor, draft)).where(ItemVersion.id == version.id).execute()
    return version


def says(version: ItemVersion, draft: ItemDraft) -> bool:
    """Whether a version says just what a draft says."""
    names = ("type", "content", "key", "explanation", "difficulty")
    return all(getattr(version, name) == getattr(draft, name) for name in names) and version.bases == list(draft.bases)


def take_into_use(actor: Actor, id: UUID) -> Item:
    """From now on papers and practice may draw the item; asked again nothing happens.

    Raises NotFound, NotYourItem.  Source: LN-3b.
    """
    return _move(actor, id, "live", "item.activated")


def retire_item(actor: Actor, id: UUID) -> Item:
    """No new paper draws the item; papers that have it keep it. Raises NotFound, NotYourItem.  Source: LN-3b."""
    return _move(actor, id, "retired", "item.retired")


def _move(actor: Actor, id: UUID, state: str, kind: str) -> Item:
    row = item_to_edit(actor, id)
    if row.state == state:
        return row
    with database.atomic():
        save_versioned(row, {"state": state, "edited_at": clock.now()})
        record_event(actor, kind, subject=row, details=_told(row))
    return row


def _resubmitted(actor: Actor, id: UUID, draft: ItemDraft) -> Item | None:
    """The item that an earlier delivery made, as long as nobody has changed it since."""
    row = Item.get_or_none(Item.id == id)
    if row is None:
        return None
    same = row.agency_id == actor.agency_id and says(current_version(row), draft)
    if not same or (draft.code and draft.code != row.code):
        raise ResubmissionConflict(id=str(id))
    return row


def _told(row: Item) -> dict[str, object]:
    return {"code": row.code, "type": row.type, "category": row.category}
