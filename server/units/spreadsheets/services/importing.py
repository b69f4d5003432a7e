"""Taking units from a workbook: all of it or nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from uuid import UUID

from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.areas.queries import known_codes
from server.units.registry.models import Unit
from server.units.registry.queries.reach import scope_of, units_within_reach
from server.units.registry.rules import UnitDraft
from server.units.registry.services.reach_rows import TallyChanges, agencies_over, settle_tallies
from server.units.registry.services.units import (
    check_draft,
    insert_units,
    named_ids,
    prepare_units,
    rewrite_unit,
    route,
)
from server.units.spreadsheets.models import UnitImport
from server.units.spreadsheets.rules import BY_FIELD, MOST_ERRORS, CellError, Row, RowReader
from server.units.spreadsheets.services.reading import read_rows

_BATCH = 400


@dataclass
class _Plan:
    """What the workbook asks for, once nothing is wrong with it."""

    fresh: list[UnitDraft] = field(default_factory=list)
    changed: list[tuple[Unit, UnitDraft]] = field(default_factory=list)


def import_units(actor: Actor, content: bytes, *, dry_run: bool) -> UnitImport:
    """Create and update the units of a workbook, or, with any error or on a dry run, change nothing.

    A unit is recognised by its credit code, without one by name and station. Sent again, the same workbook finds
    nothing to do. Raises Forbidden, NotAWorkbook, TooManyRows.
    """
    actor.check("unit.import")
    rows, errors = read_rows(BytesIO(content))
    agencies = {agency.id: agency for agency in Agency.select()}
    plan = _Plan()
    if not errors:
        plan, errors = _plan(actor, rows, agencies)
    sha256 = files().put(content)
    write = not errors and not dry_run
    fresh = prepare_units(sorted(plan.fresh, key=_key)) if write else []
    with database.atomic():
        if write:
            _write(fresh, plan.changed, agencies)
        attempt = UnitImport.create(
            id=new_id(),
            account_id=actor.account_id,
            at=clock.now(),
            workbook_sha256=sha256,
            dry_run=dry_run,
            created=0 if errors else len(plan.fresh),
            updated=0 if errors else len(plan.changed),
            errors=[error.as_row() for error in errors[:MOST_ERRORS]],
        )
        details = {"created": attempt.created, "updated": attempt.updated, "errors": len(errors), "sha256": sha256}
        record_event(actor, "units.imported" if write else "units.import_checked", subject=attempt, details=details)
    return attempt


def _write(fresh: list[Unit], changed: list[tuple[Unit, UnitDraft]], agencies: Mapping[UUID, Agency]) -> None:
    """Rows in the order of their keys and tallies last: imports at the same time wait, but never in a ring."""
    changes: TallyChanges = Counter()
    for unit, draft in sorted(changed, key=lambda pair: pair[0].number):
        rewrite_unit(unit, draft, agencies, changes)
    insert_units(fresh, agencies, changes)
    settle_tallies(changes)


def _plan(actor: Actor, rows: list[Row], agencies: Mapping[UUID, Agency]) -> tuple[_Plan, list[CellError]]:
    by_name: dict[str, list[UUID]] = defaultdict(list)
    for agency in agencies.values():
        for name in {agency.name, agency.short_name}:
            by_name[name].append(agency.id)
    reader = RowReader(by_name)
    read = [(row, values) for row in rows if (values := reader.read(row))]
    areas = known_codes({values["area_code"] for _, values in read})
    drafts: list[tuple[Row, UnitDraft]] = []
    routed: dict[tuple[str, str], UUID | None] = {}
    said: dict[UUID, dict[str, Any]] = {}
    for row, values in read:
        draft = route(UnitDraft(id=new_id(), **values), routed)
        said[draft.id] = values
        for problem in check_draft(draft, agencies, areas):
            reader.complain(row, BY_FIELD[problem.field], problem.message, problem.code)
        drafts.append((row, draft))
    _check_rows(reader, actor, drafts, agencies)
    plan = _Plan()
    known = _known_units(actor, [draft for _, draft in drafts])
    taken = _codes_taken({draft.uscc for _, draft in drafts if draft.uscc} - set(known))
    for row, draft in drafts:
        unit = known.get(_key(draft))
        if unit is None and draft.uscc in taken:
            reader.complain(row, BY_FIELD["uscc"], "统一社会信用代码已由其他机关登记", "uscc_taken")
        elif unit is None:
            plan.fresh.append(draft)
        elif _differs(unit, kept := _keep_unsaid(unit, draft, said[draft.id])):
            plan.changed.append((unit, kept))
    return plan, sorted(reader.errors, key=lambda error: error.row)


def _check_rows(
    reader: RowReader, actor: Actor, drafts: list[tuple[Row, UnitDraft]], agencies: Mapping[UUID, Agency]
) -> None:
    """What can only be said of a row beside the others or beside the actor: doubled units, units elsewhere."""
    seen: dict[str, int] = {}
    everything = scope_of(actor).everything
    agency = agencies.get(actor.agency_id) if actor.agency_id else None
    own = agency.number if agency else None
    for row, draft in drafts:
        key = _key(draft)
        if key in seen:
            column = BY_FIELD["uscc" if draft.uscc else "name"]
            reader.complain(row, column, f"与第 {seen[key]} 行重复", "doubled_unit")
        seen.setdefault(key, row.number)
        over = agencies_over(agencies[id] for id in named_ids(draft) if id in agencies)
        if not everything and own not in over:
            reader.complain(row, BY_FIELD["station_id"], "不能登记本机关管辖范围以外的单位", "outside_own_area")
        if len(draft.name) < 2:
            reader.complain(row, BY_FIELD["name"], "至少 2 个字", "too_short")
        if not _is_code(draft.industry):
            reader.complain(row, BY_FIELD["industry"], "应为小写英文行业代码", "not_an_industry")


def _known_units(actor: Actor, drafts: list[UnitDraft]) -> dict[str, Unit]:
    """Units within reach that the drafts mean, by key."""
    found: dict[str, Unit] = {}
    codes = [draft.uscc for draft in drafts if draft.uscc]
    names = [draft.name for draft in drafts if not draft.uscc]
    for batch in _batches(codes):
        for unit in units_within_reach(actor).where(Unit.uscc.in_(batch)):
            found[unit.uscc] = unit
    for batch in _batches(names):
        for unit in units_within_reach(actor).where(Unit.name.in_(batch) & Unit.uscc.is_null()):
            found[f"{unit.name}\n{unit.station_id}"] = unit
    return found


def _codes_taken(codes: Iterable[str]) -> set[str]:
    return {row.uscc for batch in _batches(sorted(codes)) for row in Unit.select(Unit.uscc).where(Unit.uscc.in_(batch))}


def _batches(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))


def _key(draft: UnitDraft) -> str:
    return draft.uscc or f"{draft.name}\n{draft.station_id}"


def _keep_unsaid(unit: Unit, draft: UnitDraft, values: Mapping[str, Any]) -> UnitDraft:
    """The draft for a known unit: what the workbook leaves empty of these stays as it is; facts it never holds."""
    stays = {name: getattr(unit, name) for name in ("department_id", "supervised_by_id") if values[name] is None}
    return replace(draft, id=unit.id, facts=unit.facts, **stays)


def _differs(unit: Unit, draft: UnitDraft) -> bool:
    """Facts are not in the workbook: they stay as they are."""
    wanted: dict[str, Any] = {name: value for name, value in vars(draft).items() if name not in {"id", "facts"}}
    wanted["kind"] = draft.kind.value
    return any(getattr(unit, name) != value for name, value in wanted.items())


def _is_code(text: str) -> bool:
    return text.isascii() and text.islower() and text[0].isalpha() and text.replace("_", "").isalnum()
