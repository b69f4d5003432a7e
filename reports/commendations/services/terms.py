"""The terms of commendations: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from reports.commendations.models import CommendationTerm
from reports.commendations.rules import TermDraft, check_term
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows

SEED = Path(__file__).parents[1] / "terms.json"


def seed_commendation_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet."""
    seed_rows(
        actor,
        CommendationTerm,
        SEED,
        "commendation_term.seeded",
        check=lambda row: check_term(row["code"], row["value"]),
        every={"at": clock.now()},
    )


def set_term(actor: Actor, draft: TermDraft) -> CommendationTerm:
    """Set a number or table from a day on; the rows before it stay. Sent twice it counts once.

    Raises TermInvalid, ResubmissionConflict.
    """
    known = {**vars(draft), "by_account_id": actor.account_id}
    id = known.pop("id")
    find = partial(find_resubmitted, CommendationTerm, id, **known)
    if earlier := find():
        return earlier
    check_term(draft.code, draft.value)

    def create() -> CommendationTerm:
        term = CommendationTerm.create(id=id, at=clock.now(), **known)
        details = {"code": draft.code, "from_on": draft.from_on.isoformat()}
        record_event(actor, "commendation_term.set", subject=term, details=details)
        return term

    return once(create, find)[0]
