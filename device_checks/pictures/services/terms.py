"""The terms of pictures: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from device_checks.pictures.models import PictureTerm
from device_checks.pictures.rules.terms import PictureTermDraft, check_picture_term
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once

SEED = Path(__file__).parents[1] / "terms.json"


def seed_picture_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet."""
    known = {row.id for row in PictureTerm.select(PictureTerm.id)}
    rows = [row for row in json.loads(SEED.read_text("utf-8")) if UUID(row["id"]) not in known]
    if not rows:
        return
    with database.atomic():
        for row in rows:
            check_picture_term(row["code"], row["value"])
            made = PictureTerm.create(
                id=UUID(row["id"]),
                code=row["code"],
                value=row["value"],
                basis=row["basis"],
                from_on=date.fromisoformat(row["from_on"]),
                at=clock.now(),
            )
        record_event(actor, "picture_term.seeded", subject=made, details={"count": len(rows)})


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
