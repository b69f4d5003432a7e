"""Schemes are set; scores of the running month are counted anew each night, some hundred units at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from reports.scores.models import ScoreScheme, UnitScore
from reports.scores.queries.facts import Counted, facts_of
from reports.scores.queries.schemes import row_on, scheme_of
from reports.scores.rules import Scheme, SchemeDraft, band_of, check_scheme, score_of
from reports.unit_files.rules.defences import DEFENCES
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, hash_of, once
from server.core.seeds import seed_rows
from server.core.statements import put_rows
from server.units.registry.models import Unit

SEED = Path(__file__).parent / "schemes.json"
COUNT = "scores.count"
BATCH = 250
BATCHES = 8  # of one job: half a minute, well within its lease
_KEPT = (
    "scheme_id", "area_code", "score_x10", "band", "factors", "counted_at",
    *(f"{code}_{what}" for code in DEFENCES for what in ("met", "required")),
)  # fmt: skip


def seed_score_schemes(actor: Actor) -> None:
    """Lay down the scheme the program comes with, if it is not there yet."""
    seed_rows(
        actor,
        ScoreScheme,
        SEED,
        "score_schemes.loaded",
        check=lambda row: check_scheme(SchemeDraft(**row)),
        every={"at": clock.now()},
    )


def set_scheme(actor: Actor, draft: SchemeDraft) -> ScoreScheme:
    """Have scores counted by a scheme from a day on; earlier schemes and scores stay. Sent twice it is one.

    Raises SchemeInvalid, ResubmissionConflict.  Source: JN-2.3.4a.
    """
    hashed = hash_of(draft, by=actor.account_id)
    if earlier := find_resubmitted(ScoreScheme, draft.id, draft_hash=hashed):
        return earlier
    check_scheme(draft)

    def create() -> ScoreScheme:
        row = ScoreScheme.create(
            **vars(draft), by_account_id=actor.account_id, by_name=actor.name, draft_hash=hashed, at=clock.now()
        )
        record_event(actor, "score_scheme.set", subject=row, details={"from_on": draft.from_on.isoformat()})
        return row

    return once(create, lambda: find_resubmitted(ScoreScheme, draft.id, draft_hash=hashed))[0]


def count_scores(after: int = 0, day: date | None = None) -> int | None:
    """Score the next units by number for the running month; the number to go on after, None when all are done.

    Run twice it counts the same. A job hands the rest to the next.  Raises NoScheme.
    """
    today = day or clock.today()
    scheme = scheme_of(row_on(today))
    for _ in range(BATCHES):
        units = list(Unit.select().where(Unit.number > after).order_by(Unit.number).limit(BATCH))
        if not units:
            return None
        _score(units, scheme, today)
        after = units[-1].number
        if len(units) < BATCH:
            return None
    return after


def go_on_counting(after: int, day: date) -> None:
    """Ask for the rest of a night's count; asked twice it is one job."""
    with database.atomic():
        enqueue(COUNT, {"after": after, "day": day.isoformat()}, key=f"{COUNT}:{day}:{after}")


def _score(units: Sequence[Unit], scheme: Scheme, day: date) -> None:
    counted, now = facts_of(units, day), clock.now()
    rows = [UnitScore(**_row(unit, counted[unit.id], scheme), month=f"{day:%Y-%m}", counted_at=now) for unit in units]
    with database.atomic():
        put_rows(rows, key=("unit_id", "month"), columns=_KEPT)
        record_event(SYSTEM, "scores.counted", subject=rows[0], details={"units": len(rows), "month": f"{day:%Y-%m}"})


def _row(unit: Unit, counted: Counted, scheme: Scheme) -> dict[str, Any]:
    score, parts = score_of(scheme, counted.values)
    return {
        "id": new_id(),
        "unit_id": unit.id,
        "scheme_id": scheme.id,
        "area_code": unit.area_code,
        "score_x10": score,
        "band": band_of(scheme.bands, score),
        "factors": [vars(part) for part in parts],
        **{f"{code}_met": bar.met for code, bar in counted.bars.items()},
        **{f"{code}_required": bar.required for code, bar in counted.bars.items()},
    }
