"""Exports of an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from reports.exports.models import Export
from reports.exports.rules import file_name
from server.core.canonical import content_hash
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.web.paging import decode_cursor, page


def own_export(actor: Actor, id: UUID) -> Export:
    """An export that this very account asked for. Raises NotFound."""
    export = Export.get_or_none((Export.id == id) & (Export.account_id == actor.account_id))
    if export is None:
        raise NotFound(export_id=str(id))
    return export


def own_exports(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """A page of the account's exports, newest first."""
    query = Export.select().where(Export.account_id == actor.account_id).order_by(Export.id.desc())
    if after:
        query = query.where(Export.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda export: (export.id,))
    return {**found, "items": [shape_of(export) for export in found["items"]]}


def shape_of(export: Export) -> dict[str, Any]:
    """An export in its wire shape."""
    names = ("id", "subject", "form", "filters", "rows_total", "rows_done", "state", "problem", "byte_count")
    return {
        **{name: getattr(export, name) for name in names},
        "file_name": file_name(export.subject, export.form, export.requested_at),
        "requested_at": export.requested_at,
        "finished_at": export.finished_at,
        "expires_at": export.expires_at,
    }


def question_of(actor: Actor, subject: str, form: str, filters: Mapping[str, str]) -> str:
    """A hash that is the same for the same list, by the same account in the same office and roles."""
    return content_hash(
        {
            "subject": subject,
            "form": form,
            "filters": {name: value for name, value in filters.items() if value != ""},
            "agency_id": str(actor.agency_id),
            "unit_id": str(actor.unit_id),
            "roles": sorted(actor.roles),
        }
    )
