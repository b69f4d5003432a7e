"""Reads of references and masks within reach."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.pictures.models import ReferenceView
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.reach import is_within_reach


def reference_within_reach(actor: Actor, id: UUID) -> ReferenceView:
    """Raises NotFound."""
    row = _shown().where((ReferenceView.id == id) & is_within_reach(actor, ReferenceView.unit_id)).first()
    if row is None:
        raise NotFound(reference_id=str(id))
    return row


def references_of(camera_id: UUID) -> list[ReferenceView]:
    """All that a camera has and had, those in use first, then the latest; one query. Whoever asks has checked reach."""
    rows = _shown().where(ReferenceView.camera_id == camera_id).order_by(ReferenceView.id.desc())
    return sorted(rows, key=lambda row: (row.ended_at is not None, not row.is_anchor))


def _shown() -> Any:
    """Without the prepared bytes, which no screen wants."""
    return ReferenceView.select(*[one for one in ReferenceView._meta.sorted_fields if one.name != "view"])
