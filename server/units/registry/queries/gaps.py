"""Units and sites that nobody answers for, or that lack an authority."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from peewee import SQL, Expression, fn

from server.core import clock
from server.core.database import is_postgresql
from server.core.permissions import Actor
from server.units.registry.models import Responsibility, Site, Unit
from server.units.registry.queries.reach import number_within_reach, units_within_reach
from server.units.registry.rules import FULL_TIME_STAFF, PART_TIME_STAFF, Gap, Role, staff_gap_of

NOBODY = "no_first_responsible"
STAFF = "staff"  # in a cursor: after every site of the unit, whose ids are hexadecimal


@dataclass(frozen=True)
class GapRow:
    """A gap with what a list or a map needs to show it."""

    unit_id: UUID
    unit_name: str
    unit_number: int
    site_id: UUID | None
    site_name: str | None
    lat: float | None
    lon: float | None
    gap: Gap

    @property
    def cursor(self) -> tuple[int, str]:
        if self.gap.code != NOBODY:
            return self.unit_number, STAFF
        return self.unit_number, self.site_id.hex if self.site_id else ""


def find_gaps(actor: Actor, after: tuple[int, str] | None, limit: int) -> list[GapRow]:
    """Units, then sites of units, without a first-responsible person in office today, and units without the staff that
    their standing asks for; one more than ``limit``.

    3 queries. Looks at every unit in reach between two gaps: where all is well, that is all of them.
    Source: JN-2.2.1a, JN-2.2.1c, LN-1b.
    """
    by_number = number_within_reach(actor)
    units = units_within_reach(actor).where(~_is_covered(Responsibility.site.is_null())).order_by(by_number)
    sites = (
        units_within_reach(actor)
        .select(Unit, Site)
        .join_from(Unit, Site, on=(Site.unit == Unit.id), attr="place")
        .where(~_is_covered(Responsibility.site == Site.id))
        .order_by(by_number, Site.id)
    )
    staff = units_within_reach(actor).where(_lacks_staff()).order_by(by_number)
    if after is not None:
        number, site = after
        staff = staff.where(by_number > number if site == STAFF else by_number >= number)
        units = units.where(by_number > number)
        here = by_number == number
        sites = sites.where((by_number > number) | _rest_of(here, site))
    rows = [_row(unit, None) for unit in units.limit(limit + 1)]
    if len(rows) > limit:  # the page ends there: sites of later units are none of its business
        sites = sites.where(by_number <= rows[-1].unit_number)
        staff = staff.where(by_number <= rows[-1].unit_number)
    rows += [_row(unit, unit.place) for unit in sites.limit(limit + 1)]
    for unit in staff.limit(limit + 1):
        if gap := staff_gap_of(unit.key_unit_level, unit.facts):
            rows.append(_row(unit, None, gap))
    return sorted(rows, key=lambda row: row.cursor)[: limit + 1]


def units_without_authority(actor: Actor, limit: int) -> list[Unit]:
    """Units that lack a managing bureau, a station or a department: none, for no such row can be written.

    Source: JN-1a.
    """
    lacking = Unit.managed_by.is_null() | Unit.station.is_null() | Unit.department.is_null()
    return list(units_within_reach(actor).where(lacking).order_by(Unit.number).limit(limit))


def _rest_of(here: Expression, site: str) -> Expression:
    """The sites of the unit in the cursor that come after it."""
    if site == STAFF:
        return here & SQL("1 = 0")
    return here & (Site.id > UUID(site)) if site else here


def _lacks_staff() -> Expression:
    """staff_gap_of for the database: facts are one canonical JSON text, in which a quote inside of a text is escaped."""
    no_full, no_part = _states_none(FULL_TIME_STAFF), _states_none(PART_TIME_STAFF)
    states_part = (
        fn.INSTR(_facts(), f'"{PART_TIME_STAFF}":')
        if not is_postgresql()
        else fn.STRPOS(_facts(), f'"{PART_TIME_STAFF}":')
    )
    return no_full & (states_part > 0) & (no_part | Unit.key_unit_level.is_null(False))


def _states_none(fact: str) -> Expression:
    """The fact is there and 0, at the end of the facts or before another."""
    find = fn.STRPOS if is_postgresql() else fn.INSTR
    return (find(_facts(), f'"{fact}":0,') > 0) | (find(_facts(), f'"{fact}":0}}') > 0)


def _facts() -> Expression:
    return Unit.facts.cast("TEXT")  # type: ignore[attr-defined, no-any-return]


def _is_covered(place: Expression) -> Expression:
    day = clock.today()
    return fn.EXISTS(
        Responsibility.select(SQL("1")).where(
            (Responsibility.unit == Unit.id)
            & place
            & (Responsibility.role == Role.FIRST_RESPONSIBLE.value)
            & (Responsibility.from_on <= day)
            & (Responsibility.to_on.is_null() | (Responsibility.to_on >= day))
        )
    )


def _row(unit: Unit, site: Site | None, gap: Gap | None = None) -> GapRow:
    placed = site if site is not None and site.lat is not None else unit
    return GapRow(
        unit.id,
        unit.name,
        unit.number,
        site.id if site else None,
        site.name if site else None,
        placed.lat,
        placed.lon,
        gap or Gap(site.id if site else None),
    )
