"""Freeze the pools, then draw."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from checklists.draws.errors import AlreadyDrawn, AlreadyFrozen, DrawAbandoned, NotFrozen, PoolOutdated
from checklists.draws.models import Draw, DrawFreeze, DrawResult, DrawSeed
from checklists.draws.queries.draws import draw_within_reach
from checklists.draws.queries.pools import conditions_of, frozen_pool, officer_pool, unit_pool
from checklists.draws.queries.records import record_summary
from checklists.draws.rules.algorithm import Bound
from checklists.draws.rules.pools import Json, Pool, check_every_unit_has_officers, check_sizes
from checklists.draws.rules.record import draw_from, pool_bytes, record_hash
from checklists.draws.services.seeds import unseal
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id
from server.units.people.queries import people_by_id


@dataclass(frozen=True)
class Witness:
    """Who looked on, and words of their own choice that go into the draw, so that the seed alone decides nothing."""

    name: str
    words: str


def freeze_pools(actor: Actor, id: UUID) -> Draw:
    """Take both pools down as they are today and lock them; asked again by the same officer it stays as it is.

    Holds no transaction while it reads the pools and stores them.
    Raises NotFound, DrawAbandoned, AlreadyFrozen, PoolEmpty, PoolTooSmall, OfficersTooFewForUnit.
    """
    draw = draw_within_reach(actor, id)
    if _is_frozen_by(actor, draw):
        return draw
    units, officers = _pools_of(draw)
    each = draw.officers_per_unit
    check_sizes(len(units.entries), len(officers.entries), draw.unit_count, each)
    check_every_unit_has_officers(officers.entries, {unit["id"]: unit["name"] for unit in units.entries}, each)
    row = _freeze_row(actor, draw, units, officers)
    with database.atomic():
        locked = lock_row(Draw.select().where(Draw.id == id))
        if _is_frozen_by(actor, locked):
            return draw_within_reach(actor, id)
        row.save(force_insert=True)
        Draw.update(state="frozen").where(Draw.id == id).execute()
        details = {"units_sha256": row.units_sha256, "officers_sha256": row.officers_sha256}
        record_event(actor, "draw.frozen", subject=draw, details=details)
    return draw_within_reach(actor, id)


def make_draw(actor: Actor, id: UUID, witness: Witness) -> Draw:
    """Reveal the seed and draw; the same witness sent twice by the same officer gets the first result.

    Raises NotFound, DrawAbandoned, NotFrozen, AlreadyDrawn, PoolOutdated; all before the seed is read.
    """
    draw = draw_within_reach(actor, id)
    if _is_drawn_by(actor, draw, witness):
        return draw
    freeze = DrawFreeze.get(DrawFreeze.draw_id == id)
    units, officers = frozen_pool(freeze.units_sha256), frozen_pool(freeze.officers_sha256)
    _check_still_fit(draw, units, officers)
    row = _result_row(actor, draw, freeze, witness, units, officers)
    with database.atomic():
        locked = lock_row(Draw.select().where(Draw.id == id))
        if _is_drawn_by(actor, locked, witness):
            return draw_within_reach(actor, id)
        row.save(force_insert=True)
        Draw.update(state="drawn").where(Draw.id == id).execute()
        record_event(actor, "draw.drawn", subject=draw, details={"record_sha256": row.record_sha256})
    return draw_within_reach(actor, id)


def _is_frozen_by(actor: Actor, draw: Draw) -> bool:
    """Raises DrawAbandoned, and AlreadyFrozen when it was somebody else."""
    if draw.state == "abandoned":
        raise DrawAbandoned()
    if draw.state == "committed":
        return False
    if DrawFreeze.get(DrawFreeze.draw_id == draw.id).by_account_id != actor.account_id:
        raise AlreadyFrozen()
    return True


def _is_drawn_by(actor: Actor, draw: Draw, witness: Witness) -> bool:
    """Raises DrawAbandoned, NotFrozen, and AlreadyDrawn for another officer, witness or words."""
    if draw.state == "abandoned":
        raise DrawAbandoned()
    if draw.state == "committed":
        raise NotFrozen()
    if draw.state == "frozen":
        return False
    made = DrawResult.get(DrawResult.draw_id == draw.id)
    if (made.by_account_id, made.witness, made.words) != (actor.account_id, witness.name, witness.words):
        raise AlreadyDrawn()
    return True


def _pools_of(draw: Draw) -> tuple[Pool, Pool]:
    agency, day = agency_by_id(draw.agency_id), clock.today()
    weights = {int(level): weight for level, weight in draw.terms["weights"].items()}
    units = unit_pool(agency, conditions_of(draw.terms, draw.reasons), weights, day)
    return units, _officers_of(draw, [unit["id"] for unit in units.entries])


def _officers_of(draw: Draw, unit_ids: list[str]) -> Pool:
    agency_ids = [UUID(id) for id in draw.terms["officers"]["agency_ids"]]
    return officer_pool(agency_by_id(draw.agency_id), agency_ids, unit_ids, clock.today())


def _freeze_row(actor: Actor, draw: Draw, units: Pool, officers: Pool) -> DrawFreeze:
    """The lines go into the store first: a file that no row names harms nobody, a row without its file would."""
    left_out = [{**one, "pool": "unit"} for one in units.left_out]
    left_out += [{**one, "pool": "officer"} for one in officers.left_out]
    return DrawFreeze(
        id=new_id(),
        draw_id=draw.id,
        units_count=len(units.entries),
        units_sha256=files().put(pool_bytes(units.entries)),
        officers_count=len(officers.entries),
        officers_sha256=files().put(pool_bytes(officers.entries)),
        left_out={"units": units.counts(), "officers": officers.counts()},
        left_out_sha256=files().put(pool_bytes(left_out)),
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )


def _check_still_fit(draw: Draw, units: list[Json], officers: list[Json]) -> None:
    """Nobody unfit by now may be drawn; the frozen pool can't be changed, so the draw must be given up.

    Officers who became fit since the freeze make no difference. Raises PoolOutdated with the certificates.
    """
    now = {officer["id"]: set(officer["conflicts"]) for officer in _officers_of(draw, [u["id"] for u in units]).entries}
    changed = [
        officer["certificate_no"]
        for officer in officers
        if officer["id"] not in now or not now[officer["id"]] <= set(officer["conflicts"])
    ]
    if changed:
        raise PoolOutdated(f"{PoolOutdated.title}（证号：{'、'.join(changed[:10])}）", certificates=changed)


def _result_row(
    actor: Actor, draw: Draw, freeze: DrawFreeze, witness: Witness, units: list[Json], officers: list[Json]
) -> DrawResult:
    seed = unseal(DrawSeed.get(DrawSeed.draw_id == draw.id).sealed, draw.id)
    bound = Bound(draw.terms_sha256, freeze.units_sha256, freeze.officers_sha256, witness.words)
    operator = people_by_id([actor.person_id]).get(actor.person_id) if actor.person_id else None
    row = DrawResult(
        id=new_id(),
        draw_id=draw.id,
        seed=seed.hex(),
        witness=witness.name,
        words=witness.words,
        result=draw_from(seed, bound, units, officers, count=draw.unit_count, each=draw.officers_per_unit),
        operator_certificate_no=(operator.certificate_no or "") if operator else "",
        by_account_id=actor.account_id,
        by_person_id=actor.person_id,
        by_name=actor.name,
        at=clock.now(),
    )
    row.record_sha256 = record_hash(record_summary(draw, freeze, row))
    return row
