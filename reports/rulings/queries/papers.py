"""From an order to the facts its document states; texts of law are chosen by the day of the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from checklists.hazards.queries import shapes as hazard_shapes
from checklists.inspections.models import Inspection
from checklists.inspections.queries import inspection_by_id, is_complete, medium_of
from reports.documents.queries import documents_of_subjects
from reports.documents.rendering.wording import write_day, write_sentence
from reports.documents.rules import (
    Authority,
    DocumentKind,
    Hazard,
    HazardGrade,
    InspectedUnit,
    Officer,
    OrderTexts,
    Photo,
    PhotoSource,
    Position,
    RectificationOrder,
    Verification,
)
from reports.rulings.errors import InspectionAwaitsMedia
from reports.rulings.models import Order
from reports.rulings.queries.orders import hazards_of
from reports.wording.queries import texts_on
from reports.wording.rules import Texts
from server.core.clock import beijing_day
from server.core.errors import NotFound
from server.units.agencies.queries import name_on
from server.units.bases.queries import basis_by_code, basis_note
from server.units.registry.models import Unit
from server.units.registry.queries.file import first_responsible_of
from server.units.registry.queries.lookups import site_names, unit_by_id
from server.units.registry.rules import UnitKind

KIND_NAMES = {
    UnitKind.ORGAN: "机关",
    UnitKind.GROUP: "团体",
    UnitKind.ENTERPRISE: "企业",
    UnitKind.INSTITUTION: "事业单位",
    UnitKind.UNIVERSITY: "高等学校",
    UnitKind.OTHER: "其他单位",
}
BY_REFERENCE = "参照"


def order_facts(order: Order, *, number: str, verification: Verification, draft: bool) -> RectificationOrder:
    """Everything the paper says. Raises NotFound, TextMissing."""
    inspection = inspection_by_id(order.inspection_id)
    unit = unit_by_id(order.unit_id)
    authority = name_on(order.agency_id, order.decided_on)
    photos, numbers = _photos(inspection, hazards_of(order.id))
    record = documents_of_subjects(DocumentKind.INSPECTION_RECORD, [inspection.id]).get(inspection.id)
    by_reference = (basis_note(unit.kind, order.decided_on) or "").startswith(BY_REFERENCE)
    return RectificationOrder(
        authority=Authority(authority.name, authority.short_name),
        number=number,
        unit=_unit(unit, inspection, by_reference),
        inspection_number=record["number"] if record else "",
        officers=tuple(
            Officer(person["name"], person["certificate_no"] or "") for person in inspection.record["officers"]
        ),
        hazards=_hazards(order, numbers),
        photos=photos,
        texts=_texts(order, inspection, unit, authority.name, by_reference),
        decided_on=order.decided_on,
        verification=verification,
        draft=draft,
    )


def preview_facts(order: Order) -> RectificationOrder:
    """The paper before it is decided: no number, no token. Raises InspectionAwaitsMedia, TextMissing."""
    if not is_complete(order.inspection_id):
        raise InspectionAwaitsMedia()
    nobody = Verification(document_id=order.id, url="", token="")
    return order_facts(order, number="", verification=nobody, draft=True)


def _unit(unit: Unit, inspection: Inspection, by_reference: bool) -> InspectedUnit:
    head = first_responsible_of(unit.id, inspection.site_id)
    site = site_names([inspection.site_id]).get(inspection.site_id, "") if inspection.site_id else ""
    return InspectedUnit(
        name=unit.name,
        uscc=unit.uscc or "",
        address=unit.address,
        site=site,
        responsible_person=head.name if head else "",
        by_reference=by_reference,
    )


def _photos(inspection: Inspection, hazards: list[Any]) -> tuple[tuple[Photo, ...], dict[str, int]]:
    """Photos of the hazards, numbered through the document; the drawn-on copy where the inspector drew."""
    # A hazard may come from a record that this one corrects, or from another part of the check.
    records = {
        id: inspection_by_id(id) for id in {h.inspection_id for h in hazards if h.inspection_id} | {inspection.id}
    }
    listed = {photo["sha256"]: (id, photo) for id, row in records.items() for photo in row.record["photos"]}
    wanted = [sha256 for hazard in hazards for sha256 in hazard.photos if sha256 in listed]
    numbers = {sha256: number for number, sha256 in enumerate(dict.fromkeys(wanted), 1)}
    captions = {sha256: hazard.title for hazard in hazards for sha256 in hazard.photos}
    photos = (_photo(listed[id][0], number, listed[id][1], captions[id]) for id, number in numbers.items())
    return tuple(photos), numbers


def _photo(inspection_id: UUID, number: int, photo: dict[str, Any], caption: str) -> Photo:
    shown = photo["rendered"]["sha256"] if photo.get("rendered") else photo["sha256"]
    position = photo.get("position")
    return Photo(
        number=number,
        sha256=photo["sha256"],
        image=medium_of(inspection_id, shown, "display")[0],
        source=PhotoSource(photo["source"]),
        taken_at=datetime.fromisoformat(photo["taken_at"]),
        caption=caption,
        position=Position(position["lat"], position["lon"], position.get("accuracy_metres")) if position else None,
    )


def _hazards(order: Order, numbers: dict[str, int]) -> tuple[Hazard, ...]:
    shapes = hazard_shapes(hazards_of(order.id), order.decided_on)
    return tuple(
        Hazard(
            number=position,
            title=shape["title"],
            grade=HazardGrade(shape["grade"]),
            note=shape["note"],
            # A lapsed basis is no ground for an order.
            bases=tuple(
                f"《{basis['title']}》{basis['article']}" for basis in shape["bases"] if basis["status"] != "lapsed"
            ),
            photo_numbers=tuple(numbers[sha256] for sha256 in shape["photos"] if sha256 in numbers),
            item=shape["item_id"],
        )
        for position, shape in enumerate(shapes, 1)
    )


def _texts(order: Order, inspection: Inspection, unit: Unit, authority: str, by_reference: bool) -> OrderTexts:
    texts: Texts = texts_on(DocumentKind.RECTIFICATION_ORDER.value, order.decided_on)
    kind = "_by_reference" if by_reference else ""
    duties = ["order.report_duty", "order.extension_right", "order.recheck", f"order.consequences{kind}"]
    duties += ["order.remedies"] if by_reference else ["order.companion_warning", "order.remedies"]
    return OrderTexts(
        finding=texts.say("order.finding_lead", inspected_on=write_day(_inspected_on(inspection)), authority=authority),
        ruling=texts.say(
            f"order.legal_basis{kind}",
            violated=order.violated,
            basis_title=f"《{_official_title(order.basis_code)}》",
            article=order.article,
            deadline_on=write_day(order.deadline_on),
            decided_on=write_day(order.decided_on),
            deadline_days=order.deadline_days,
            unit_kind=KIND_NAMES[UnitKind(unit.kind)],
        ),
        interim_measures=texts.say("order.interim_measures_lead", measures=write_sentence(order.measures)),
        duties=tuple(texts.say(code, authority=authority) for code in duties if texts.has(code)),
        copies=texts.say("order.copies"),
    )


def _inspected_on(inspection: Inspection) -> date:
    return beijing_day(min(inspection.ended_at, inspection.received_at))


def _official_title(code: str) -> str:
    try:
        return basis_by_code(code).title
    except NotFound:
        return code
