"""Reads about imports."""

from __future__ import annotations

from uuid import UUID

from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.spreadsheets.models import UnitImport


def own_import(actor: Actor, id: UUID) -> UnitImport:
    """An import that this very account tried. Raises NotFound."""
    attempt = UnitImport.get_or_none((UnitImport.id == id) & (UnitImport.account_id == actor.account_id))
    if attempt is None:
        raise NotFound(import_id=str(id))
    return attempt
