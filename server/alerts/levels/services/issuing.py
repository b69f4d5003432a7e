"""Raising a level, ending it early, and telling those whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from server.alerts.levels.errors import LevelEnded, LevelOfAnother, ScopeEmpty
from server.alerts.levels.models import SecurityLevel, SecurityLevelEnding, SecurityLevelUnit
from server.alerts.levels.queries.levels import in_force, level_within_reach, units_in_scope
from server.alerts.levels.rules import (
    LEVEL_WORDS,
    LevelDraft,
    check_draft,
    clock_text,
    say_raised,
    scope_from,
    state_on,
)
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once
from server.core.statements import insert_rows
from server.units.agencies.queries import agency_by_id, agency_paths, subtree
from server.units.registry.queries.reach import unit_within_reach

BATCH = 500


def raise_level(actor: Actor, draft: LevelDraft) -> SecurityLevel:
    """Raise the level for the units in scope; sent twice it is raised once. The caller asked for the password.

    Raises Forbidden (no agency), NotFound (a listed unit out of reach), LevelWindowImpossible, ScopeNotStated,
    ScopeEmpty, ResubmissionConflict.  Source: JN-3.3.
    """
    known = {"draft_hash": content_hash(draft.plain()), "created_by": actor.account_id}
    if earlier := find_resubmitted(SecurityLevel, draft.id, **known):
        return earlier
    if actor.agency_id is None:
        raise Forbidden()
    agency_id = actor.agency_id
    for unit_id in draft.scope.unit_ids:
        unit_within_reach(actor, unit_id)
    check_draft(draft, clock.today())

    def create() -> SecurityLevel:
        level = SecurityLevel.create(
            **{**vars(draft), "scope": draft.scope.plain(), "extra_template_codes": list(draft.extra_template_codes)}
            | {"zero_report_by": clock_text(draft.zero_report_by)},
            agency_id=agency_id,
            created_by_name=actor.name,
            created_at=clock.now(),
            **known,
        )
        count = len(_take_in(level))
        if not count:
            raise ScopeEmpty(fields=[FieldProblem("scope", ScopeEmpty.title, ScopeEmpty.code)])
        record_event(actor, "security_level.raised", subject=level, details={"units": count, "level": draft.level})
        return level

    return once(create, lambda: find_resubmitted(SecurityLevel, draft.id, **known))[0]


def end_level(actor: Actor, id: UUID, reason: str) -> SecurityLevel:
    """End a level before its last day, at once. Sent twice it is ended once. The caller asked for the password.

    Raises NotFound, LevelOfAnother, LevelEnded (by somebody else, for another reason, or by time).
    """
    level = level_within_reach(actor, id)
    above = agency_by_id(level.agency_id).path
    if not any(above.startswith(path) for path in agency_paths(actor)):
        raise LevelOfAnother()
    with database.atomic():
        lock_row(SecurityLevel.select(SecurityLevel.id).where(SecurityLevel.id == id))
        earlier = SecurityLevelEnding.get_or_none(SecurityLevelEnding.level_id == id)
        if earlier is None:
            _end(actor, level, reason)
        elif (earlier.by_account_id, earlier.reason) != (actor.account_id, reason):
            raise LevelEnded()
    return level_within_reach(actor, id)


def _end(actor: Actor, level: SecurityLevel, reason: str) -> None:
    today = clock.today()
    if state_on(level.from_on, level.to_on, level.ended_on, today) == "ended":
        raise LevelEnded()
    SecurityLevelEnding.create(
        id=new_id(),
        level_id=level.id,
        reason=reason,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    SecurityLevel.update(ended_on=today).where(SecurityLevel.id == level.id).execute()
    record_event(actor, "security_level.ended", subject=level)


def tell_of_level(id: UUID, *, ended: bool) -> None:
    """Tell the units under a level, and the agencies below the one that raised it; safe to repeat."""
    level = SecurityLevel.get_by_id(id)
    units = [
        row.unit_id
        for row in SecurityLevelUnit.select(SecurityLevelUnit.unit_id).where(SecurityLevelUnit.level_id == id)
    ]
    agencies = [agency.id for agency in subtree(agency_by_id(level.agency_id)) if agency.id != level.agency_id]
    what = "ended" if ended else "raised"
    with database.atomic():
        notify_all(_notices(level, what, unit_ids=units, agency_ids=agencies))


def take_in_newcomers() -> int:
    """Put units that came within the scope of a level in force under it, and tell them; how many. Safe to repeat."""
    count = 0
    for level in list(SecurityLevel.select().where(in_force(clock.today()))):
        with database.atomic():
            if unit_ids := _take_in(level):
                notify_all(_notices(level, "raised", unit_ids=unit_ids))
                record_event(SYSTEM, "security_level.widened", subject=level, details={"units": len(unit_ids)})
                count += len(unit_ids)
    return count


def _take_in(level: SecurityLevel) -> list[UUID]:
    """Those that were not under it yet."""
    known = SecurityLevelUnit.select(SecurityLevelUnit.unit_id).where(SecurityLevelUnit.level_id == level.id)
    already = {row.unit_id for row in known}
    meant = {row.id for row in units_in_scope(scope_from(level.scope), level.agency_id)}
    fresh: Sequence[UUID] = sorted(meant - already)
    since_on = max(level.from_on, clock.today())
    for start in range(0, len(fresh), BATCH):
        insert_rows(
            [
                SecurityLevelUnit(id=new_id(), level_id=level.id, unit_id=unit_id, since_on=since_on)
                for unit_id in fresh[start : start + BATCH]
            ]
        )
    return list(fresh)


def _notices(
    level: SecurityLevel, what: str, *, unit_ids: Sequence[UUID] = (), agency_ids: Sequence[UUID] = ()
) -> list[NoticeDraft]:
    """One for each unit and agency, all of one wording; ``what`` is raised or ended. 1 query."""
    agency = agency_by_id(level.agency_id).name
    over = f"{agency}已解除“{level.title}”的{LEVEL_WORDS[level.level]}防范，恢复日常防范。"
    text = over if what == "ended" else say_raised(agency, level)
    readers: list[dict[str, UUID]] = [{"unit_id": id} for id in unit_ids]
    readers += [{"agency_id": id} for id in agency_ids]
    return [
        NoticeDraft(
            kind=f"security_level.{what}",
            key=f"security_level:{level.id}:{what}:{next(iter(reader.values()))}",
            text=text,
            subject_type="security_level",
            subject_id=level.id,
            **reader,  # type: ignore[arg-type]
        )
        for reader in readers
    ]
