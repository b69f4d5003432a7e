"""The draw is fair: over many seeds the frequencies match the weights (χ²), and numbers come out unbiased.

Seeds are fixed, so a test that passes once passes always; each limit is the 0.999 quantile of its χ².
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, permutations

import pytest

from checklists.draws.rules.algorithm import Bound, Stream, assign_officers, commitment_of, draw_positions

SEEDS = 6000


def stream(number: int, words: str = "") -> Stream:
    seed = hashlib.sha256(b"a seed of the tests %d" % number).digest()
    return Stream(seed, Bound("1" * 64, "2" * 64, "3" * 64, words))


def chi_square(seen: Counter[object], expected: dict[object, float]) -> float:
    assert set(seen) <= set(expected)
    return sum((seen[key] - want) ** 2 / want for key, want in expected.items())


def limit(cells: int) -> float:
    """What χ² of so many cells exceeds once in a thousand, after Wilson and Hilferty (within 1 %)."""
    freedom = cells - 1
    spread: float = 2 / (9 * freedom)
    return freedom * (1 - spread + 3.0902 * math.sqrt(spread)) ** 3


def chance_of(order: Sequence[int], weights: Sequence[int]) -> float:
    """Of being drawn in this very order, one after another without putting back."""
    chance, left = 1.0, sum(weights)
    for position in order:
        chance *= weights[position] / left
        left -= weights[position]
    return chance


@pytest.mark.clause("LN-aims-3b")
@pytest.mark.parametrize(
    ("weights", "count"), [((3, 2, 1, 1), 2), ((1, 1, 1, 1, 1), 3), ((100, 3, 2, 1), 3), ((3, 2, 1), 1)]
)
def test_every_order_comes_as_often_as_its_weights_say(weights: tuple[int, ...], count: int) -> None:
    orders = list(permutations(range(len(weights)), count))
    expected: dict[object, float] = {order: chance_of(order, weights) * SEEDS for order in orders}
    seen: Counter[object] = Counter(tuple(draw_positions(stream(n), weights, count)) for n in range(SEEDS))
    # χ² needs five expected a cell: rare orders are taken together.
    rare = [order for order, want in expected.items() if want < 5]
    if rare:
        expected["rare"] = sum(expected.pop(order) for order in rare)
        seen["rare"] = sum(seen.pop(order, 0) for order in rare)
    assert chi_square(seen, expected) < limit(len(expected))


@pytest.mark.clause("LN-aims-3b")
def test_a_unit_is_in_the_draw_as_often_as_exact_enumeration_says() -> None:
    """Key units of level 1, 2, 3 and others at 4:3:2:1, two of eight drawn."""
    weights, count = (4, 4, 3, 3, 2, 2, 1, 1), 2
    expected = [0.0] * len(weights)
    for order in permutations(range(len(weights)), count):
        for position in order:
            expected[position] += chance_of(order, weights) * SEEDS
    seen = Counter(position for n in range(SEEDS) for position in draw_positions(stream(n), weights, count))
    assert abs(sum(expected) - count * SEEDS) < 1e-6
    # Indicators of one draw hang together; their χ² is below that of free cells with 8 - 1 degrees of freedom.
    assert sum((seen[p] - want) ** 2 / want for p, want in enumerate(expected)) < limit(8)
    assert seen[0] > 1.5 * seen[4] > 2 * seen[7]


def test_equal_weights_give_everybody_the_same_chance() -> None:
    seen = Counter(position for n in range(SEEDS) for position in draw_positions(stream(n), [7] * 10, 1))
    assert chi_square(Counter(dict(seen)), dict.fromkeys(range(10), SEEDS / 10)) < limit(10)


def test_a_draw_of_all_takes_each_once() -> None:
    assert sorted(draw_positions(stream(1), [100, 1, 1, 50, 3], 5)) == [0, 1, 2, 3, 4]
    assert draw_positions(stream(1), [1], 1) == [0]


def test_numbers_below_a_bound_are_unbiased() -> None:
    source = stream(7)
    seen = Counter(source.below(6) for _ in range(60_000))
    assert chi_square(Counter(dict(seen)), dict.fromkeys(range(6), 10000)) < limit(6)


def test_words_beyond_the_last_whole_multiple_are_thrown_away() -> None:
    """With a bound of two thirds of the range a third of all words would favour the low half."""
    source, bound = stream(8), (1 << 65) // 3
    low = sum(source.below(bound) < bound // 2 for _ in range(4000))
    assert abs(low - 2000) < 3.3 * 31.6


@pytest.mark.clause("JN-2.3.2a")
def test_teams_are_of_distinct_officers_and_each_pair_is_as_likely() -> None:
    seen = Counter(tuple(sorted(assign_officers(stream(n), [0], 4, 2, {})[0])) for n in range(SEEDS))
    assert chi_square(Counter(dict(seen)), dict.fromkeys(combinations(range(4), 2), SEEDS / 6)) < limit(6)


@pytest.mark.clause("JN-2.3.2a")
@pytest.mark.parametrize("number", range(25))
def test_the_load_is_spread_and_conflicts_are_kept(number: int) -> None:
    conflicts = {2: {0, 1, 2}, 5: {4}}
    teams = assign_officers(stream(number), range(20), 6, 2, conflicts)
    loads = Counter(officer for team in teams for officer in team)
    assert all(len(set(team)) == 2 for team in teams)
    assert not set(teams[2]) & {0, 1, 2}
    assert 4 not in teams[5]
    assert max(loads.values()) - min(loads.values()) <= 1


def test_a_conflict_with_nearly_all_leaves_those_who_may() -> None:
    teams = assign_officers(stream(3), range(9), 5, 2, {unit: {0, 1, 2} for unit in range(9)})
    assert all(set(team) == {3, 4} for team in teams)


def test_seed_words_and_pools_each_change_the_numbers() -> None:
    def numbers(seed: bytes, *bound: str) -> list[int]:
        source = Stream(seed, Bound(*bound))
        return [source.below(1 << 40) for _ in range(3)]

    base = ("1" * 64, "2" * 64, "3" * 64, "")
    found = [numbers(b"a" * 32, *base), numbers(b"b" * 32, *base)]
    found += [numbers(b"a" * 32, *base[:i], "4" * 64, *base[i + 1 :]) for i in range(4)]
    assert len({tuple(one) for one in found}) == 6
    assert numbers(b"a" * 32, *base) == found[0]


def test_a_commitment_is_the_seeds_own_hash() -> None:
    assert commitment_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
