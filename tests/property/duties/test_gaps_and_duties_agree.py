"""The condition that finds units with gaps and the rule that tells a unit what it owes read one table alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.duties.models import DutyCover, DutyRule
from checklists.duties.queries.owed import GapFilter, duties_of_unit, find_gaps
from checklists.duties.rules import COUNTED, GAPS, year_end
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.web.signin.queries import actor_by_account
from tests.world import World

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
BASES = ["jinan-2021-15", "liaoning-2021", "state-council-421", "counter-terrorism-law", "nobody-knows-it"]
ITEMS = [
    ("rulebook", "gatekeeping"),
    ("plan", "incident"),
    ("drill", "any"),
    ("drill", "incident"),
    ("training", "any"),
    ("training", "class"),
    ("standard", "yz-0139"),
]

conditions = st.fixed_dictionaries(
    {},
    optional={
        "key_levels": st.lists(st.integers(1, 3), max_size=3, unique=True),
        "industries": st.lists(st.sampled_from(["school", "bank", "hospital"]), max_size=2, unique=True),
        "counter_terror_target": st.booleans(),
        "fact": st.sampled_from(["hazardous_goods", "boarding", "no_such_fact"]),
    },
)
rules = st.tuples(
    st.sampled_from(ITEMS), st.integers(0, 3), conditions, st.lists(st.sampled_from(BASES), min_size=1, max_size=3, unique=True)
)  # fmt: skip
areas = st.sampled_from(["370102", "370112", "210102", "110101"])


def rule_row(place: int, drawn: Any) -> DutyRule:
    (duty, item), count, condition, bases = drawn
    return DutyRule(
        id=new_id(), code=f"rule-{place}", position=place, duty=duty, item=item, title=item, count=count, conditions=condition,
        bases=[{"basis": code, "article": "一"} for code in bases], is_product_default=False, note="", version=1,
    )  # fmt: skip


def cover_row(unit_id: UUID, item: tuple[str, str], from_on: date) -> DutyCover:
    duty, kind = item
    until = year_end(from_on) if duty in COUNTED else from_on + timedelta(days=200)
    kind = {"drill": "incident", "training": "lecture"}[duty] if kind == "any" else kind
    return DutyCover(
        id=new_id(), unit_id=unit_id, duty=duty, item=kind, from_on=from_on, until_on=until, subject_id=new_id()
    )


@pytest.mark.usefixtures("connected")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_unit_is_listed_exactly_when_it_owes_something(world: World, data: st.DataObject) -> None:
    city: Actor = actor_by_account(world.people["city"].account_id)
    units = [world.units[key] for key in ("school_first", "hospital", "bank", "organ")]
    with database.atomic() as transaction:
        DutyRule.delete().execute()
        DutyCover.delete().execute()
        for place, drawn in enumerate(data.draw(st.lists(rules, max_size=6))):
            rule_row(place, drawn).save(force_insert=True)
        for id in units:
            Unit.update(area_code=data.draw(areas)).where(Unit.id == id).execute()
            for item, day in data.draw(st.lists(st.tuples(st.sampled_from(ITEMS), DAYS), max_size=4)):
                cover_row(id, item, day).save(force_insert=True)
        day = data.draw(DAYS | st.sampled_from([date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31)]))
        listed = {row["unit"].id: row["gaps"] for row in find_gaps(city, GapFilter(limit=200), day)["items"]}
        for id in world.units.values():
            gaps = [duty for duty in duties_of_unit(city, id, day).duties if duty.state in GAPS]
            assert listed.get(id, []) == gaps
        transaction.rollback()
