"""Begin rounds by time or by hand, and stop them. A round is rows and jobs; nothing is looked at here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from device_checks.patrols.errors import NothingToPatrol, PlanOfOthers, RoundRunning
from device_checks.patrols.models import PatrolPlan, PatrolRound, PatrolShard
from device_checks.patrols.queries.cameras import Chosen, cameras_by_id, cameras_of_agency
from device_checks.patrols.queries.plans import active_plans, answers_for, last_due, round_within_reach
from device_checks.patrols.rules.pacing import Pace
from device_checks.patrols.rules.shards import deal
from device_checks.patrols.rules.times import due_between
from device_checks.pictures.services import due_second_looks
from server.core import clock
from server.core.database import IntegrityError, database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM, Actor
from server.core.statements import insert_rows

LOOK_AT = "patrols.look"
STRAY = timedelta(hours=1)  # a round due so far ahead comes from a clock that was wrong
LONGEST = timedelta(hours=12)  # what is not looked at by then will be by the next round
MOST_SECOND_LOOKS = 2000


@dataclass(frozen=True)
class _Wish:
    """A round to begin."""

    id: UUID
    key: str
    kind: str
    plan: PatrolPlan | None
    due_at: datetime
    classes: tuple[int, ...] = ()
    window: timedelta = timedelta()
    missed: int = 0


def begin_due_rounds() -> int:
    """Begin what the plans ask for by now, missed runs made up once, and the second looks that are due; how many."""
    moment = clock.now()
    _give_up_stray_rounds(moment)
    begun = 0
    for plan in active_plans():
        since = max(last_due(plan.id, moment) or plan.created_at, plan.created_at)
        due = due_between(plan.times, min(since, moment), moment)
        if due is None:
            continue
        wish = _Wish(
            id=new_id(),
            key=f"{plan.id}:{clock.to_text(due.at)}",
            kind="plan",
            plan=plan,
            due_at=due.at,
            classes=due.classes,
            window=timedelta(minutes=plan.window_minutes),
            missed=due.missed,
        )
        chosen = cameras_of_agency(plan.agency_id, due.classes, moment, all_of_them=False)
        begun += _begin(SYSTEM, wish, chosen) is not None
    return begun + begin_second_looks(moment)


def begin_second_looks(moment: datetime) -> int:
    """A round of the cameras that somebody or something doubts; 1 when there are any."""
    ids = due_second_looks(MOST_SECOND_LOOKS, moment)
    if not ids:
        return 0
    chosen = cameras_by_id(ids, moment)
    if not chosen.candidates:
        return 0
    wish = _Wish(id=new_id(), key=f"second:{clock.to_text(moment)}", kind="second", plan=None, due_at=moment)
    return int(_begin(SYSTEM, wish, chosen) is not None)


def start_round(actor: Actor, plan: PatrolPlan, id: UUID) -> PatrolRound:
    """Look at all cameras of a plan now, long dead ones too; sent twice it is one.

    Raises PlanOfOthers, RoundRunning, NothingToPatrol.
    """
    if earlier := PatrolRound.get_or_none((PatrolRound.id == id) & (PatrolRound.plan_id == plan.id)):
        return earlier
    if not answers_for(actor, plan.agency_id):
        raise PlanOfOthers()
    moment = clock.now()
    if PatrolRound.select().where((PatrolRound.plan_id == plan.id) & (PatrolRound.state == "running")).exists():
        raise RoundRunning()
    classes = tuple(sorted(int(name) for name, hours in plan.times.items() if hours))
    chosen = cameras_of_agency(plan.agency_id, classes, moment, all_of_them=True)
    if not chosen.candidates:
        raise NothingToPatrol()
    wish = _Wish(id=id, key=f"{plan.id}:{id}", kind="manual", plan=plan, due_at=moment, classes=classes)
    return _begin(actor, wish, chosen) or PatrolRound.get_by_id(id)


def stop_round(actor: Actor, id: UUID) -> PatrolRound:
    """Look no further; what was seen stays. Asked twice, the first counts. Raises NotFound, PlanOfOthers."""
    row = round_within_reach(actor, id)
    if row.agency_id is None or not answers_for(actor, row.agency_id):
        raise PlanOfOthers()
    with database.atomic():
        _stop(actor, id, actor.name)
    return round_within_reach(actor, id)


def _begin(actor: Actor, wish: _Wish, chosen: Chosen) -> PatrolRound | None:
    """None when the same round was begun before, by another scheduler for instance."""
    shards = deal(chosen.candidates)
    plan = wish.plan
    moment = clock.now()
    try:
        with database.atomic():
            row = PatrolRound.create(
                id=wish.id,
                key=wish.key,
                plan_id=plan.id if plan else None,
                agency_id=plan.agency_id if plan else None,
                kind=wish.kind,
                state="running" if shards else "ended",
                classes=list(wish.classes),
                pace=plan.pace if plan else Pace().to_plain(),
                due_at=wish.due_at,
                planned=len(chosen.candidates),
                skipped=chosen.left_out,
                began_at=moment,
                ended_at=None if shards else moment,
                missed_hours=wish.missed,
            )
            _lay_shards(row, shards, wish.window)
            details = {"planned": row.planned, "kind": row.kind}
            record_event(actor, "patrol_round.begun", subject=row, details=details)
    except IntegrityError:
        return None
    return row


def _lay_shards(round: PatrolRound, shards: list[list[UUID]], window: timedelta) -> None:
    """Rows and jobs, the jobs one after another over the window."""
    rows = [
        PatrolShard(
            id=new_id(),
            round_id=round.id,
            position=position,
            total=len(ids),
            remaining=[str(id) for id in ids],
            begin_at=round.began_at + window * position / len(shards),
        )
        for position, ids in enumerate(shards)
    ]
    for start in range(0, len(rows), 100):
        insert_rows(rows[start : start + 100])
    for shard in rows:
        enqueue(LOOK_AT, {"shard_id": str(shard.id)}, key=f"{LOOK_AT}:{shard.id}", run_after=shard.begin_at)


def _give_up_stray_rounds(moment: datetime) -> None:
    """Rounds from a clock that was ahead, and rounds that will not come to an end any more."""
    stray = (PatrolRound.due_at > moment + STRAY) | (PatrolRound.began_at < moment - LONGEST)
    for row in PatrolRound.select().where((PatrolRound.state == "running") & stray):
        with database.atomic():
            _stop(SYSTEM, row.id, SYSTEM.name)


def _stop(actor: Actor, id: UUID, name: str) -> None:
    row = lock_row(PatrolRound.select().where(PatrolRound.id == id))
    if row is None or row.state != "running":
        return
    PatrolRound.update(state="stopped", ended_at=clock.now(), ended_by=name).where(PatrolRound.id == id).execute()
    record_event(actor, "patrol_round.stopped", subject=row)
