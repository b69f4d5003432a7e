"""The terms of penalties: seeded once, superseded by dated rows, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from reports.penalties.errors import PenaltyTermInvalid
from reports.penalties.models import PenaltyTerm
from reports.penalties.rules.terms import check_term
from server.core import clock
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows

SEED = Path(__file__).parents[1] / "penalty_terms.json"


@dataclass(frozen=True)
class TermDraft:
    """A number, table or sentence from a day on, until another row or its own last day."""

    id: UUID
    code: str
    value: Any
    basis: str
    article: str
    verified: bool
    from_on: date
    to_on: date | None


def seed_penalty_terms(actor: Actor) -> int:
    """Lay down the terms the program comes with, those that are not there yet; how many."""
    return seed_terms_of(actor, SEED)


def seed_terms_of(actor: Actor, seed: Path) -> int:
    """The same for a file of another subject, whose numbers and articles stand beside these; how many."""
    return seed_rows(
        actor,
        PenaltyTerm,
        seed,
        "penalty_term.seeded",
        check=lambda row: check_term(row["code"], row["value"]),
        every={"at": clock.now()},
    )


def set_penalty_term(actor: Actor, draft: TermDraft) -> PenaltyTerm:
    """Set one from a day on; the rows before it stay. Sent twice it counts once.

    Raises PenaltyTermInvalid, ResubmissionConflict.
    """
    known = {**{name: value for name, value in vars(draft).items() if name != "id"}, "by_account_id": actor.account_id}
    find = partial(find_resubmitted, PenaltyTerm, draft.id, **known)
    if earlier := find():
        return earlier
    check_term(draft.code, draft.value)
    if draft.to_on is not None and draft.to_on < draft.from_on:
        raise PenaltyTermInvalid(fields=[FieldProblem("to_on", "不能早于起始日", PenaltyTermInvalid.code)])

    def create() -> PenaltyTerm:
        term = PenaltyTerm.create(id=draft.id, at=clock.now(), **known)
        details = {"code": draft.code, "from_on": draft.from_on.isoformat()}
        record_event(actor, "penalty_term.set", subject=term, details=details)
        return term

    return once(create, find)[0]
