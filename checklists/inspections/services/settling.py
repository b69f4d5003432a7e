"""Which hazards stand once a record, its corrections and the other parts of its check are read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.rules import HazardDraft
from checklists.hazards.services import find_hazards_in, restore_hazards, withdraw_hazards
from checklists.inspections.models import Inspection
from checklists.inspections.queries.relations import Check
from checklists.inspections.rules import Flag, hazards_of
from checklists.templates.rules import Sheet
from server.core.permissions import Actor
from server.units.bases.queries import bases_for_area
from server.units.registry.queries.lookups import unit_by_id


@dataclass(frozen=True)
class Settlement:
    """``related`` are the records that are read together; ``sources`` names the record that shows an item's hazard,
    this one where it says nothing.
    """

    inspection: Inspection
    related: Sequence[UUID]
    wanted: Sequence[HazardDraft]
    sources: Mapping[str, UUID]
    reason: str
    found_on: date


def settle_hazards(actor: Actor, settlement: Settlement) -> list[Flag]:
    """Find what is new, withdraw what is no more, leave what stands; flags for a person.

    A hazard that was ordered already is not withdrawn: that is for whoever ordered it.
    """
    known = list(Hazard.select().where(Hazard.inspection_id.in_(list(settlement.related))).order_by(Hazard.id))
    by_item: dict[str | None, Hazard] = {}
    for hazard in known:  # where an item has several, one that stands goes before one that was withdrawn
        if hazard.item_id not in by_item or by_item[hazard.item_id].state == "withdrawn":
            by_item[hazard.item_id] = hazard
    wanted = {draft.item_id for draft in settlement.wanted}
    id, reason = settlement.inspection.id, settlement.reason
    gone = [h.id for h in by_item.values() if h.item_id not in wanted and h.state != "withdrawn"]
    held = withdraw_hazards(actor, gone, reason, id) if gone else []
    back = [h.id for h in by_item.values() if h.item_id in wanted and h.state == "withdrawn"]
    if back:
        restore_hazards(actor, back, reason, id)
    find_new(actor, replace(settlement, wanted=[one for one in settlement.wanted if one.item_id not in by_item]))
    return [
        Flag("hazard_in_progress", "该项已不再认定为隐患，但隐患已进入整改，须由人处理", hazard.item_id, "warning")
        for hazard in held
    ]


def find_new(actor: Actor, settlement: Settlement) -> list[Hazard]:
    """Lay down what is wanted, each hazard with the record that shows it."""
    inspection, found = settlement.inspection, []
    shown_by = {
        draft.item_id: settlement.sources.get(draft.item_id or "", inspection.id) for draft in settlement.wanted
    }
    for source in sorted(set(shown_by.values())):
        found += find_hazards_in(
            actor,
            [draft for draft in settlement.wanted if shown_by[draft.item_id] == source],
            inspection_id=source,
            unit_id=inspection.unit_id,
            site_id=inspection.site_id,
            found_on=settlement.found_on,
            source="self" if inspection.kind == "self" else "inspection",
        )
    return found


def drafts_of_check(check: Check, unit_id: UUID) -> list[HazardDraft]:
    """The hazards that the parts together show, each with the photos of the part that it is kept with."""
    record = check.whole.record
    sheet = Sheet(check.definition, record["facts"], record["answers"])
    drafts = cite_what_holds_here(hazards_of(record, sheet), unit_id)
    return [replace(draft, photos=_shown_by(check, draft)) for draft in drafts]


def cite_what_holds_here(hazards: list[HazardDraft], unit_id: UUID) -> list[HazardDraft]:
    """Without the bases of other provinces: a checklist cites them all, a hazard lies in one place."""
    if not hazards:
        return hazards
    valid = bases_for_area([ref for hazard in hazards for ref in hazard.bases], unit_by_id(unit_id).area_code)
    return [replace(hazard, bases=[ref for ref in hazard.bases if ref["basis"] in valid]) for hazard in hazards]


def _shown_by(check: Check, draft: HazardDraft) -> list[str]:
    source = check.whole.sources[draft.item_id or ""]
    own = next(part.record for part in check.parts if part.record_id == source)
    listed = {photo["sha256"] for photo in own["photos"]}
    return [name for name in draft.photos if name in listed]
