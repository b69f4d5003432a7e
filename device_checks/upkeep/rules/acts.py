"""What people and devices hand in about a facility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from device_checks.upkeep.errors import PhotoMissing
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

CONDITIONS = ("normal", "damaged", "missing")
TEST_KINDS = ("alarm", "function", "power", "other")


@dataclass(frozen=True)
class ReportDraft:
    """How a facility was found; ``reported_at`` is the claim of the reporter's clock."""

    id: UUID
    facility_id: UUID
    condition: str  # normal, damaged, missing
    note: str
    reported_at: datetime
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class MaintenanceDraft:
    id: UUID
    facility_id: UUID
    what: str
    who: str
    done_on: date
    next_due_on: date | None = None
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class TestDraft:
    """A trial of a facility. ``measured`` holds numbers with their unit in the name, such as ``seconds``."""

    id: UUID
    facility_id: UUID
    kind: str  # alarm, function, power, other
    passed: bool
    tested_at: datetime
    measured: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    files: tuple[AttachedFile, ...] = ()

    __test__ = False  # no class of tests, whatever its name


@dataclass(frozen=True)
class CountDraft:
    """What was counted at a post, each of the seven kinds. Source: LN-8."""

    id: UUID
    place_id: UUID
    counts: Mapping[str, int]
    note: str
    counted_at: datetime
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class MoveDraft:
    id: UUID
    facility_id: UUID
    kind: str  # issue, return
    quantity: int
    holder: str
    note: str = ""


def check_photos(files: Sequence[AttachedFile]) -> None:
    """A condition is shown by one photo at least. Raises PhotoMissing.  Source: JN-2.2.2d, LN-7."""
    if not any(file.purpose == "photo" for file in files):
        raise PhotoMissing(fields=[FieldProblem("files", PhotoMissing.title, PhotoMissing.code)])
