"""No score is below nothing or above its worth, whatever is answered; regrades do what they say."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.markings.rules.changes import Change, Mode, Ruling, ruling_of
from courses.markings.rules.open_marks import AnswerState, settle_marks
from courses.markings.rules.regrading import Held, mark_anew
from courses.markings.rules.scoring import Marking, SlotMark, Version, mark_attempt, total, unpack
from courses.papers.rules import MarkingRules, Slot

LETTERS = ["a", "b", "c", "d"]
OPTIONS = [{"id": letter, "text": letter} for letter in LETTERS]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.sampled_from(LETTERS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*LETTERS, "p"]), inner, max_size=3),
    max_leaves=6,
)
KEYS = {
    "single": st.sampled_from(LETTERS).map(lambda letter: {"right": [letter]}),
    "multiple": st.sets(st.sampled_from(LETTERS), min_size=1).map(lambda picks: {"right": sorted(picks)}),
    "true_false": st.booleans().map(lambda right: {"right": right}),
    "fill_in": st.just({"blanks": [["30日", "三十日"], ["派出所"]]}),
    "order": st.permutations(LETTERS).map(lambda right: {"right": list(right)}),
}
RULES = st.builds(
    MarkingRules,
    pass_percent=st.integers(0, 100),
    partial_percent=st.integers(0, 100),
    sections=st.dictionaries(st.sampled_from(["law", "skill"]), st.integers(0, 100)),
)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[Slot], dict[str, Version], dict[int, Any]]:
    slots, versions, responses = [], {}, {}
    for number in range(1, draw(st.integers(1, 6)) + 1):
        kind = draw(st.sampled_from(sorted(KEYS)))
        section = draw(st.sampled_from(["law", "skill", "business"]))
        slots.append(Slot(number, "", f"v{number}", kind, section, draw(st.integers(1, 1000))))
        key = draw(KEYS[kind])
        versions[f"v{number}"] = Version(kind, {"stem": "", "options": OPTIONS, "blanks": 2}, Ruling((key,)))
        right = key.get("right")
        known = right[0] if kind == "single" else right
        responses[number] = draw(JSON | st.just(known) | st.just(["３０日。", "派出所"]))
    return slots, versions, responses


def marked(sheet: Any, rules: MarkingRules, changes: dict[str, list[Change]] | None = None) -> Marking:
    slots, versions, responses = sheet
    ruled = {
        id: Version(one.type, one.content, ruling_of(one.ruling.keys[0], (changes or {}).get(id, [])))
        for id, one in versions.items()
    }
    return mark_attempt(slots, ruled, responses, {}, rules)


@given(sheets(), RULES)
def test_points_lie_between_nothing_and_worth(sheet: Any, rules: MarkingRules) -> None:
    marking = marked(sheet, rules)
    assert marking.waiting == {}
    assert all(0 <= mark.points_x100 <= mark.worth_x100 for mark in marking.marks)
    score = total(marking.marks, rules)
    assert 0 <= score.points_x100 <= score.worth_x100 == sum(slot.worth_x100 for slot in sheet[0])
    assert [unpack(mark.packed()) for mark in marking.marks] == list(marking.marks)


@given(sheets(), RULES, st.data())
def test_full_credit_lowers_nobody_and_fails_nobody(sheet: Any, rules: MarkingRules, data: st.DataObject) -> None:
    version = data.draw(st.sampled_from(sorted(sheet[1])))
    before = total(marked(sheet, rules).marks, rules)
    after = total(marked(sheet, rules, {version: [Change(Mode.FULL_CREDIT)]}).marks, rules)
    assert after.points_x100 >= before.points_x100
    assert after.worth_x100 == before.worth_x100
    assert after.passed >= before.passed


@given(sheets(), RULES, st.data())
def test_another_key_beside_lowers_nobody(sheet: Any, rules: MarkingRules, data: st.DataObject) -> None:
    version = data.draw(st.sampled_from(sorted(sheet[1])))
    change = Change(Mode.ALSO, data.draw(KEYS[sheet[1][version].type]))
    before = marked(sheet, rules).marks
    after = marked(sheet, rules, {version: [change]}).marks
    assert all(new.points_x100 >= old.points_x100 for old, new in zip(before, after, strict=True))


@given(sheets(), RULES, st.data())
def test_a_void_item_is_as_if_it_had_never_been_there(sheet: Any, rules: MarkingRules, data: st.DataObject) -> None:
    slots, versions, responses = sheet
    version = data.draw(st.sampled_from(sorted(versions)))
    after = total(marked(sheet, rules, {version: [Change(Mode.VOID)]}).marks, rules)
    rest = [slot for slot in slots if slot.version_id != version]
    alone = total(mark_attempt(rest, versions, responses, {}, rules).marks, rules)
    assert after == alone


@given(sheets(), RULES, st.data())
@settings(max_examples=60)
def test_marking_one_version_anew_is_marking_all_anew(sheet: Any, rules: MarkingRules, data: st.DataObject) -> None:
    """The batch of a regrade touches one slot of a result; the pure function marks the whole attempt."""
    slots, versions, responses = sheet
    version = data.draw(st.sampled_from(sorted(versions)))
    modes = data.draw(st.lists(st.sampled_from(list(Mode)), min_size=1, max_size=3))
    changes = [Change(mode, data.draw(KEYS[versions[version].type])) for mode in modes]
    whole = marked(sheet, rules, {version: changes}).marks
    old = versions[version]
    ruled = Version(old.type, old.content, ruling_of(old.ruling.keys[0], changes))
    slot = next(slot.slot for slot in slots if slot.version_id == version)
    before = marked(sheet, rules).marks
    held = Held([mark.packed() for mark in before], total(before, rules).sections, {slot: responses[slot]}, {})
    part = mark_anew(held, version, ruled, rules)
    assert part.slots == [mark.packed() for mark in whole]
    assert part.score == total(whole, rules)


@given(st.lists(st.integers(0, 1000), max_size=3), st.integers(0, 100))
def test_marks_of_people_settle_within_the_worth(points: list[int], percent: int) -> None:
    state, settled = settle_marks(points, 1000, percent)
    assert (settled is not None) == (state is AnswerState.DONE)
    if settled is not None:
        assert min(points) <= settled <= max(points)
    if state is AnswerState.DISPUTED:
        assert abs(points[0] - points[1]) > 10 * percent


def test_the_later_ruling_wins() -> None:
    key, other = {"right": ["a"]}, {"right": ["b"]}
    assert ruling_of(key, [Change(Mode.VOID), Change(Mode.NEW_KEY, other)]) == Ruling((other,))
    assert ruling_of(key, [Change(Mode.ALSO, other), Change(Mode.FULL_CREDIT)]).outcome is Mode.FULL_CREDIT
    assert ruling_of(key, [Change(Mode.ALSO, other)]).keys == (key, other)


def test_a_packed_mark_is_a_plain_list() -> None:
    assert SlotMark(1, "v", "law", 200, 100, "key").packed() == [1, "v", "law", 200, 100, "key"]
