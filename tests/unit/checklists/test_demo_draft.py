"""The demo's draft of a checklist is one that could be published."""

from __future__ import annotations

import json
from pathlib import Path

import checklists.templates
from checklists.demo_templates import REVISED, revised
from checklists.templates.rules import changes_between, check_definition
from checklists.templates.schemas import DefinitionSchema


def test_the_demos_draft_stands_up_to_the_checks_and_differs() -> None:
    shipped = json.loads((Path(checklists.templates.__file__).parent / "packs" / f"{REVISED}.json").read_text("utf-8"))
    draft = revised(shipped)
    assert check_definition(DefinitionSchema().load(draft)) == []
    changes = changes_between(shipped, draft)
    assert [change.field for change in changes.head] == ["title"]
    assert {(part.id, part.change) for part in changes.items} == {
        ("SCH-02", "changed"),
        ("SCH-04", "changed"),
        ("SCH-11", "changed"),
        ("SCH-15", "added"),
    }
