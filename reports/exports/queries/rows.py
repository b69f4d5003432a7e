"""The rows of each list in batches, as the list itself finds them: same filters, same reach, constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from checklists.hazards import queries as hazards
from checklists.hazards.schemas import HazardQuery
from checklists.inspections import queries as inspections
from checklists.inspections.models import ExpectedMedium
from checklists.inspections.schemas import InspectionQuery
from checklists.tasks import queries as tasks
from checklists.tasks.schemas import TaskQuery
from device_checks.catalogues.queries import CatalogueFilter, catalogue_entries
from device_checks.catalogues.schemas import CatalogueQuery
from device_checks.registers.queries import FacilityFilter, find_facilities
from device_checks.registers.schemas.facilities import FacilityFilterQuery
from reports.figures.queries.breakdowns import hazards_by
from reports.figures.queries.scope import agency_within_reach
from reports.figures.schemas import BreakdownQuery
from server.core import clock
from server.core.permissions import Actor
from server.units.registry.queries.file import UnitFile, unit_files
from server.units.registry.queries.listing import PageWish, UnitFilter, count_units, cursor_of, find_units
from server.units.registry.rules import Role, is_current
from server.units.registry.schemas import UnitFilterQuery

Row = dict[str, Any]
Batches = Iterator[list[Row]]
BATCH = 1000
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}

PERMISSIONS = {
    "units": "unit.export",
    "hazards": "hazard.view",
    "inspections": "inspection.view",
    "tasks": "task.view",
    "figures": "figure.view",
    "facilities": "facility.export",
    "cameras": "facility.export",
}
_FILTERS: dict[str, Callable[[], Any]] = {
    "units": UnitFilterQuery,
    "hazards": HazardQuery,
    "inspections": InspectionQuery,
    "tasks": TaskQuery,
    "figures": BreakdownQuery,
    "facilities": FacilityFilterQuery,
    "cameras": CatalogueQuery,
}


def read_filters(subject: str, filters: dict[str, str]) -> Row:
    """Filters as the list's own schema reads them; what it doesn't know is left out. Raises ValidationError."""
    given = {name: value for name, value in filters.items() if value != "" and name not in {"limit", "after"}}
    return dict(_FILTERS[subject]().load(given))


def rows_of_list(actor: Actor, subject: str, filters: dict[str, str]) -> tuple[int | None, Batches]:
    """How many rows there will be, if that is cheap to know, and the rows, a batch at a time."""
    wanted = read_filters(subject, filters)
    return _LISTS[subject](actor, wanted)


def _units(actor: Actor, wanted: Row) -> tuple[int, Batches]:
    question = UnitFilter(**wanted)

    def batches() -> Batches:
        after = None
        while True:
            found = find_units(actor, question, PageWish(after=after, limit=BATCH))
            yield [_unit_row(file) for file in unit_files(found[:BATCH])]
            if len(found) <= BATCH:
                return
            after = cursor_of(found[BATCH - 1])

    return count_units(actor, question), batches()


def _unit_row(file: UnitFile) -> Row:
    unit, day = file.unit, clock.today()
    first = [
        duty.person.name
        for duty in file.responsibilities
        if duty.role == Role.FIRST_RESPONSIBLE and duty.site_id is None and is_current(duty.from_on, duty.to_on, day)
    ]
    return {
        **unit.__data__,
        "managed_by": file.agency_name(unit.managed_by_id),
        "guided_by": file.agency_name(unit.guided_by_id),
        "station": file.agency_name(unit.station_id),
        "department": file.agency_name(unit.department_id),
        "first_responsible": "、".join(first),
        "sites": len(file.sites),
    }


def _paged(find: Callable[[str | None], Row], row_of: Callable[[list[Any]], list[Row]]) -> Batches:
    after: str | None = None
    while True:
        page = find(after)
        yield row_of(page["items"])
        after = page["next"]
        if after is None:
            return


def _hazards(actor: Actor, wanted: Row) -> tuple[int, Batches]:
    question = {**wanted, "limit": BATCH}
    return hazards.count_hazards(actor, hazards.HazardFilter(**question)), _paged(
        lambda after: hazards.find_hazards(actor, hazards.HazardFilter(**{**question, "after": after})), _hazard_rows
    )


def _hazard_rows(items: list[Any]) -> list[Row]:
    return [
        {
            **item,
            "bases": "；".join(f"{basis['title']}{basis['article']}" for basis in item["bases"]),
            "files": "；".join(f"{sha256}.jpg" for sha256 in item["photos"]),
        }
        for item in items
    ]


def _inspections(actor: Actor, wanted: Row) -> tuple[int | None, Batches]:
    question = {**wanted, "limit": BATCH}
    return None, _paged(
        lambda after: inspections.find_inspections(actor, inspections.InspectionFilter(**{**question, "after": after})),
        _inspection_rows,
    )


def _inspection_rows(items: list[Any]) -> list[Row]:
    files = _evidence_names([item["id"] for item in items])
    return [
        {
            **item,
            "unit_name": item["unit"]["name"],
            "site_name": item["site"]["name"] if item["site"] else "",
            "template": item["template_version"]["title"],
            "officers": "、".join(officer["name"] for officer in item["officers"]),
            **item["score"],
            "files": "；".join(files.get(item["id"], [])),
        }
        for item in items
    ]


def _evidence_names(ids: list[UUID]) -> dict[UUID, list[str]]:
    """The files each record names, as they are called in the store; one query."""
    found: dict[UUID, list[str]] = {}
    query = ExpectedMedium.select().where(ExpectedMedium.inspection_id.in_(ids)).order_by(ExpectedMedium.id)
    for row in query if ids else ():
        found.setdefault(row.inspection_id, []).append(f"{row.sha256}.{ENDINGS.get(row.media_type, 'bin')}")
    return found


def _tasks(actor: Actor, wanted: Row) -> tuple[int | None, Batches]:
    question = {**wanted, "limit": BATCH}
    return None, _paged(
        lambda after: tasks.find_tasks(actor, tasks.TaskFilter(**{**question, "after": after})), _task_rows
    )


def _task_rows(items: list[Any]) -> list[Row]:
    return [
        {
            **item,
            "officers": "、".join(officer["name"] for officer in item["officers"]),
            "inspections": len(item["inspection_ids"]),
        }
        for item in items
    ]


def _figures(actor: Actor, wanted: Row) -> tuple[int, Batches]:
    rows = hazards_by(agency_within_reach(actor, wanted["agency_id"]), wanted["by"], wanted["year"])
    return len(rows), iter([rows])


def _facilities(actor: Actor, wanted: Row) -> tuple[None, Batches]:
    """Without the cameras that are kept secret. Source: LN-10."""
    question = {**wanted, "limit": BATCH}
    return None, _paged(
        lambda after: find_facilities(actor, FacilityFilter(**{**question, "after": after})), _facility_rows
    )


def _facility_rows(items: list[Any]) -> list[Row]:
    return [
        {**item, "unit_name": item["unit"]["name"], "place_name": item["place"]["name"] if item["place"] else ""}
        for item in items
        if not (item["camera"] and item["camera"]["is_barred"])
    ]


def _cameras(actor: Actor, wanted: Row) -> tuple[None, Batches]:
    """What the catalogue holds, as a table. Source: JN-2.2.3c, LN-10."""
    return None, (
        [
            {**vars(entry), **entry.codes, "civil_code": entry.civil_code, "status": "ON" if entry.is_on else "OFF"}
            for entry in entries
        ]
        for entries in catalogue_entries(actor, CatalogueFilter(**wanted))
    )


_LISTS: dict[str, Callable[[Actor, Row], tuple[int | None, Batches]]] = {
    "units": _units,
    "hazards": _hazards,
    "inspections": _inspections,
    "tasks": _tasks,
    "figures": _figures,
    "facilities": _facilities,
    "cameras": _cameras,
}
