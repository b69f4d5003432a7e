"""Handing units out as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.registry.queries.file import UnitFile, unit_files
from server.units.registry.queries.listing import PageWish, UnitFilter, count_units, cursor_of, find_units
from server.units.registry.rules import Role, is_current
from server.units.spreadsheets.errors import TooManyRows
from server.units.spreadsheets.rules import COLUMNS, MOST_ROWS, WORD_OF_KIND
from server.units.spreadsheets.services.writing import write_units

_PAGE = 1000


def export_units(actor: Actor, wanted: UnitFilter) -> bytes:
    """The units within reach that match, as a workbook; who took how many is recorded.

    Raises Forbidden, TooManyRows.
    """
    actor.check("unit.export")
    count = count_units(actor, wanted)
    if count > MOST_ROWS:
        problem = FieldProblem("q", f"共 {count} 个单位，一次最多导出 {MOST_ROWS} 个，请加筛选条件", TooManyRows.code)
        raise TooManyRows(problem.message, fields=[problem], most=MOST_ROWS)
    content = write_units(_lines(actor, wanted), ("第一责任人", "场所数"))
    with database.atomic():
        agency = Agency.get_by_id(actor.agency_id)
        record_event(actor, "units.exported", subject=agency, details={"count": count})
    return content


def _lines(actor: Actor, wanted: UnitFilter) -> Iterator[list[Any]]:
    after = None
    while True:
        units = find_units(actor, wanted, PageWish(after=after, limit=_PAGE))
        for file in unit_files(units[:_PAGE]):
            yield _line(file)
        if len(units) <= _PAGE:
            return
        after = cursor_of(units[_PAGE - 1])


def _line(file: UnitFile) -> list[Any]:
    unit, day = file.unit, clock.today()
    values = {
        **unit.__data__,
        "kind": WORD_OF_KIND[unit.kind],
        "managed_by_id": file.agency_name(unit.managed_by_id),
        "guided_by_id": file.agency_name(unit.guided_by_id),
        "station_id": file.agency_name(unit.station_id),
        "department_id": file.agency_name(unit.department_id),
        "supervised_by_id": file.agency_name(unit.supervised_by_id),
        "counter_terror_target": "是" if unit.counter_terror_target else "否",
    }
    first = [
        row.person.name
        for row in file.responsibilities
        if row.role == Role.FIRST_RESPONSIBLE and row.site_id is None and is_current(row.from_on, row.to_on, day)
    ]
    return [*(values[column.field] for column in COLUMNS), "、".join(first), len(file.sites)]
