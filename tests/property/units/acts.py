"""Random acts on units, for the property tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.registry.models import Unit
from server.units.registry.rules import SiteDraft, UnitDraft, UnitKind
from server.units.registry.services import open_site, register_unit, revise_unit
from tests.world import World

STATIONS = ["lixia_pearl", "lixia_lake", "licheng_east", "licheng_hill"]
DEPARTMENTS = ["education", "commerce", "health"]
NAMES = ["泉水小学", "泉水医院", "泉城商店", "明湖商店", "明湖A店", "水泉小店", "店"]

a_unit = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(list(UnitKind)),
    st.sampled_from(["school", "shop"]),
    st.sampled_from(STATIONS),
    st.sampled_from(DEPARTMENTS),
    st.sampled_from([None, 1, 2]),
    st.sampled_from(["station", "branch", "city"]),
)
an_act = st.one_of(
    st.tuples(st.just("register"), a_unit, st.just(0)),
    st.tuples(st.just("revise"), a_unit, st.integers(0, 9)),
    st.tuples(st.just("site"), a_unit, st.integers(0, 9)),
)


class _Undo(Exception):
    """Rolls an example back."""


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened afterwards: the next example finds the same world."""
    with suppress(_Undo), database.atomic():
        yield
        raise _Undo


def draft_of(world: World, id: UUID, wish: Any) -> UnitDraft:
    name, kind, industry, station, department, level, managed = wish
    branch = station.split("_")[0]
    manager = {"station": station, "branch": branch, "city": "city"}[managed]
    return UnitDraft(
        id=id, name=name, uscc=None, kind=kind, industry=industry,
        area_code="370102" if branch == "lixia" else "370112", address="", lat=None, lon=None,
        managed_by_id=world.agencies[manager], guided_by_id=world.agencies[branch] if managed == "station" else None,
        station_id=world.agencies[station], department_id=world.agencies[department],
        key_unit_level=level, counter_terror_target=False,
    )  # fmt: skip


def act(world: World, made: list[UUID], step: tuple[str, Any, int]) -> None:
    what, wish, pick = step
    if what == "register" or not made:
        made.append(register_unit(SYSTEM, draft_of(world, new_id(), wish)).id)
        return
    unit = Unit.get_by_id(made[pick % len(made)])
    if what == "revise":
        revise_unit(SYSTEM, unit, draft_of(world, unit.id, wish))
    else:
        id = new_id()
        open_site(SYSTEM, unit, SiteDraft(id, f"场所{id}", "", world.agencies[wish[3]], None, None))
