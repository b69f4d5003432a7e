"""Ask recorders how far back they reach: one that a person looks at, or all of them by night."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from device_checks.recordings.errors import CannotBeAsked
from device_checks.recordings.queries import askable_after, facilities_by_id, recorder_within_reach
from device_checks.recordings.rules import Reach, longest_gap_hours
from device_checks.recordings.services.checking import note_failure, note_found
from device_checks.registers.models import Facility
from device_checks.sources.errors import GrabFailed
from device_checks.sources.queries.targets import recorder_targets
from device_checks.sources.rules.targets import Limits, Target
from device_checks.sources.services.grabbing import search_recordings
from server.core import clock
from server.core.permissions import Actor

LIMITS = Limits(seconds=8.0)
#: In one job: at most 8 x 8 s when all of them hang, well under a job's lease.
BATCH = 64
AT_ONCE = 8

_Answer = Reach | GrabFailed


def ask_recorder(actor: Actor, facility_id: UUID) -> Facility:
    """Ask one now, and keep what it says. Raises NotFound, CannotBeAsked.  Source: JN-2.2.5h."""
    facility = recorder_within_reach(actor, facility_id)
    target = recorder_targets([facility_id]).get(facility_id)
    if target is None:
        raise CannotBeAsked()
    _keep(actor, facility, _ask(target, facility))
    return facility


def ask_some(actor: Actor, after: UUID | None) -> UUID | None:
    """Ask the next batch; the last id, or None when all were asked.  Source: JN-2.2.5h."""
    ids = askable_after(after, BATCH)
    if not ids:
        return None
    targets, facilities = recorder_targets(ids), facilities_by_id(ids)
    wanted = [(targets[id], facilities[id]) for id in ids if id in targets and id in facilities]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (_, facility), answer in zip(wanted, pool.map(lambda one: _ask(*one), wanted), strict=True):
            _keep(actor, facility, answer)
    return ids[-1]


def _ask(target: Target, facility: Facility) -> _Answer:
    """No database here: threads of the pool have no connection."""
    try:
        earliest, spans = search_recordings(target, LIMITS)
    except GrabFailed as error:
        return error
    moment = clock.now()
    today = clock.beijing_day(moment)
    earliest_on = clock.beijing_day(earliest) if earliest else None
    if earliest_on is not None and earliest_on > today:
        return GrabFailed("broken", "设备给出的最早录像时间晚于现在")
    gap = longest_gap_hours([(one.since, one.until) for one in spans], moment, earliest_on)
    return Reach(today, earliest_on, gap, facility.in_use_since_on)


def _keep(actor: Actor, facility: Facility, answer: _Answer) -> None:
    if isinstance(answer, GrabFailed):
        note_failure(actor, facility, answer.detail)
    else:
        note_found(actor, facility, answer)
