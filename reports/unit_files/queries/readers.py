"""Who reads files of units and sheets of terms as papers: those who may have them made, not everybody with the register."""

from __future__ import annotations

from typing import Any

from peewee import SQL

from reports.documents.queries.documents import narrow_readers
from reports.documents.rules import DocumentKind
from server.core.permissions import Actor


def guard_unit_files() -> None:
    """Have documents ask here."""
    narrow_readers([DocumentKind.UNIT_FILE, DocumentKind.TERM_SHEET], _papers_shown)


def _papers_shown(actor: Actor) -> Any | None:
    return None if actor.may("unit_file.export") else SQL("1 = 0")
