"""Whatever the table and the bank: it is filled as asked, or the cells named really are too many for their items."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.papers.errors import BlueprintShort
from courses.papers.rules.matching import Pool, PoolItem
from courses.papers.rules.sets import draw_sets, hardness_x100, overlap
from courses.papers.rules.tables import BlueprintRow

TYPES = st.sampled_from(["single", "multiple"])
POINTS = st.sampled_from(["A", "B"])
LEVELS = st.integers(1, 3)
POOLS = st.lists(st.tuples(TYPES, POINTS, LEVELS), max_size=9).map(
    lambda traits: [
        PoolItem(f"i{number}", f"v{number}", type, "law", point, level)
        for number, (type, point, level) in enumerate(traits)
    ]
)
ROWS = st.lists(
    st.builds(
        BlueprintRow,
        category=st.just("law"),
        type=TYPES,
        count=st.integers(1, 2),
        worth_x100=st.sampled_from([100, 200]),
        point_code=st.none() | POINTS,
        least_difficulty=st.sampled_from([1, 2]),
        most_difficulty=st.sampled_from([2, 3]),
    ),
    min_size=1,
    max_size=4,
)


def can_be_filled(rows: list[BlueprintRow], items: list[PoolItem]) -> bool:
    """Every way tried, one place after another: no cleverness that could be wrong."""
    places = tuple(row for row in rows for _ in range(row.count))

    @cache
    def fill(place: int, used: int) -> bool:
        if place == len(places):
            return True
        return any(
            item.fits(places[place]) and not used >> number & 1 and fill(place + 1, used | 1 << number)
            for number, item in enumerate(items)
        )

    return fill(0, 0)


def holds(rows: list[BlueprintRow], one: list[list[PoolItem]]) -> bool:
    ids = [item.item_id for items in one for item in items]
    return len(ids) == len(set(ids)) and all(
        len(items) == row.count and all(item.fits(row) for item in items) for row, items in zip(rows, one, strict=True)
    )


@pytest.mark.clause("LN-3b")
@given(ROWS, POOLS, st.binary(max_size=4), st.integers(1, 3))
@settings(max_examples=400, deadline=None)
def test_a_table_is_filled_whenever_it_can_be(
    rows: list[BlueprintRow], items: list[PoolItem], seed: bytes, parallel: int
) -> None:
    if not can_be_filled(rows, items):
        with pytest.raises(BlueprintShort) as short:
            draw_sets(rows, Pool(items), seed, parallel)
        named = [rows[number] for number in short.value.details["rows"]]  # type: ignore[attr-defined]
        fitting = [item for item in items if any(item.fits(row) for row in named)]
        assert short.value.details["have"] == len(fitting)
        assert short.value.details["need"] == sum(row.count for row in named)
        assert len(fitting) < sum(row.count for row in named)
        return
    sets = draw_sets(rows, Pool(items), seed, parallel)
    assert len(sets) == parallel
    assert all(holds(rows, one) for one in sets)


@given(ROWS, POOLS, st.binary(max_size=4), st.integers(2, 3))
@settings(max_examples=300, deadline=None)
def test_parallel_sets_repeat_no_more_than_they_must(
    rows: list[BlueprintRow], items: list[PoolItem], seed: bytes, parallel: int
) -> None:
    try:
        sets = draw_sets(rows, Pool(items), seed, parallel)
    except BlueprintShort:
        return
    asked = [BlueprintRow(**{**vars(row), "count": row.count * parallel}) for row in rows]
    apart = can_be_filled(asked, items) if sum(row.count for row in asked) <= len(items) else False
    assert (overlap(sets) == 0) == apart
    uses = Counter(item.item_id for one in sets for cell in one for item in cell)
    assert max(uses.values()) <= parallel


@given(ROWS, POOLS, st.binary(max_size=4), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_the_same_seed_draws_the_same_sets_whatever_the_banks_order(
    rows: list[BlueprintRow], items: list[PoolItem], seed: bytes, parallel: int
) -> None:
    try:
        first = draw_sets(rows, Pool(items), seed, parallel)
    except BlueprintShort:
        return
    assert draw_sets(rows, Pool(reversed(items)), seed, parallel) == first


@given(st.binary(min_size=1, max_size=4), st.integers(2, 4))
@settings(max_examples=40, deadline=None)
def test_parallel_sets_are_equally_hard(seed: bytes, parallel: int) -> None:
    rows = [BlueprintRow("law", "single", 10, 100), BlueprintRow("law", "multiple", 5, 200)]
    items = [
        PoolItem(f"i{number:03}", f"v{number:03}", type, "law", "A", 1 + number % 5)
        for type in ("single", "multiple")
        for number in range(*((0, 100) if type == "single" else (100, 200)))
    ]
    hardness = [hardness_x100(one, rows) for one in draw_sets(rows, Pool(items), seed, parallel)]
    assert max(hardness) - min(hardness) <= 200  # one step of difficulty of one item
