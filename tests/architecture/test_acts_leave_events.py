"""Every act leaves one event row in its own transaction (convention 10); found by reading the services' source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import calls, dotted, files, module_of, name_of, tree

WRITES = re.compile(
    r"([A-Z]\w*\.(create|insert|insert_many|insert_from|update|delete|bulk_create|bulk_update|replace|replace_many)"
    r"|[a-z]\w*\.(delete_instance|save)|save_versioned)"
)

#: Acts that write without an event, each with its reason. Parts of acts need no entry: their callers are looked at.
WITHOUT_EVENT = {
    "courses.items.services.usage.note_used": "part of each act that makes a paper or a quiz",
    "reports.exports.services.making._Counting.lines": "no act: notes how far an export is; what came of it has its event",
    "reports.exports.services.making._note": "no act: how far an export is; what came of it has its event",
    "reports.figures.services.counting.count_change": "part of each act on hazards, which calls it as a watcher",
    "reports.figures.services.counting.move_units": "part of each act that moves a unit's reach, which calls it as a watcher",
    "reports.figures.services.counting.fold_changes": "no act: what was counted is added up, and stays the same",
    "reports.documents.services.issuing.note_failure": "no act: how a job's last try ended, replaced by the next",
    "reports.documents.services.tools.DatabaseLedger.next_serial": "counts time stamps; the act that wants one leaves its event",
    "mobile_api.uploads.services.sweep_uploads": "throws away unfinished drafts; no act of a person, nothing was received",
}


@dataclass
class Act:
    """One function: whether it writes, whether it leaves an event, whom it calls."""

    service: bool
    writes: bool = False
    records: bool = False
    opens: bool = False
    called: set[str] = field(default_factory=set)


@cache
def acts() -> dict[str, Act]:
    """Every function and method of the program by full name."""
    services = {*files(room="services"), *files(room="demo")}
    found = {}
    for path in files():
        names = imported(tree(path))
        for owner, function in every_function(path):
            act = Act(service=path in services)
            for name, _ in calls(function):
                act.writes |= bool(WRITES.fullmatch(".".join(name.split(".")[-2:])))
                # (inside of the event log the one calls the other)
                act.records |= module_of(path) != "server.core.events" and name.rsplit(".", 1)[-1] in {
                    "record_event",
                    "record_events",
                }
                act.opens |= name in {"database.atomic", "database.in_transaction", "once"}
                head, _, rest = name.partition(".")
                known = names.get(head, f"{module_of(path)}.{head}")
                act.called.add(f"{known}.{rest}" if rest else known)
            found[f"{module_of(path)}.{owner}{function.name}"] = act
    doors = front_doors()
    for act in found.values():
        act.called |= {doors[name] for name in act.called if name in doors}
    return found


def front_doors() -> dict[str, str]:
    """Name in a package's __init__ → where it is defined."""
    return {
        f"{module_of(path)}.{name}": target
        for path in files()
        if path.name == "__init__.py"
        for name, target in imported(tree(path)).items()
    }


def every_function(path: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.", part) for part in node.body if isinstance(part, ast.FunctionDef))


def imported(module: ast.Module) -> dict[str, str]:
    """Local name → full name of what a file imports from elsewhere."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def reached(name: str, seen: set[str] | None = None) -> Iterator[Act]:
    """The function and all functions of services that it calls, however deep."""
    seen = set() if seen is None else seen
    if name in seen or name not in acts():
        return
    seen.add(name)
    yield acts()[name]
    for called in acts()[name].called:
        yield from reached(called, seen)


def records(name: str) -> bool:
    return any(act.records for act in reached(name))


def is_covered(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether every act that this function is a part of leaves an event."""
    if records(name) or name in WITHOUT_EVENT or name in seen:
        return True
    return bool(callers(name)) and all(acts()[c].service and is_covered(c, seen | {name}) for c in callers(name))


def is_inside(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether this function opens a transaction, refuses to run without one, or all that call it do."""
    if acts()[name].opens or name in seen:
        return True
    return bool(callers(name)) and all(is_inside(caller, seen | {name}) for caller in callers(name))


def callers(name: str) -> list[str]:
    return [caller for caller, act in acts().items() if name in act.called and caller != name]


def writing() -> list[str]:
    return sorted(
        name for name, act in acts().items() if act.service and any(a.writes and a.service for a in reached(name))
    )


def test_there_are_acts_to_look_at() -> None:
    assert len(writing()) >= 30


@pytest.mark.parametrize("name", writing())
def test_an_act_leaves_an_event(name: str) -> None:
    assert is_covered(name), f"{name} writes rows, and no event tells of it"


@pytest.mark.parametrize("name", sorted(name for name, act in acts().items() if act.service and act.writes))
def test_a_write_is_inside_of_a_transaction(name: str) -> None:
    """A bare write commits by itself, and on SQLite nobody syncs it (docs/decisions/0003-shared-wal-sync.md)."""
    assert is_inside(name), f"{name} writes rows outside of database.atomic()"


def test_a_forgotten_event_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule itself works: without its event an act is no longer covered."""
    name = "server.web.signin.services.lock_account"
    monkeypatch.setitem(acts(), name, replace(acts()[name], records=False))
    assert not is_covered(name)


def test_the_list_of_exceptions_holds_only_what_is_there() -> None:
    assert {name for name in WITHOUT_EVENT if name not in writing()} == set()


def test_only_services_open_transactions() -> None:
    """And the core: ``once``, jobs and the scheduler; a transaction elsewhere hides from the list above."""
    allowed = ("server/core/records.py", "server/core/jobs.py", "server/core/engine.py", "server/core/seeds.py")
    services = set(files(room="services"))
    openers = {
        name_of(path)
        for path in files()
        if path not in services and any(name == "database.atomic" for name, _ in calls(tree(path)))
    }
    assert openers - set(allowed) == set()


def test_nobody_but_the_core_touches_the_event_log() -> None:
    wrong = [
        f"{name_of(path)}: {name}"
        for path in files()
        if module_of(path) != "server.core.events"
        for name, _ in calls(tree(path))
        if name.startswith(("Event.", "EventLane.")) and WRITES.fullmatch(name)
    ]
    assert wrong == []


def test_routes_and_jobs_write_nothing_themselves() -> None:
    wrong = [
        f"{name_of(path)}: {dotted(call.func)}"
        for room in ("api", "jobs", "schemas", "queries", "rules")
        for path in files(room=room)
        if name_of(path) != "server/core/jobs.py"
        for name, call in calls(tree(path))
        if re.fullmatch(r"[A-Z]\w*\.(create|insert|insert_many|bulk_create|update|delete)", name)
    ]
    assert wrong == []
