"""What a unit is, and what must hold of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from server.core.errors import FieldProblem
from server.units.agencies.rules import POLICE, AgencyKind

INITIALS_LENGTH = 24


class UnitKind(StrEnum):
    """Wider than the regulation, which treats organs and groups by reference. Source: JN-0b."""

    ORGAN = "organ"  # 机关
    GROUP = "group"  # 团体
    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"  # 事业单位
    UNIVERSITY = "university"
    OTHER = "other"


class Role(StrEnum):
    """Source: JN-2.2.1a."""

    FIRST_RESPONSIBLE = "first_responsible"  # 法定代表人、主要负责人
    JOINTLY_RESPONSIBLE = "jointly_responsible"  # 实际负责的承包、受聘人员


@dataclass(frozen=True)
class Placement:
    """One agency that a unit is under, as far as the rules look at it."""

    id: UUID
    kind: AgencyKind
    path: str


@dataclass(frozen=True)
class UnitDraft:
    """A unit as it is registered or revised. ``facts`` are answers that checklists ask of a unit, by their id."""

    id: UUID
    name: str
    uscc: str | None
    kind: UnitKind
    industry: str
    area_code: str
    address: str
    lat: float | None
    lon: float | None
    managed_by_id: UUID
    guided_by_id: UUID | None
    station_id: UUID
    department_id: UUID | None  # none: the one competent for the industry here
    key_unit_level: int | None
    counter_terror_target: bool
    facts: dict[str, Any] = field(default_factory=dict)
    supervised_by_id: UUID | None = None  # 国资监管机构, for units the state owns

    def content(self) -> dict[str, Any]:
        """Plain JSON, for the hash that recognises a resubmission."""
        plain = {name: str(value) if isinstance(value, UUID) else value for name, value in vars(self).items()}
        return plain | {"kind": self.kind.value}


@dataclass(frozen=True)
class SiteDraft:
    """A place of the unit with its own police station and its own responsible person. Source: JN-2.2.1c."""

    id: UUID
    name: str
    address: str
    station_id: UUID
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class ResponsibilityDraft:
    """Who answers for a unit or one of its sites, from a day to a day, both included."""

    id: UUID
    person_id: UUID
    role: Role
    site_id: UUID | None
    from_on: date
    to_on: date | None
    document_sha256: str | None


_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_uscc(text: str) -> bool:
    """Whether a 统一社会信用代码 has the right form and check character (GB 32100: weights 3^i mod 31)."""
    if len(text) != 18 or any(character not in _USCC_ALPHABET for character in text):
        return False
    total = sum(_USCC_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(text[:17]))
    return _USCC_ALPHABET[(31 - total % 31) % 31] == text[17]


def initials_of(name: str) -> str:
    """First letters of the name's pinyin, as people type them: 济南市第一中学 -> jnsdyzx."""
    from pypinyin import Style, lazy_pinyin  # reads a large dictionary: not when the program starts

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())[:INITIALS_LENGTH]


def check_authorities(
    managed_by: Placement | None,
    guided_by: Placement | None,
    station: Placement | None,
    department: Placement | None,
    supervised_by: Placement | None = None,
) -> Iterable[FieldProblem]:
    """What is wrong with the agencies over a unit: one manages it, its station watches it, its department leads it.

    Managing happens at all three police levels; a station manages only what lies in its own precinct, and only a
    level above may guide. Source: JN-1a, JN-2.3.1b.
    """
    if managed_by is None or managed_by.kind not in POLICE:
        yield FieldProblem("managed_by_id", "主管公安机关须为公安机关", "not_police")
    if station is None or station.kind is not AgencyKind.POLICE_STATION:
        yield FieldProblem("station_id", "属地派出所须为派出所", "not_a_station")
    if department is None or department.kind is not AgencyKind.DEPARTMENT:
        yield FieldProblem("department_id", "行业主管部门须为部门", "not_a_department")
    if supervised_by is not None and supervised_by.kind is not AgencyKind.DEPARTMENT:
        yield FieldProblem("supervised_by_id", "国资监管机构须为部门", "not_a_department")
    if managed_by is None or station is None or managed_by.kind not in POLICE:
        return
    if managed_by.kind is AgencyKind.POLICE_STATION and managed_by.id != station.id:
        yield FieldProblem("managed_by_id", "派出所只能主管本辖区的单位", "other_precinct")
    if guided_by is not None and not (guided_by.path != managed_by.path and managed_by.path.startswith(guided_by.path)):
        yield FieldProblem("guided_by_id", "指导机关须为主管公安机关的上级", "not_above")


def is_current(from_on: date, to_on: date | None, day: date) -> bool:
    """Both end days count."""
    return from_on <= day and (to_on is None or to_on >= day)


@dataclass(frozen=True)
class Duty:
    """One responsibility as the gap rule looks at it; ``site_id`` None means the unit itself."""

    site_id: UUID | None
    role: Role
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Gap:
    """A unit or a site that nobody answers for first; on its own a general hazard."""

    site_id: UUID | None
    code: str = "no_first_responsible"
    detail: str = "没有在任的第一责任人"
    grade: str = "general"


def gaps_of(site_ids: Iterable[UUID], duties: Iterable[Duty], day: date) -> list[Gap]:
    """Where no first-responsible person is in office on a day: the unit itself first, then its sites in order.

    Source: JN-2.2.1a, JN-2.2.1c.
    """
    covered = {
        duty.site_id
        for duty in duties
        if duty.role is Role.FIRST_RESPONSIBLE and is_current(duty.from_on, duty.to_on, day)
    }
    return [Gap(site_id) for site_id in (None, *site_ids) if site_id not in covered]


def grams_of(text: str) -> list[str]:
    """A name cut into overlapping pairs of characters, and its last character: 济南市 -> 济南 南市 市.

    Two characters are the shortest word people search for, and three is the least that the databases' own
    trigram searches can do. Widths and case are folded; what is neither letter nor digit falls out.
    """
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())
    return [letters[place : place + 2] for place in range(len(letters))]


#: Facts that say how many people guard the unit's security for a living, and how many beside other work.
FULL_TIME_STAFF, PART_TIME_STAFF = "full_time_security_staff", "part_time_security_staff"


def staff_gap_of(key_unit_level: int | None, facts: Mapping[str, Any]) -> Gap | None:
    """Who guards the unit: a key unit needs full-time people, another may do with part-time ones. Where the numbers
    are not known nothing is said.

    Source: LN-1b.
    """
    full, part = facts.get(FULL_TIME_STAFF), facts.get(PART_TIME_STAFF)
    if type(full) is not int or type(part) is not int or full > 0:
        return None
    if part == 0:
        return Gap(None, "no_security_staff", "没有专职或者兼职治安保卫人员")
    if key_unit_level is not None:
        return Gap(None, "part_time_staff_only", "治安保卫重点单位只有兼职治安保卫人员，没有专职人员")
    return None
