"""What counts to which defence: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

from pathlib import Path

from reports.unit_files.models import DefenceItem
from reports.unit_files.rules.defences import DefenceItemDraft, check_item
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.core.seeds import seed_rows
from server.units.bases.queries import resolve_bases
from server.units.bases.rules import BasisReference

SEED = Path(__file__).parents[1] / "defences.json"


def seed_defence_items(actor: Actor) -> None:
    """Lay down the items the program comes with, those that are not there yet."""
    every = {"is_counted": True, "at": clock.now()}
    seed_rows(
        actor,
        DefenceItem,
        SEED,
        "defence_items.loaded",
        check=lambda row: check_item(DefenceItemDraft(**row, is_counted=True)),
        every=every,
    )


def set_item(actor: Actor, draft: DefenceItemDraft) -> DefenceItem:
    """Have something count to a defence, or no longer, from a day on; the rows before it stay. Sent twice it is one.

    Raises DefenceItemInvalid, NotFound (a basis nobody knows), ResubmissionConflict.  Source: LN-aims-2.
    """
    hashed = hash_of(draft, by=actor.account_id)
    if earlier := find_resubmitted(DefenceItem, draft.id, draft_hash=hashed):
        return earlier
    check_item(draft)
    resolve_bases(BasisReference(basis["basis"], basis["article"]) for basis in draft.bases)

    def create() -> DefenceItem:
        row = DefenceItem.create(**vars(draft), by_account_id=actor.account_id, draft_hash=hashed, at=clock.now())
        details = {"code": draft.code, "from_on": draft.from_on.isoformat()}
        record_event(actor, "defence_item.set", subject=row, details=details)
        return row

    return once(create, lambda: find_resubmitted(DefenceItem, draft.id, draft_hash=hashed))[0]
