"""Acts of upkeep."""

from device_checks.upkeep.services.equipment import count_equipment, move_equipment, refresh_stock
from device_checks.upkeep.services.hazards import make_hazard_of_gap, make_hazard_of_task
from device_checks.upkeep.services.nightly import look_after_facilities
from device_checks.upkeep.services.reports import record_maintenance, report_status
from device_checks.upkeep.services.tasks import (
    cancel_for_scrapped,
    close_by_good_check,
    end_task,
    open_task,
    open_task_by_hand,
)
from device_checks.upkeep.services.terms import seed_upkeep_terms, set_upkeep_term
from device_checks.upkeep.services.tests import record_test

__all__ = [
    "cancel_for_scrapped",
    "close_by_good_check",
    "count_equipment",
    "end_task",
    "look_after_facilities",
    "make_hazard_of_gap",
    "make_hazard_of_task",
    "move_equipment",
    "open_task",
    "open_task_by_hand",
    "record_maintenance",
    "record_test",
    "refresh_stock",
    "report_status",
    "seed_upkeep_terms",
    "set_upkeep_term",
]
