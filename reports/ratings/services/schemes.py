"""Schemes: load what ships, add one, revise one that no round uses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from reports.ratings.errors import SchemeInUse
from reports.ratings.models import RatingRound, RatingScheme
from reports.ratings.rules.drafts import SchemeDraft
from reports.ratings.rules.schemes import check_scheme
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import Forbidden
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once

SHIPPED = Path(__file__).parents[1] / "schemes.json"


def load_rating_schemes(actor: Actor) -> int:
    """Lay down the schemes that ship and are not there yet; how many. They are a default, unverified."""
    known = {row.code for row in RatingScheme.select(RatingScheme.code)}
    rows: list[dict[str, Any]] = [row for row in json.loads(SHIPPED.read_text("utf-8")) if row["code"] not in known]
    for row in rows:
        days = {name: row[name] and date.fromisoformat(row[name]) for name in ("effective_from", "effective_to")}
        with database.atomic():
            scheme = RatingScheme.create(**{**row, **days}, id=new_id(), created_at=clock.now())
            record_event(actor, "rating_scheme.added", subject=scheme)
    return len(rows)


def add_scheme(actor: Actor, draft: SchemeDraft) -> RatingScheme:
    """Add a scheme of the own agency, in force from a day. Sent twice it is one.

    Raises Forbidden (no agency), SchemeUnsound, ResubmissionConflict.  Source: LN-15.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(RatingScheme, draft.id, **known):
        return earlier
    if actor.agency_id is None:
        raise Forbidden()
    check_scheme(draft)

    def create() -> RatingScheme:
        row = RatingScheme.create(
            **_columns(draft), id=draft.id, agency_id=actor.agency_id, verified=False, created_at=clock.now(), **known
        )
        record_event(actor, "rating_scheme.added", subject=row)
        return row

    return once(create, lambda: find_resubmitted(RatingScheme, draft.id, **known))[0]


def revise_scheme(actor: Actor, scheme: RatingScheme, draft: SchemeDraft) -> RatingScheme:
    """Change a scheme over the version that was read; one in use stays as it was judged by.

    Raises SchemeInUse, SchemeUnsound, Stale.
    """
    check_scheme(draft)
    with database.atomic():
        if RatingRound.select(RatingRound.id).where(RatingRound.scheme_id == scheme.id).exists():
            raise SchemeInUse()
        save_versioned(scheme, _columns(draft))
        record_event(actor, "rating_scheme.revised", subject=scheme)
    return scheme


def _columns(draft: SchemeDraft) -> dict[str, Any]:
    columns = {name: value for name, value in vars(draft).items() if name != "id"}
    return {**columns, **{name: list(columns[name]) for name in ("grades", "criteria", "vetoes")}}
