"""Whatever a phone sends: never an error, never outside of the worth, all of it for the right answer and only for it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courses.items.rules.grading import mark_response, part_worths
from tests.factories.items import CONTENTS

IDS = st.sampled_from(["a", "b", "c", "z", ""])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=6) | IDS
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3) | IDS, inner, max_size=4)
)
SOUND = IDS | st.lists(IDS, max_size=5) | st.dictionaries(IDS, IDS, max_size=4) | st.booleans()


@given(st.sampled_from(sorted(CONTENTS)), ANYTHING | SOUND, st.integers(0, 10_000), st.integers(0, 100))
def test_any_answer_gets_a_mark_within_the_worth(type: str, response: Any, worth: int, partial: int) -> None:
    content, key = CONTENTS[type]
    mark = mark_response(type, content, key, response, worth, partial)
    assert mark is None or 0 <= mark <= worth
    assert mark is not None or type in {"short_answer", "case"}


@given(st.sampled_from(["single", "multiple", "true_false", "order", "match"]), SOUND, st.integers(0, 99))
def test_full_marks_are_for_the_right_answer_only(type: str, response: Any, partial: int) -> None:
    content, key = CONTENTS[type]
    right = key.get("right", key.get("pairs"))
    if type == "single":
        is_right = response == right[0]
    elif type == "multiple":
        is_right = isinstance(response, list) and set(response) == set(right)
    else:
        is_right = response == right
    assert (mark_response(type, content, key, response, 100, partial) == 100) == is_right


@given(st.lists(st.sampled_from(["a", "b"]), max_size=4), st.integers(0, 100), st.integers(0, 100))
def test_more_right_picks_are_never_worth_less(picks: list[str], partial: int, worth: int) -> None:
    content, key = CONTENTS["multiple"]
    marks = [
        mark_response("multiple", content, key, picks[:size], worth, partial) or 0 for size in range(len(picks) + 1)
    ]
    assert marks == sorted(marks)


@given(st.lists(st.integers(1, 100), min_size=1, max_size=10), st.integers(0, 10_000))
def test_parts_of_a_case_add_up_to_its_worth(shares: list[int], worth: int) -> None:
    parts = [{"id": str(place), "share": share} for place, share in enumerate(shares)]
    worths = part_worths({"parts": parts}, worth)
    assert sum(worths.values()) == worth
    assert min(worths.values()) >= 0
