"""From which difference on a third person marks: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

from pathlib import Path

from courses.markings.errors import TermPast
from courses.markings.models import MarkingTerm
from courses.markings.rules.open_marks import TermDraft
from server.core import clock
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows

SEED = Path(__file__).parents[1] / "marking_terms.json"


def seed_marking_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet."""
    seed_rows(actor, MarkingTerm, SEED, "marking_term.seeded", every={"at": clock.now()})


def set_marking_term(actor: Actor, draft: TermDraft) -> MarkingTerm:
    """Set the difference from a day on, today or later; the rows before it stay. Sent twice it counts once.

    Raises TermPast (marks that were settled would have been settled otherwise), ResubmissionConflict.  Source: LN-3b.
    """
    known = {**vars(draft), "by_account_id": actor.account_id}

    def find() -> MarkingTerm | None:
        return find_resubmitted(MarkingTerm, draft.id, **{name: known[name] for name in known if name != "id"})

    if earlier := find():
        return earlier
    if draft.from_on < clock.today():
        raise TermPast(fields=[FieldProblem("from_on", TermPast.title, TermPast.code)])

    def create() -> MarkingTerm:
        term = MarkingTerm.create(**known, by_name=actor.name, at=clock.now())
        details = {"from_on": draft.from_on.isoformat(), "most_difference_percent": draft.most_difference_percent}
        record_event(actor, "marking_term.set", subject=term, details=details)
        return term

    return once(create, find)[0]
