"""The terms of hazards: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from checklists.hazards.models import HazardTerm
from checklists.hazards.queries.terms import term_on
from checklists.hazards.rules.acts import TermDraft
from checklists.hazards.rules.terms import check_term
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows
from server.units.calendar.queries import add_working_days

SEED = Path(__file__).parents[1] / "terms.json"


def seed_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet."""
    seed_rows(
        actor,
        HazardTerm,
        SEED,
        "hazard_term.seeded",
        check=lambda row: check_term(row["code"], row["value"]),
        every={"at": clock.now()},
    )


def set_term(actor: Actor, draft: TermDraft) -> HazardTerm:
    """Set a number or table from a day on; the rows before it stay. Sent twice it counts once.

    Raises TermInvalid, ResubmissionConflict.
    """
    known = {
        "code": draft.code, "value": draft.value, "basis": draft.basis, "from_on": draft.from_on,
        "by_account_id": actor.account_id,
    }  # fmt: skip
    find = partial(find_resubmitted, HazardTerm, draft.id, **known)
    if earlier := find():
        return earlier
    check_term(draft.code, draft.value)

    def create() -> HazardTerm:
        term = HazardTerm.create(id=draft.id, at=clock.now(), **known)
        details = {"code": draft.code, "from_on": draft.from_on.isoformat()}
        record_event(actor, "hazard_term.set", subject=term, details=details)
        return term

    return once(create, find)[0]


def recheck_day(deadline_on: date | None) -> date | None:
    """The last day to look again after a deadline, by the term and the calendar as they are known today."""
    return add_working_days(deadline_on, term_on("recheck_working_days")) if deadline_on else None
