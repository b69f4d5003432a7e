"""The making of papers: sets are drawn once a session, then each candidate gets a sealed paper of one of them."""

from __future__ import annotations

import base64
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.items.services import note_used
from courses.papers.errors import SessionOfOtherBlueprint
from courses.papers.models import Blueprint, BlueprintVersion, ItemExposure, Paper, PaperSet
from courses.papers.queries.papers import SEALING_PURPOSE, contents_of, sets_of, version_by_id
from courses.papers.queries.pool import pool_for
from courses.papers.rules.envelopes import close_envelope
from courses.papers.rules.randomness import candidate_seed
from courses.papers.rules.sets import draw_sets
from courses.papers.rules.tables import BlueprintRow, MarkingRules, rows_of, slots_to_plain
from courses.papers.rules.writing import lay_out, plain_paper
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import once
from server.core.sealing import seal, unseal
from server.core.statements import insert_rows

BATCH = 50


@dataclass(frozen=True)
class PaperWish:
    """Papers for candidates of a session, each with the number of the try; ``title`` is what stands on the paper."""

    session_id: UUID
    blueprint_version_id: UUID
    candidates: Sequence[tuple[UUID, int]]
    title: str = ""


@dataclass(frozen=True)
class _Press:
    """Everything that papers of one session have in common."""

    wish: PaperWish
    title: str
    version: BlueprintVersion
    rows: tuple[BlueprintRow, ...]
    marking: MarkingRules
    sets: list[PaperSet]
    seed: bytes
    contents: dict[str, dict[str, Any]]


def make_papers(actor: Actor, wish: PaperWish) -> int:
    """Make the papers that are still missing; how many were made. Safe to run twice, killed and in parallel.

    In transactions of fifty, what is slow outside of them: call it from a job, not inside an act's transaction.
    The first call of a session draws its parallel sets; whoever comes later gets one of these.
    The caller's act holds the permission.

    Raises NotFound, BlueprintShort (nothing is written), SessionOfOtherBlueprint.  Source: LN-3b.
    """
    press = _set_up(actor, wish)
    return sum(
        _make_batch(actor, press, wish.candidates[at : at + BATCH]) for at in range(0, len(wish.candidates), BATCH)
    )


def _set_up(actor: Actor, wish: PaperWish) -> _Press:
    version = version_by_id(wish.blueprint_version_id)
    blueprint = Blueprint.get_by_id(version.blueprint_id)
    sets = sets_of(wish.session_id) or _draw(actor, wish, version, blueprint)
    if any(one.blueprint_version_id != version.id for one in sets):
        raise SessionOfOtherBlueprint(session_id=str(wish.session_id))
    return _Press(
        wish=wish,
        title=wish.title or blueprint.title,
        version=version,
        rows=rows_of(version.rows),
        marking=MarkingRules(**version.marking),
        sets=sets,
        seed=base64.b64decode(unseal(sets[0].seed_sealed, SEALING_PURPOSE)),
        contents=contents_of(version_id for one in sets for items in one.items for _, version_id in items),
    )


def _draw(actor: Actor, wish: PaperWish, version: BlueprintVersion, blueprint: Blueprint) -> list[PaperSet]:
    """Draw the session's sets, mark their versions as used and count the items as shown."""
    rows, marking = rows_of(version.rows), MarkingRules(**version.marking)
    seed = secrets.token_bytes(32)
    pool = pool_for(blueprint.agency_id, marking.most_uses, wish.session_id)
    drawn = draw_sets(rows, pool, seed, marking.parallel)
    sealed, now = seal(base64.b64encode(seed).decode(), SEALING_PURPOSE), clock.now()
    sets = [
        PaperSet(
            id=new_id(),
            session_id=wish.session_id,
            blueprint_version_id=version.id,
            variant=variant,
            seed_sealed=sealed,
            items=[[[item.item_id, item.version_id] for item in items] for items in one],
            drawn_at=now,
        )
        for variant, one in enumerate(drawn)
    ]

    def create() -> PaperSet:
        insert_rows(sets)
        items = [item for one in drawn for row in one for item in row]
        note_used({UUID(item.version_id) for item in items})
        _note_exposures(wish.session_id, {UUID(item.item_id) for item in items})
        details = {"session_id": str(wish.session_id), "sets": len(sets), "items": len(items)}
        record_event(actor, "paper_sets.drawn", subject=version, details=details)
        return sets[0]

    once(create, lambda: next(iter(sets_of(wish.session_id)), None))
    return sets_of(wish.session_id)


def _note_exposures(session_id: UUID, item_ids: set[UUID]) -> None:
    now = clock.now()
    for batch in _hundreds(sorted(item_ids)):
        insert_rows(
            [ItemExposure(id=new_id(), item_id=id, session_id=session_id, papers=0, at=now) for id in batch],
            ignore_known=True,
        )


def _make_batch(actor: Actor, press: _Press, candidates: Sequence[tuple[UUID, int]]) -> int:
    known = _known(candidates)
    papers = [_write_paper(press, id, try_no) for id, try_no in candidates if (id, try_no) not in known]
    if not papers:
        return 0
    with database.atomic():
        lock_row(PaperSet.select(PaperSet.id).where(PaperSet.id == press.sets[0].id))  # a twin waits here
        known = _known(candidates)
        papers = [paper for paper in papers if (paper.candidate_id, paper.try_no) not in known]
        insert_rows(papers)
        for variant, count in Counter(paper.variant for paper in papers).items():
            ids = sorted({UUID(item_id) for items in press.sets[variant].items for item_id, _ in items})
            for batch in _hundreds(ids):
                shown = (ItemExposure.session_id == press.wish.session_id) & ItemExposure.item_id.in_(batch)  # type: ignore[attr-defined]
                ItemExposure.update(papers=ItemExposure.papers + count).where(shown).execute()
        if papers:
            details = {"session_id": str(press.wish.session_id), "papers": len(papers)}
            record_event(actor, "papers.made", subject=press.version, details=details)
    return len(papers)


def _known(candidates: Sequence[tuple[UUID, int]]) -> set[tuple[UUID, int]]:
    ids = [id for id, _ in candidates]
    rows = Paper.select(Paper.candidate_id, Paper.try_no).where(Paper.candidate_id.in_(ids)) if ids else ()  # type: ignore[attr-defined]
    return {(row.candidate_id, row.try_no) for row in rows}


def _write_paper(press: _Press, candidate_id: UUID, try_no: int) -> Paper:
    """A second try gets the next set; the first is chosen by chance, so that neighbours tend to differ."""
    first = candidate_seed(press.seed, candidate_id, 0)
    variant = (int.from_bytes(first[:8], "big") + try_no) % len(press.sets)
    seed = candidate_seed(press.seed, candidate_id, try_no)
    slots = lay_out(press.sets[variant].items, press.rows, press.marking, press.contents, seed)
    id = new_id()
    envelope = close_envelope(id, plain_paper(id, press.title, slots, press.contents))
    return Paper(
        id=id,
        session_id=press.wish.session_id,
        candidate_id=candidate_id,
        try_no=try_no,
        variant=variant,
        seed=seed.hex(),
        slots=slots_to_plain(slots),
        worth_x100=press.version.worth_x100,
        plain_sha256=envelope.plain_sha256,
        sealed=envelope.sealed,
        key_sealed=seal(envelope.key, SEALING_PURPOSE),
        made_at=clock.now(),
    )


def _hundreds(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[at : at + 100] for at in range(0, len(ids), 100)]
