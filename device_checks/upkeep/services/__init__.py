"""Acts of upkeep."""

from device_checks.upkeep.services.tasks import close_by_good_check, end_task, open_task
from device_checks.upkeep.services.terms import seed_upkeep_terms, set_upkeep_term
from device_checks.upkeep.services.tests import record_test

__all__ = ["close_by_good_check", "end_task", "open_task", "record_test", "seed_upkeep_terms", "set_upkeep_term"]
