"""The scene of a record with one thing wrong in it, and the list of such records by the findings they bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checklists.templates.rules import Sheet
from tests.factories.phone import Phone, make_record
from tests.factories.records import Inspector, Json, Sender, publish
from tests.world import World


@dataclass
class Scene:
    """An inspector before the gate of the school, and whoever else is needed."""

    sender: Sender
    world: World
    inspector: Inspector
    client_as: Callable[[str], Any]

    @property
    def phone(self) -> Phone:
        return self.inspector.phone

    def record(self, visiting: Json | None = None, photos: tuple[bytes, ...] = (), **changes: Any) -> Json:
        return make_record(self.phone, self.sender.visit(**(visiting or {})), photos, **changes)

    def answered(self, **answers: Any) -> Json:
        """A record with these answers changed (None: taken out) and its score counted anew."""
        record = self.record()
        for name, value in answers.items():
            id = name.replace("_", "-")
            if value is None:
                del record["answers"][id]
            else:
                record["answers"][id] = {"note": "看过", "photos": [], **value}
        record["score"] = Sheet(self.definition, record["facts"], record["answers"]).score()
        return record

    def of_template(self, *items: Json, facts: Json | None = None) -> Json:
        """A record filled in with a checklist of these items alone."""
        version_id = publish(self.client_as("officer"), *items)
        return make_record(self.phone, self.sender.visit_with(version_id, facts=facts or {}))

    @property
    def definition(self) -> Json:
        return self.sender.visit().version["definition"]


Case = Callable[[Scene], Json]
CASES: list[tuple[tuple[str, ...], Case]] = []


def provokes(*codes: str) -> Callable[[Case], Case]:
    def enter(case: Case) -> Case:
        CASES.append((codes, case))
        return case

    return enter
