"""Whatever is registered, revised, opened and handed over in whatever order: reach, counts and search stay true."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.registry.models import Site, Unit
from server.units.registry.queries.listing import NEWEST_FIRST, PageWish, UnitFilter, count_units, cursor_of, find_units
from server.units.registry.rules import initials_of
from server.units.registry.services.reach_rows import recount
from tests.property.units.acts import DEPARTMENTS, STATIONS, act, an_act, undone
from tests.world import World

QUERIES = ["泉水", "水", "商店", "店", "qs", "mh", "a店", "泉 店", "湖商店"]

a_filter = st.builds(
    UnitFilter,
    q=st.sampled_from(["", *QUERIES]),
    kind=st.sampled_from([None, "organ", "enterprise"]),
    industry=st.sampled_from([None, "school", "shop"]),
    key_level=st.sampled_from([None, 0, 1]),
    area_code=st.sampled_from([None, "370100", "370102"]),
)


def expected(agency: Agency, wanted: UnitFilter) -> list[Unit]:
    """The same answer the slow way: every unit looked at, reach followed up the tree."""
    paths = {row.id: row.path for row in Agency.select()}
    found = []
    for unit in Unit.select():
        ids = [unit.managed_by_id, unit.guided_by_id, unit.station_id, unit.department_id]
        ids += [site.station_id for site in Site.select().where(Site.unit == unit.id)]
        in_reach = any(id and paths[id].startswith(agency.path) for id in ids)
        if in_reach and fits(unit, wanted):
            found.append(unit)
    return sorted(found, key=cursor_of)


def fits(unit: Unit, wanted: UnitFilter) -> bool:
    name = unit.name.lower()
    return (
        wanted.kind in {None, unit.kind}
        and wanted.industry in {None, unit.industry}
        and wanted.key_level in {None, unit.key_unit_level or 0}
        and (wanted.area_code is None or unit.area_code.startswith(wanted.area_code.removesuffix("00")))
        and (
            not wanted.q
            or all(part in name for part in wanted.q.lower().split())
            or (wanted.q.isascii() and initials_of(unit.name).startswith(wanted.q))
        )
    )


def paged(actor: Actor, wanted: UnitFilter, sort: str) -> list[Unit]:
    shown: list[Unit] = []
    after = None
    while True:
        rows = find_units(actor, wanted, PageWish(sort, after, 3))
        shown += rows[:3]
        if len(rows) <= 3:
            return shown
        after = cursor_of(rows[2])


@pytest.mark.clause("JN-2.3.1b")
@settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    steps=st.lists(an_act, min_size=1, max_size=8),
    asker=st.sampled_from(["city", "lixia", "licheng", *STATIONS, *DEPARTMENTS, "government"]),
    wanted=a_filter,
)
def test_lists_counts_and_search_agree_with_looking_at_every_unit(
    world: World, connected: None, steps: list[Any], asker: str, wanted: UnitFilter
) -> None:
    with undone():
        made: list[UUID] = []
        for step in steps:
            act(world, made, step)
        agency = Agency.get_by_id(world.agencies[asker])
        actor = Actor(new_id(), roles=("officer",), agency_id=agency.id)
        right = expected(agency, wanted)
        assert paged(actor, wanted, "name") == right
        assert paged(actor, wanted, NEWEST_FIRST) == sorted(right, key=lambda unit: -unit.number)
        assert count_units(actor, wanted) == len(right)
        assert recount() == 0
