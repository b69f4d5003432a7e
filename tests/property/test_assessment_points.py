"""Points never leave their bounds, grow with what is met, and hang on the rows alone, not on their order."""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from reports.assessments.rules import Counted, Indicator, SourceRow, hash_of_rows, points_of, ranks_of, weighted

FULL = st.integers(1, 100_000)


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    full = draw(FULL)
    steps = draw(st.lists(st.tuples(st.integers(0, 100), st.integers(0, full)), max_size=5))
    points = sorted(points for _, points in steps)
    at_least = sorted(least for least, _ in steps)
    return Indicator(
        code="a",
        name="甲",
        formula=draw(st.sampled_from(["ratio", "threshold", "deduction", "count"])),
        source="cases",
        full_x100=full,
        weight_percent=draw(st.integers(1, 1000)),
        target_percent=draw(st.integers(1, 100)),
        steps=tuple(sorted(zip(at_least, points, strict=True), reverse=True)),
        each_x100=draw(FULL),
        wanted=draw(st.integers(1, 50)),
        empty=draw(st.sampled_from(["full", "zero"])),
    )


@given(indicators(), st.integers(0, 60), st.integers(0, 60))
def test_points_lie_between_nothing_and_full(indicator: Indicator, met: int, unmet: int) -> None:
    points = points_of(indicator, Counted(met, met + unmet))
    assert 0 <= points <= indicator.full_x100
    assert 0 <= weighted(indicator, points) <= weighted(indicator, indicator.full_x100)


@given(indicators(), st.integers(1, 60), st.data())
def test_more_met_of_the_same_rows_never_gives_fewer_points(
    indicator: Indicator, whole: int, data: st.DataObject
) -> None:
    fewer = data.draw(st.integers(0, whole))
    more = data.draw(st.integers(fewer, whole))
    assert points_of(indicator, Counted(fewer, whole)) <= points_of(indicator, Counted(more, whole))


ROWS = st.lists(
    st.builds(
        SourceRow,
        row_id=st.uuids(),
        unit_id=st.none(),
        on_day=st.none() | st.dates(date(2021, 1, 1), date(2030, 1, 1)),
        is_met=st.booleans(),
        label=st.just(""),
    ),
    max_size=20,
    unique_by=lambda row: row.row_id,
)


@given(ROWS, st.randoms())
def test_the_same_rows_in_any_order_have_one_hash(rows: list[SourceRow], chance: random.Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert hash_of_rows(mixed) == hash_of_rows(rows)


@given(ROWS.filter(bool), st.data())
def test_one_row_other_than_it_was_gives_another_hash(rows: list[SourceRow], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    row = rows[place]
    turned = SourceRow(row.row_id, row.unit_id, row.on_day, not row.is_met, row.label)
    assert hash_of_rows([*rows[:place], turned, *rows[place + 1 :]]) != hash_of_rows(rows)
    assert hash_of_rows([*rows[:place], *rows[place + 1 :]]) != hash_of_rows(rows)
    other = SourceRow(UUID(int=row.row_id.int ^ 1), row.unit_id, row.on_day, row.is_met, row.label)
    assert hash_of_rows([*rows[:place], other, *rows[place + 1 :]]) != hash_of_rows(rows)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_ranks_follow_totals_and_equal_totals_share_one(totals: list[int]) -> None:
    ranks = ranks_of(totals)
    for total, rank in zip(totals, ranks, strict=True):
        assert rank == 1 + sum(other > total for other in totals)
