"""Which hazards a record shows."""

from __future__ import annotations

from typing import Any

from checklists.hazards.rules import HazardDraft
from checklists.inspections.rules.flags import FIRST_RESPONSIBLE_ITEM, Circumstances
from checklists.templates.rules import Sheet, rate_text

Json = dict[str, Any]


def hazards_of(record: Json, sheet: Sheet) -> list[HazardDraft]:
    """Each failed item is a hazard."""
    drafts = []
    for item in sheet.failed():
        answer = record["answers"][item["id"]]
        note = answer.get("note", "").strip()
        # Items say what is right; a hazard says that it is not.
        title = f"不符合“{item['text']}”{_measured(item, answer['value'])}"
        photos = list(answer.get("photos", ()))
        drafts.append(HazardDraft(item["id"], title, note, item["grade"], item["bases"], photos))
    return drafts


def hazard_of_register(sheet: Sheet, known: Circumstances, found: list[HazardDraft]) -> HazardDraft | None:
    """So is a first-responsible person whom the register lacks, unless the record says so itself. Source: JN-2.2.1a."""
    if not known.lacks_first_responsible or FIRST_RESPONSIBLE_ITEM in {draft.item_id for draft in found}:
        return None
    item = sheet.items.get(FIRST_RESPONSIBLE_ITEM)
    bases = item["bases"] if item else [{"basis": "state-council-421", "article": "第五条"}]
    return HazardDraft(
        FIRST_RESPONSIBLE_ITEM, "未明确治安保卫工作第一责任人", "登记库中没有现任第一责任人", "general", bases
    )


def _measured(item: Json, value: Any) -> str:
    if item["kind"] == "number":
        return f"（实为 {value}{item.get('unit', '')}）"
    if item["kind"] == "sample":
        unit = item.get("unit", "")
        return f"（抽查 {value['checked']}{unit}，合格 {value['passed']}{unit}，合格率 {rate_text(value)}%）"
    return ""
