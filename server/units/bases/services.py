"""Keeping the library of policy bases."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.bases.errors import WindowReversed
from server.units.bases.models import KindNote, PolicyBasis
from server.units.bases.rules import BasisDraft

FOLDER = Path(__file__).parent.parent
_DAYS = ("issued_on", "effective_from", "effective_to")


def seed_bases(
    actor: Actor, bases: list[dict[str, Any]] | None = None, notes: list[dict[str, Any]] | None = None
) -> int:
    """Add or refresh bases and kind notes from the seed; how many rows changed.

    A row that a person has edited stays as it is, whatever the seed says.
    """
    bases = _read("policy_bases.json") if bases is None else bases
    notes = _read("kind_notes.json") if notes is None else notes
    with database.atomic():
        changed = [row for seed in bases if (row := _seed_basis(seed))]
        changed += [row for seed in notes if (row := _seed_note(seed))]
        if changed:
            record_event(actor, "bases.seeded", subject=changed[0], details={"count": len(changed)})
    return len(changed)


def _seed_basis(seed: dict[str, Any]) -> PolicyBasis | None:
    seed_hash = content_hash(seed)
    known = PolicyBasis.get_or_none(PolicyBasis.code == seed["id"])
    if known and (known.edited_at or known.seed_hash == seed_hash):
        return None
    values = {
        "title": seed["title"],
        "doc_no": seed["doc_no"],
        "issuer": seed["issuer"] or "",
        "kind": seed["kind"],
        "region_code": seed["region_code"],
        "supersedes": seed["supersedes"],
        "aliases": seed["aliases"],
        "articles": seed["articles"],
        "verified": seed["verified"],
        "note": seed.get("note") or "",
        "seed_hash": seed_hash,
        **{name: _day(seed[name]) for name in _DAYS},
    }
    if known:
        save_versioned(known, values)
        return known
    return PolicyBasis.create(id=new_id(), code=seed["id"], **values)


def _seed_note(seed: dict[str, Any]) -> KindNote | None:
    if KindNote.select().where(KindNote.code == seed["code"]).exists():
        return None
    return KindNote.create(
        id=new_id(),
        code=seed["code"],
        unit_kind=seed["unit_kind"],
        basis_code=seed["basis"],
        article=seed["article"],
        text=seed["text"],
        effective_from=_day(seed["effective_from"]),
        effective_to=_day(seed["effective_to"]),
    )


def revise_basis(actor: Actor, basis: PolicyBasis, draft: BasisDraft) -> PolicyBasis:
    """Write what a basis says now; from here on the seed leaves the row alone.

    Raises Forbidden, WindowReversed, Stale.
    """
    actor.check("basis.edit")
    if draft.effective_from and draft.effective_to and draft.effective_to < draft.effective_from:
        raise WindowReversed(fields=[FieldProblem("effective_to", WindowReversed.title, WindowReversed.code)])
    with database.atomic():
        save_versioned(basis, {**vars(draft), "edited_at": clock.now()})
        record_event(actor, "basis.revised", subject=basis, details={"code": basis.code, "version": basis.version})
    return basis


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return rows


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
