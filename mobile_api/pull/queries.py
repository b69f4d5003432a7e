"""What a phone has not read yet, within its account's reach."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checklists.tasks.queries import open_task_unit_ids, tasks_for_phone, tasks_gone_for
from checklists.templates.queries import versions_changed_since
from mobile_api.pull.rules import (
    MOST_UNITS_OFFLINE,
    UNITS_A_PAGE,
    Cursor,
    begin,
    following_since,
    read_cursor,
)
from server.core import clock
from server.core.canonical import content_hash
from server.core.permissions import Actor
from server.units.bases.queries import find_bases
from server.units.people.queries import officers_of_agency
from server.units.registry.models import Unit
from server.units.registry.queries.file import shape_of, unit_files
from server.units.registry.queries.listing import UnitFilter, count_units
from server.units.registry.queries.pull import pull_units
from server.units.registry.queries.reach import units_by_id

Json = dict[str, Any]


def pull(actor: Actor, cursor_text: str | None) -> Json:
    """Everything changed since the cursor, one page of units at a time; rows may repeat.

    A cursor of another account, or from before the reach outgrew or re-entered what a phone can hold, begins anew.
    The number of queries does not grow with the rows. Raises Invalid.
    """
    began = clock.now()
    scope = "all_units" if count_units(actor, UnitFilter()) <= MOST_UNITS_OFFLINE else "task_units"
    cursor = read_cursor(cursor_text) if cursor_text else begin(actor.account_id, scope)
    if (cursor.account, cursor.scope) != (str(actor.account_id), scope):
        cursor = begin(actor.account_id, scope)
    tasks = tasks_for_phone(actor, cursor.since_instant)
    if scope == "all_units":
        pulled = pull_units(actor, cursor.units, UNITS_A_PAGE)
        units, gone, mark, more = pulled.units, pulled.gone, pulled.mark, pulled.more
    else:
        units, gone, mark, more = _task_units(actor, cursor, tasks), [], None, False
    people, people_digest = _unless_seen(_people(actor), cursor.people)
    bases, bases_digest = _unless_seen(_bases(), cursor.bases)
    versions = versions_changed_since(cursor.since_instant)
    following = replace(cursor, since=following_since(began), units=mark, people=people_digest, bases=bases_digest)
    return {
        "cursor": following.text,
        "more": more,
        "scope": scope,
        "tasks": tasks,
        "units": [shape_of(file) for file in unit_files(units)],
        "template_versions": versions,
        "people": people,
        "bases": bases,
        # An ended task comes among the tasks with its state; gone is only what somebody else does now.
        "gone": {"units": gone, "tasks": tasks_gone_for(actor, cursor.since_instant)},
    }


def _task_units(actor: Actor, cursor: Cursor, tasks: list[Json]) -> list[Unit]:
    """Units of open tasks: those that changed, and those whose task is new to this phone."""
    units = units_by_id(actor, open_task_unit_ids(actor))
    since, fresh = cursor.since_instant, {task["unit_id"] for task in tasks}
    return [unit for unit in units if since is None or unit.changed_at > since or unit.id in fresh]


def _people(actor: Actor) -> list[Json]:
    """Officers of the own agency, to be named on a record; no telephone numbers."""
    if actor.agency_id is None:
        return []
    names = ("id", "name", "post", "certificate_no", "certificate_valid_to", "agency_id", "unit_id")
    return [{name: getattr(person, name) for name in names} for person in officers_of_agency(actor.agency_id)]


def _bases() -> list[Json]:
    """All policy bases, with their standing today: a phone shows what has lapsed as reference only."""
    today = clock.today()
    return [
        {
            "id": basis.code,
            "title": basis.title,
            "doc_no": basis.doc_no,
            "status": basis.validity.status_on(today).value,
            "effective_to": basis.effective_to,
        }
        for basis in find_bases("", None, 10_000)
    ]


def _unless_seen(rows: list[Json], seen: str) -> tuple[list[Json], str]:
    """A short list whole, or nothing when the phone has this very list; and the list's digest."""
    digest = content_hash([{name: _plain(value) for name, value in row.items()} for row in rows])[:16]
    return ([] if digest == seen else rows), digest


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
