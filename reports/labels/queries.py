"""What stands on labels."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.registers.queries.listing import FacilityFilter, facilities_where, facility_shapes
from device_checks.registers.rules.words import TYPE_WORDS
from reports.documents.queries.installation import installation
from reports.documents.rules import Label, LabelSheet
from server.core.permissions import Actor
from server.units.registry.queries.reach import unit_within_reach

MOST_LABELS = 240  # ten pages


@dataclass(frozen=True)
class LabelWish:
    unit_id: UUID
    facility_id: UUID | None = None
    kind: str | None = None
    from_number: str = ""


def label_sheet(actor: Actor, wanted: LabelWish, id: UUID) -> LabelSheet:
    """Labels of a unit's facilities that are not scrapped, by number, at most ten pages; 7 queries.

    Raises NotFound.  Source: JN-2.2.2d.
    """
    unit = unit_within_reach(actor, wanted.unit_id)
    query = facilities_where(actor, FacilityFilter(unit_id=unit.id, kind=wanted.kind)).where(
        Facility.state != "scrapped"
    )
    if wanted.facility_id:
        query = query.where(Facility.id == wanted.facility_id)
    if wanted.from_number:
        query = query.where(Facility.number >= wanted.from_number)
    rows = facility_shapes(list(query.order_by(Facility.number).limit(MOST_LABELS)))
    origin = installation().settings.public_url.rstrip("/")
    return LabelSheet(
        id=id,
        title=f"{unit.name}设施标签",
        labels=tuple(
            Label(
                unit=unit.name,
                kind=TYPE_WORDS[row["type"]],
                number=row["number"],
                name=row["name"],
                place=(row["place"] or row["site"] or {"name": ""})["name"],
                address=f"{origin}/m/#/facilities/{row['id']}",
            )
            for row in rows
        ),
    )
