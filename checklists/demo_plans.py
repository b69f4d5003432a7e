"""Three plans for a first look: a bureau's, its units' self-checks, and a department's; the first job makes their tasks."""

from __future__ import annotations

import json
from pathlib import Path

from checklists.plans.rules.drafts import from_plain
from checklists.plans.services.planning import write_plan
from server.core import clock
from server.core.ids import new_id
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

FILE = Path(__file__).parent / "plans" / "demo.json"


def build_plans(world: DemoWorld) -> None:
    """Written by those they belong to."""
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        actor = actor_by_account(world.accounts[row.pop("person_key")])
        plain = {"template_ids": [], "officer_ids": [], "ends_on": None, "working_days_only": True, **row}
        write_plan(actor, from_plain(new_id(), {**plain, "starts_on": clock.today()}))
