"""What an answer is worth, type by type."""

from __future__ import annotations

from typing import Any

import pytest

from courses.items.rules.grading import mark_parts, mark_response, normalise_blank, part_worths
from tests.factories.items import CONTENTS

RIGHT: dict[str, Any] = {
    "single": "a",
    "multiple": ["b", "a"],
    "true_false": False,
    "fill_in": [" ３０ ", "2。"],
    "order": ["b", "c", "a"],
    "match": {"a": "b", "b": "a"},
}


def mark(type: str, response: Any, worth_x100: int = 200, partial_percent: int = 0) -> int | None:
    content, key = CONTENTS[type]
    return mark_response(type, content, key, response, worth_x100, partial_percent)


@pytest.mark.clause("LN-3b")
@pytest.mark.parametrize("type", list(RIGHT))
def test_the_right_answer_is_worth_all(type: str) -> None:
    assert mark(type, RIGHT[type]) == 200


@pytest.mark.parametrize(
    ("type", "response"),
    [
        ("single", "b"),
        ("multiple", ["a", "b", "c"]),
        ("true_false", True),
        ("fill_in", ["31", "3"]),
        ("order", ["a", "b", "c"]),
        ("match", {"a": "a", "b": "b"}),
        ("match", {"a": "b"}),
    ],
)
def test_a_wrong_answer_is_worth_nothing(type: str, response: Any) -> None:
    assert mark(type, response, partial_percent=50) == 0


def test_some_right_picks_and_no_wrong_one_are_worth_a_part() -> None:
    assert mark("multiple", ["a"], partial_percent=50) == 100
    assert mark("multiple", ["a"], partial_percent=0) == 0
    assert mark("multiple", ["a", "c"], partial_percent=50) == 0
    assert mark("multiple", [], partial_percent=50) == 0


def test_a_pick_given_twice_counts_once() -> None:
    assert mark("multiple", ["a", "b", "a"]) == 200
    assert mark("multiple", ["a", "a"], partial_percent=50) == 100


def test_each_blank_counts_for_itself() -> None:
    assert mark("fill_in", ["三十", "9"]) == 100
    assert mark("fill_in", ["30"]) == 100
    assert mark("fill_in", ["30", "2", "7"]) == 200


def test_width_case_spaces_and_punctuation_of_a_blank_make_no_difference() -> None:
    assert normalise_blank("　３０ 日。") == normalise_blank("30日") == "30日"
    assert normalise_blank("ABC") == normalise_blank("ａｂｃ")
    assert normalise_blank("3.5") == "3.5"


def test_a_short_answer_waits_for_a_person_unless_it_is_blank() -> None:
    assert mark("short_answer", "巡逻") is None
    assert [mark("short_answer", blank) for blank in (None, "", "  ")] == [0, 0, 0]


def test_a_case_is_the_sum_of_its_parts_and_waits_for_those_that_wait() -> None:
    content, key = CONTENTS["case"]
    assert part_worths(content, 300) == {"1": 100, "2": 200}
    assert mark("case", {"1": "a", "2": "不进"}, 300) is None
    assert mark_parts(content, key, {"1": "a", "2": "不进"}, 300) == {"1": 100, "2": None}
    assert mark("case", {"1": "a", "2": ""}, 300) == 100
    assert mark("case", {}, 300) == 0


def test_what_does_not_divide_evenly_goes_to_the_first_parts() -> None:
    content = {"parts": [{"id": id, "type": "true_false", "share": 1, "content": {}} for id in "abc"]}
    assert part_worths(content, 200) == {"a": 67, "b": 67, "c": 66}


def test_true_is_not_one() -> None:
    """In Python 1 == True; a candidate who sends 0 has not said false."""
    assert mark("true_false", 0) == 0
