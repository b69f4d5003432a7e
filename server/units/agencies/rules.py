"""How agencies hang together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class AgencyKind(StrEnum):
    POLICE_CITY = "police_city"  # 市局
    POLICE_BRANCH = "police_branch"  # 分局、县局、支队
    POLICE_STATION = "police_station"  # 派出所
    DEPARTMENT = "department"  # 行业主管部门
    GOVERNMENT = "government"


POLICE = frozenset({AgencyKind.POLICE_CITY, AgencyKind.POLICE_BRANCH, AgencyKind.POLICE_STATION})

#: What may stand right above what; None: nothing. Three levels of police. Source: JN-2.3.1b, JN-0a.
PARENTS: dict[AgencyKind, frozenset[AgencyKind | None]] = {
    AgencyKind.POLICE_CITY: frozenset({None}),
    AgencyKind.POLICE_BRANCH: frozenset({AgencyKind.POLICE_CITY}),
    AgencyKind.POLICE_STATION: frozenset({AgencyKind.POLICE_BRANCH}),
    AgencyKind.DEPARTMENT: frozenset({None, AgencyKind.GOVERNMENT, AgencyKind.DEPARTMENT}),
    AgencyKind.GOVERNMENT: frozenset({None, AgencyKind.GOVERNMENT}),
}


@dataclass(frozen=True)
class AgencyDraft:
    id: UUID
    name: str
    short_name: str
    kind: AgencyKind
    parent_id: UUID | None
    area_code: str
    since_on: date


@dataclass(frozen=True)
class NameDraft:
    """A new name from a day on; the names before it stay known."""

    id: UUID
    name: str
    short_name: str
    from_on: date


@dataclass(frozen=True)
class ContactDraft:
    """Who is asked about the work, and how, from a day on; earlier ones stay known."""

    id: UUID
    label: str
    phone: str
    source: str
    from_on: date


def is_place_allowed(kind: AgencyKind, parent: AgencyKind | None) -> bool:
    return parent in PARENTS[kind]


def numbers_of_path(path: str) -> list[int]:
    """``/1/4/19/`` -> [1, 4, 19]: the agency itself last, those above it before."""
    return [int(part) for part in path.split("/") if part]
