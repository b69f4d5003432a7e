"""Who reads the papers of a round: those who may see rounds; the signed ones stand on its public page besides."""

from __future__ import annotations

from typing import Any

from peewee import SQL

from reports.documents.queries.documents import narrow_readers
from reports.documents.rules import DocumentKind
from server.core.permissions import Actor


def guard_rounds() -> None:
    """Have documents ask here."""
    narrow_readers([DocumentKind.COMMENDATION_PROPOSAL, DocumentKind.COMMENDATION_DECISION], _papers_shown)


def _papers_shown(actor: Actor) -> Any | None:
    return None if actor.may("commendation.view") else SQL("1 = 0")
