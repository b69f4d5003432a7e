"""Rules of upkeep; the front door of the room."""

from device_checks.upkeep.rules.acts import (
    CONDITIONS,
    TEST_KINDS,
    CountDraft,
    MaintenanceDraft,
    MoveDraft,
    ReportDraft,
    TestDraft,
    check_photos,
)
from device_checks.upkeep.rules.tasks import (
    KINDS,
    ORIGINS,
    OUTCOMES,
    TaskDraft,
    TaskEndDraft,
    check_end,
    open_key_of,
)

__all__ = [
    "CONDITIONS",
    "KINDS",
    "ORIGINS",
    "OUTCOMES",
    "TEST_KINDS",
    "CountDraft",
    "MaintenanceDraft",
    "MoveDraft",
    "ReportDraft",
    "TaskDraft",
    "TaskEndDraft",
    "TestDraft",
    "check_end",
    "check_photos",
    "open_key_of",
]
