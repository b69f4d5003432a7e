"""Opening sites."""

from __future__ import annotations

from collections import Counter

from server.core import clock
from server.core.database import IntegrityError, database, lock_row
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyKind
from server.units.registry.errors import SiteNameTaken
from server.units.registry.models import Site, Unit
from server.units.registry.rules import SiteDraft
from server.units.registry.services.reach_rows import TallyChanges, move_reach, settle_tallies
from server.units.registry.services.units import reach_row


def open_site(actor: Actor, unit: Unit, draft: SiteDraft) -> Site:
    """Add a place to a unit; its station's chain can see the unit from here on. Sent twice it is one site.

    Raises Forbidden, Invalid (station), SiteNameTaken, ResubmissionConflict. Source: JN-2.2.1c.
    """
    actor.check("unit.edit")
    if earlier := _find_opened(unit, draft):
        return earlier
    _check_draft(draft)
    try:
        with database.atomic():
            locked = lock_row(Unit.select().where(Unit.id == unit.id))
            sites = list(Site.select().where(Site.unit == unit.id))
            before = reach_row(locked, sites)
            site = Site.create(**vars(draft), unit_id=unit.id, created_at=clock.now())
            changes: TallyChanges = Counter()
            move_reach(before, reach_row(locked, [*sites, site]), changes)
            settle_tallies(changes)
            touch(unit)
            details = {"unit_id": str(unit.id), "station_id": str(draft.station_id)}
            record_event(actor, "site.opened", subject=site, about_unit_id=unit.id, details=details)
    except IntegrityError:
        if earlier := _find_opened(unit, draft):
            return earlier
        problem = FieldProblem("name", SiteNameTaken.title, SiteNameTaken.code)
        raise SiteNameTaken(fields=[problem]) from None
    return site


def touch(unit: Unit) -> None:
    """Count a unit's version up because something of its file changed; phones pull it again."""
    Unit.update(version=Unit.version + 1, changed_at=clock.now()).where(Unit.id == unit.id).execute()


def _find_opened(unit: Unit, draft: SiteDraft) -> Site | None:
    content = {"unit_id": unit.id, "name": draft.name, "address": draft.address, "station_id": draft.station_id}
    return find_resubmitted(Site, draft.id, **content, lat=draft.lat, lon=draft.lon)


def _check_draft(draft: SiteDraft) -> None:
    station = Agency.get_or_none(Agency.id == draft.station_id)
    if station is None or station.kind != AgencyKind.POLICE_STATION.value:
        raise Invalid(fields=[FieldProblem("station_id", "属地派出所须为派出所", "not_a_station")])
    if (draft.lat is None) != (draft.lon is None):
        raise Invalid(fields=[FieldProblem("lat", "经纬度须同时填写", "half_position")])
