"""Which penalties are told, by when and in which columns: rows beside those of the penalties."""

from __future__ import annotations

from pathlib import Path

from reports.penalties.services.terms import seed_terms_of
from server.core.permissions import Actor

SEED = Path(__file__).parents[1] / "credit_terms.json"


def seed_credit_terms(actor: Actor) -> int:
    """Lay down the terms the program comes with, those that are not there yet; how many."""
    return seed_terms_of(actor, SEED)
