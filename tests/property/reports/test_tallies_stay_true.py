"""Whatever is found, ordered, closed, handed over or moved between agencies in whatever order: the tallies stay true."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checklists.hazards.models import Hazard
from checklists.hazards.rules import STATES
from reports.figures.models import HazardTally, HazardTallyChange
from reports.figures.queries.board import hazard_board
from reports.figures.queries.breakdowns import hazards_by
from reports.figures.rules import BANDS, OPEN_STATES, band_of
from reports.figures.services import count_change, fold_changes, rebuild, recount
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.units.agencies.models import Agency
from server.units.registry.models import Unit, UnitReach
from tests.property.units.acts import act, an_act, undone
from tests.world import World

a_day = st.integers(0, 400).map(lambda days: clock.today() - timedelta(days=days))
a_find = st.tuples(
    st.just("find"),
    st.integers(0, 9),
    st.tuples(
        st.sampled_from(["inspection", "self", "device", "report"]), st.sampled_from(["general", "major"]), a_day
    ),
)
a_move = st.tuples(
    st.just("move"), st.integers(0, 9), st.tuples(st.sampled_from(STATES), st.one_of(st.none(), st.integers(-20, 20)))
)
a_fold = st.tuples(st.just("fold"), st.just(0), st.none())
a_step = st.one_of(a_find, a_move, a_find, a_move, an_act, a_fold)


def make_hazard(unit_id: UUID, source: str, grade: str, found_on: date) -> Hazard:
    hazard = Hazard.create(
        id=new_id(),
        unit_id=unit_id,
        item_id=None,
        title="门卫缺岗",
        note="",
        grade=grade,
        bases=[],
        photos=[],
        found_on=found_on,
        source=source,
        state="found",
        changed_at=clock.now(),
    )
    count_change([(hazard, None)])
    return hazard


def take(world: World, made: list[UUID], step: Any) -> None:
    name, number, wish = step
    if name == "fold":
        fold_changes()
    elif name == "find":
        units = list(Unit.select().order_by(Unit.number))
        make_hazard(units[number % len(units)].id, *wish)
    elif name == "move":
        hazards = list(Hazard.select().order_by(Hazard.id))
        if hazards:
            hazard = hazards[number % len(hazards)]
            state, days = wish
            due = None if days is None else clock.today() + timedelta(days=days)
            Hazard.update(state=state, deadline_on=due).where(Hazard.id == hazard.id).execute()
            count_change([(hazard, hazard.state)])
    else:
        act(world, made, step)


def hazards_under(agency: Agency) -> list[tuple[Hazard, Unit]]:
    """The slow way: every hazard, but those withdrawn, whose unit is within the agency's reach."""
    numbers = {row.unit_number for row in UnitReach.select().where(UnitReach.agency_number == agency.number)}
    units = {unit.id: unit for unit in Unit.select() if unit.number in numbers}
    hazards = Hazard.select().where(Hazard.state != "withdrawn")
    return [(hazard, units[hazard.unit_id]) for hazard in hazards if hazard.unit_id in units]


def board_of(agency: Agency) -> dict[str, Any]:
    cells: Counter[tuple[str, str, str]] = Counter()
    ended: Counter[str] = Counter()
    overdue = 0
    for hazard, _ in hazards_under(agency):
        if hazard.state not in OPEN_STATES:
            ended[hazard.state] += 1
            continue
        cells[hazard.state, band_of((clock.today() - hazard.found_on).days).code, hazard.grade] += 1
        overdue += hazard.deadline_on is not None and hazard.deadline_on < clock.today()
    return {"cells": cells, "ended": ended, "overdue": overdue}


@pytest.mark.clause("JN-1b")
@settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    steps=st.lists(a_step, min_size=1, max_size=12), asker=st.sampled_from(["city", "lixia", "licheng", "education"])
)
@pytest.mark.usefixtures("connected")
def test_tallies_are_what_is_counted(world: World, steps: list[Any], asker: str) -> None:
    with undone():
        made: list[UUID] = []
        for step in steps:
            take(world, made, step)
        assert recount() == 0
        agency = Agency.get_by_id(world.agencies[asker])
        shown, expected = hazard_board(agency), board_of(agency)
        for column in shown["columns"]:
            for cell in column["cells"]:
                for grade in ("general", "major"):
                    assert cell[grade] == expected["cells"][column["state"], cell["band"], grade]
        assert {row["state"]: row["total"] for row in shown["ended"] if row["total"]} == expected["ended"]
        assert shown["overdue"] == expected["overdue"]
        under = hazards_under(agency)
        for way, key in (
            ("area", lambda u: u.area_code),
            ("kind", lambda u: u.kind),
            ("industry", lambda u: u.industry),
        ):
            rows = {row["key"]: row["total"] for row in hazards_by(agency, way, None)}
            assert rows == Counter(key(unit) for _, unit in under)  # type: ignore[no-untyped-call]
        year = clock.today().year
        rows = {row["key"]: row["total"] for row in hazards_by(agency, "source", year)}
        assert rows == Counter(hazard.source for hazard, _ in under if hazard.found_on.year == year)


@pytest.mark.usefixtures("connected")
def test_a_rebuild_makes_the_same_tallies(world: World) -> None:
    for days, source in ((0, "self"), (8, "inspection"), (31, "device"), (400, "report")):
        with database.atomic():
            make_hazard(world.units["school_first"], source, "major", clock.today() - timedelta(days=days))
    fold_changes()
    kept = rows_of_tallies()
    assert kept
    rebuild()
    assert rows_of_tallies() == kept
    assert HazardTallyChange.select().count() == 0


@pytest.mark.usefixtures("connected")
def test_a_wrong_tally_is_noticed(world: World) -> None:
    with database.atomic():
        make_hazard(world.units["school_first"], "self", "major", clock.today())
    assert recount() == 0
    HazardTallyChange.update(hazards=2).where(HazardTallyChange.slice == "month").execute()
    assert recount() > 0


def rows_of_tallies() -> list[tuple[Any, ...]]:
    rows = HazardTally.select().where(HazardTally.hazards != 0).tuples()
    return sorted(rows)


def test_bands_cover_every_age_once() -> None:
    assert [band_of(age).code for age in (0, 7, 8, 30, 31, 90, 91, 4000)] == [
        "week", "week", "month", "month", "quarter", "quarter", "older", "older",
    ]  # fmt: skip
    assert BANDS[-1].to_days is None
