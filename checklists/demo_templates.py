"""A revision of the schools' checklist that waits to be published, so that the demo has something to compare."""

from __future__ import annotations

import copy
from typing import Any

from checklists.templates.models import Template
from checklists.templates.queries import current_versions, definition_of
from checklists.templates.rules import items_of
from checklists.templates.services import draft_version
from server.core.ids import new_id
from server.core.permissions import SYSTEM

REVISED = "SCH"

Json = dict[str, Any]


def build_drafts() -> None:
    """Draft the next version: a sampled item more, one asked otherwise, one that weighs double."""
    template = Template.get(Template.code == REVISED)
    known = definition_of(current_versions([template.id])[template.id])
    if known is not None:
        draft_version(SYSTEM, new_id(), revised(known[0]))


def revised(definition: Json) -> Json:
    """The definition as somebody of the bureau would have it next term."""
    changed = copy.deepcopy(definition)
    changed["title"] = f"{definition['title']}（春季学期）"
    items = {item["id"]: item for item in items_of(changed)}
    items["SCH-11"]["text"] = "宿舍有专职管理员，夜间每两小时巡查一次"
    items["SCH-02"]["weight"] = 2
    items["SCH-04"]["levels"] = [1, 2]
    changed["sections"][0]["items"].append({**copy.deepcopy(items["SCH-13"]), **_SAMPLED})
    return changed


_SAMPLED: Json = {
    "id": "SCH-15",
    "text": "抽查在岗保安员的保安员证",
    "help": "按当班名册抽查，证件与本人相符的计为合格；未随身携带但现场能核实的，写明情况。",
    "kind": "sample",
    "unit": "人",
    "min_checked": 3,
    "pass_if": {"at_least": 100},
    "methods": ["sample", "document"],
    "phrases": ["保安员未持证上岗", "证件与本人不符"],
}
