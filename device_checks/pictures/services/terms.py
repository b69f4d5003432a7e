"""The terms of pictures: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from device_checks.pictures.models import PictureTerm
from device_checks.pictures.rules.terms import PictureTermDraft, check_picture_term
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows

SEED = Path(__file__).parents[1] / "terms.json"


def seed_picture_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet."""
    seed_rows(
        actor,
        PictureTerm,
        SEED,
        "picture_term.seeded",
        check=lambda row: check_picture_term(row["code"], row["value"]),
        every={"at": clock.now()},
    )


def set_picture_term(actor: Actor, draft: PictureTermDraft) -> PictureTerm:
    """Set a number or table from a day on; the rows before it stay. Sent twice it counts once.

    Raises PictureTermInvalid, ResubmissionConflict.
    """
    known = {
        "code": draft.code, "value": draft.value, "basis": draft.basis, "from_on": draft.from_on,
        "by_account_id": actor.account_id,
    }  # fmt: skip
    find = partial(find_resubmitted, PictureTerm, draft.id, **known)
    if earlier := find():
        return earlier
    check_picture_term(draft.code, draft.value)

    def create() -> PictureTerm:
        term = PictureTerm.create(id=draft.id, at=clock.now(), **known)
        details = {"code": draft.code, "from_on": draft.from_on.isoformat()}
        record_event(actor, "picture_term.set", subject=term, details=details)
        return term

    return once(create, find)[0]
