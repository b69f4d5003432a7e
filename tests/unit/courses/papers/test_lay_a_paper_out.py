"""The order of items and options comes from the candidate's seed alone, and never gives an answer away."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from courses.papers.errors import BlueprintCategoryMissing, BlueprintInvalid
from courses.papers.rules.randomness import Stream, candidate_seed
from courses.papers.rules.tables import BlueprintRow, MarkingRules, check_table, rows_of, slots_of, slots_to_plain
from courses.papers.rules.writing import as_seen, lay_out, option_order, plain_paper
from tests.factories.papers import CATEGORIES, four_rows, row

OPTIONS = [{"id": letter, "text": f"选项 {letter}"} for letter in "abcd"]
ROWS = rows_of([row("law", type="multiple", count=3), row("skill", type="true_false", count=2)])
PICKED = [[(f"m{n}", f"vm{n}") for n in range(3)], [(f"t{n}", f"vt{n}") for n in range(2)]]
CONTENTS: dict[str, Any] = {
    **{f"vm{n}": {"stem": f"m{n}", "options": OPTIONS} for n in range(3)},
    **{f"vt{n}": {"stem": f"t{n}"} for n in range(2)},
}


def laid_out(number: int, **marking: Any) -> Any:
    return lay_out(PICKED, ROWS, MarkingRules(**marking), CONTENTS, b"%d" % number)


def test_the_same_seed_gives_the_same_paper_and_others_differ() -> None:
    assert laid_out(1) == laid_out(1)
    assert len({str(laid_out(number)) for number in range(20)}) > 15


def test_truths_come_first_and_slots_count_from_one() -> None:
    slots = laid_out(7)
    assert [slot.slot for slot in slots] == [1, 2, 3, 4, 5]
    assert [slot.type for slot in slots] == ["true_false"] * 2 + ["multiple"] * 3
    assert [slot.section for slot in slots] == ["skill"] * 2 + ["law"] * 3
    assert slots_of(slots_to_plain(slots)) == slots


def test_nothing_moves_where_nothing_is_to_be_shuffled() -> None:
    slots = laid_out(7, shuffle_items=False, shuffle_options=False)
    assert [slot.item_id for slot in slots] == ["t0", "t1", "m0", "m1", "m2"]
    assert all(slot.options == () for slot in slots)


def test_each_option_comes_to_each_place_equally_often() -> None:
    seen = Counter(
        (at, id) for number in range(2000) for slot in laid_out(number)[2:3] for at, id in enumerate(slot.options)
    )
    assert len(seen) == 16
    assert all(abs(count - 500) < 100 for count in seen.values())


@pytest.mark.parametrize("text", ["以上都对", "上述各项均正确", "A和B", "A、B、C 都对", "ＡＢ"])
def test_options_that_speak_of_others_by_their_place_stay_where_they_are(text: str) -> None:
    content = {"options": [*OPTIONS[:3], {"id": "d", "text": text}]}
    assert option_order("single", content, True, Stream(b"1")) == []


@pytest.mark.parametrize("text", ["A级防护", "Ⅰ类", "ATM 机", "CCTV 录像", "报警"])
def test_other_options_that_begin_with_a_letter_are_moved(text: str) -> None:
    content = {"options": [*OPTIONS[:3], {"id": "d", "text": text}]}
    assert sorted(option_order("single", content, True, Stream(b"1"))) == ["a", "b", "c", "d"]


def test_orders_and_matches_are_always_put_in_another_order() -> None:
    assert sorted(option_order("order", {"options": OPTIONS}, False, Stream(b"1"))) == ["a", "b", "c", "d"]
    content = {"stem": "配对", "left": OPTIONS, "right": OPTIONS}
    order = option_order("match", content, False, Stream(b"2"))
    seen = as_seen("match", content, order)
    assert seen["left"] == OPTIONS
    assert [option["id"] for option in seen["right"]] == order


def test_parts_of_a_case_have_orders_of_their_own() -> None:
    part = {"type": "single", "share": 1, "content": {"stem": "问", "options": OPTIONS}}
    content = {"stem": "案例", "parts": [{"id": "p1", **part}, {"id": "p10", **part}]}
    order = option_order("case", content, True, Stream(b"3"))
    assert [id.split("/")[0] for id in order] == ["p1"] * 4 + ["p10"] * 4
    seen = as_seen("case", content, order)
    assert [f"{p['id']}/{o['id']}" for p in seen["parts"] for o in p["content"]["options"]] == order


def test_the_plain_paper_says_what_the_contract_says() -> None:
    plain = plain_paper(UUID(int=1), "考试", laid_out(1), CONTENTS)
    assert set(plain) == {"paper_id", "title", "slots"}
    assert set(plain["slots"][0]) == {"slot", "type", "section", "worth_x100", "content"}


def test_candidates_and_tries_have_seeds_of_their_own() -> None:
    seeds = {candidate_seed(b"s", UUID(int=id), try_no) for id in range(5) for try_no in (1, 2)}
    assert len(seeds) == 10


def test_a_stream_can_be_replayed_beyond_its_first_bytes() -> None:
    first, again = Stream(b"x"), Stream(b"x")
    numbers = [first.below(1000) for _ in range(3000)]
    assert numbers == [again.below(1000) for _ in range(3000)]
    assert 400 < sum(numbers) / len(numbers) < 600


@pytest.mark.clause("LN-3b")
@pytest.mark.parametrize("missing", CATEGORIES)
def test_a_table_without_one_category_is_refused_and_the_category_named(missing: str) -> None:
    rows = rows_of([cell for cell in four_rows() if cell["category"] != missing])
    with pytest.raises(BlueprintCategoryMissing) as refused:
        check_table(rows, MarkingRules())
    assert refused.value.details["missing"] == [missing]
    assert refused.value.fields[0].field == "rows"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"least_difficulty": 4, "most_difficulty": 2}, "difficulty_range"),
        ({"count": 200}, "too_many_slots"),
        ({"category": "history"}, "unknown_cell"),
    ],
)
def test_a_table_that_means_nothing_is_refused(changes: dict[str, Any], code: str) -> None:
    rows = [*rows_of(four_rows(count=40)), BlueprintRow(**row(**{"type": "case", **changes}))]
    with pytest.raises(BlueprintInvalid) as refused:
        check_table(rows, MarkingRules())
    assert code in {problem.code for problem in refused.value.fields}


def test_two_rows_of_one_cell_are_refused() -> None:
    with pytest.raises(BlueprintInvalid) as refused:
        check_table(rows_of([*four_rows(), row("law")]), MarkingRules())
    assert refused.value.fields[0].code == "row_repeated"
