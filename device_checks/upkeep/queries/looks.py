"""What was seen and done at one facility, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.registers.queries import facility_within_reach
from device_checks.upkeep.models import EquipmentMove, FacilityTest, Maintenance, StatusReport, UpkeepTask
from device_checks.upkeep.queries.tasks import task_shapes
from device_checks.upkeep.queries.terms import term_on
from device_checks.upkeep.rules.terms import interval_of
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.registry.queries.lookups import unit_names

Json = dict[str, Any]
REPORT, TEST, MAINTENANCE = "facility_report", "facility_test", "facility_maintenance"  # what photos are attached to
MOST_SHOWN = 50


def upkeep_of(actor: Actor, facility_id: UUID) -> Json:
    """A facility with its latest reports, tests, maintenance, tasks and moves; 14 queries. Raises NotFound.

    Source: JN-2.2.2d.
    """
    facility = facility_within_reach(actor, facility_id)
    return {
        "facility": facility_lines([facility])[0],
        "unit": {"id": facility.unit_id, "name": unit_names([facility.unit_id]).get(facility.unit_id, "")},
        "reports": shapes(_latest(StatusReport, facility.id), REPORT),
        "tests": shapes(_latest(FacilityTest, facility.id), TEST),
        "maintenance": shapes(_latest(Maintenance, facility.id), MAINTENANCE),
        "tasks": task_shapes(_latest(UpkeepTask, facility.id)),
        "moves": _latest(EquipmentMove, facility.id),
    }


def facility_lines(facilities: list[Facility]) -> list[Json]:
    """Facilities as phone and lists show them, with the period of their checks; one query."""
    periods = term_on("check_interval_days")
    return [
        {
            **facility.__data__,
            "check_every_days": facility.check_every_days or interval_of(periods, facility.kind, facility.type),
        }
        for facility in facilities
    ]


def shapes(rows: list[Any], subject_type: str) -> list[Json]:
    """Rows with their files; one query."""
    files = attachments_of(subject_type, [row.id for row in rows])
    return [{**row.__data__, "files": files[row.id]} for row in rows]


def _latest(table: Any, facility_id: UUID) -> list[Any]:
    return list(table.select().where(table.facility_id == facility_id).order_by(table.id.desc()).limit(MOST_SHOWN))
