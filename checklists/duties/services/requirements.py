"""Keeping the requirements: from the seed, and by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from checklists.duties.errors import WindowReversedHere
from checklists.duties.models import DutyRule
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.bases.queries import basis_by_code

FILE = Path(__file__).parent.parent / "duty_rules.json"


def load_duty_rules(actor: Actor, seeds: list[dict[str, Any]] | None = None) -> int:
    """Add or refresh the requirements of the seed; how many rows changed. A row edited by a person stays."""
    seeds = json.loads(FILE.read_text(encoding="utf-8")) if seeds is None else seeds
    with database.atomic():
        known = {row.code: row for row in DutyRule.select()}
        changed = [
            row for position, seed in enumerate(seeds or []) if (row := _load(position, seed, known.get(seed["code"])))
        ]
        if changed:
            record_event(actor, "duty_rules.seeded", subject=changed[0], details={"count": len(changed)})
    return len(changed)


def _load(position: int, seed: dict[str, Any], known: DutyRule | None) -> DutyRule | None:
    seed_hash = content_hash({**seed, "position": position})
    if known and (known.edited_at or known.seed_hash == seed_hash):
        return None
    days = {name: _day(seed[name]) for name in ("effective_from", "effective_to")}
    values = {**seed, **days, "position": position, "seed_hash": seed_hash}
    if known:
        save_versioned(known, values)
        return known
    return DutyRule.create(id=new_id(), **values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class DutyRuleDraft:
    """What may be changed of a requirement: the number, whom it meets, on what it rests, and since when."""

    count: int
    review_months: int | None
    conditions: dict[str, Any]
    bases: list[dict[str, str]]
    is_product_default: bool
    effective_from: date | None
    effective_to: date | None
    note: str


def revise_duty_rule(actor: Actor, row: DutyRule, draft: DutyRuleDraft) -> DutyRule:
    """Write what a requirement says now; from here on the seed leaves the row alone.

    Raises NotFound (a basis nobody knows), WindowReversedHere, Stale.
    """
    for reference in draft.bases:
        basis_by_code(reference["basis"])
    if draft.effective_from and draft.effective_to and draft.effective_to < draft.effective_from:
        raise WindowReversedHere(
            fields=[FieldProblem("effective_to", WindowReversedHere.title, WindowReversedHere.code)]
        )
    with database.atomic():
        save_versioned(row, {**vars(draft), "edited_at": clock.now()})
        record_event(actor, "duty_rule.revised", subject=row, details={"code": row.code, "count": row.count})
    return row
