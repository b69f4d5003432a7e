"""The terms of upkeep: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from device_checks.upkeep.models import UpkeepTerm
from device_checks.upkeep.rules.terms import UpkeepTermDraft, check_term
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows
from server.units.registry.queries.reach import unit_within_reach

SEED = Path(__file__).parents[1] / "terms.json"


def seed_upkeep_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet."""
    seed_rows(
        actor,
        UpkeepTerm,
        SEED,
        "upkeep_term.seeded",
        check=lambda row: check_term(row["code"], row["value"], None),
        every={"at": clock.now()},
    )


def set_upkeep_term(actor: Actor, draft: UpkeepTermDraft) -> UpkeepTerm:
    """Set a number or table from a day on, for all units or for one; the rows before it stay. Sent twice it is one.

    Raises NotFound, UpkeepTermInvalid, ResubmissionConflict.  Source: LN-8, LN-11a.
    """
    known = {**vars(draft), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, UpkeepTerm, **known)
    if earlier := find():
        return earlier
    check_term(draft.code, draft.value, draft.unit_id)
    if draft.unit_id is not None:
        unit_within_reach(actor, draft.unit_id)

    def create() -> UpkeepTerm:
        term = UpkeepTerm.create(**known, at=clock.now())
        details = {"code": draft.code, "from_on": draft.from_on.isoformat()}
        record_event(actor, "upkeep_term.set", subject=term, about_unit_id=draft.unit_id, details=details)
        return term

    return once(create, find)[0]
