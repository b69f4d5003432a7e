"""Export and import again: the same bank, over what each format can carry."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.items.rules.building import LETTERS, build
from courses.items.rules.content import check_content
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange import FORMATS

Json = dict[str, Any]

#: Signs that formats use for themselves, beside plain words.
NASTY = "~=#{}:\\%/<>&\"'[]$*+-.|｜甲乙丙丁0123ABC abc，。\n"
FLAT = NASTY.replace("\n", "")


def texts(alphabet: str, most: int = 12) -> st.SearchStrategy[str]:
    return (
        st.text(alphabet, min_size=1, max_size=most).map(lambda text: " ".join(f"{text}字".split(" "))).map(str.strip)
    )


@st.composite
def drafts(draw: st.DrawFn, kinds: tuple[str, ...], alphabet: str) -> ItemDraft:
    kind = draw(st.sampled_from(kinds))
    content, key = build(draw(shorts(kind, alphabet)))
    assert check_content(kind, content, key) == []
    return ItemDraft(
        kind,
        content,
        key,
        point_code=draw(st.sampled_from(["law.guards", "skill.scene"])),
        difficulty=draw(st.integers(1, 5)),
        explanation=draw(st.just("") | texts(alphabet)),
        bases=tuple(draw(st.lists(st.sampled_from(BASES), max_size=2, unique_by=str))),
        exam_only=draw(st.booleans()),
        code=draw(st.sampled_from(["", "law-001", "X.9_a"])),
    )


BASES = [{"basis": "state-council-421", "article": "第十一条第（四）项"}, {"basis": "liaoning-2021", "article": ""}]


@st.composite
def shorts(draw: st.DrawFn, kind: str, alphabet: str) -> Json:
    flat = alphabet.replace("\n", "").replace("|", "").replace("｜", "")
    stem = draw(texts(alphabet))
    some = st.lists(texts(flat), min_size=2, max_size=5, unique=True)
    if kind == "true_false":
        return {"type": kind, "stem": stem, "right": draw(st.booleans())}
    if kind == "fill_in":
        blanks = draw(st.lists(st.lists(texts(flat), min_size=1, max_size=3, unique=True), min_size=1, max_size=3))
        stem = "____".join([stem, *(draw(texts(alphabet)) for _ in blanks)])
        return {"type": kind, "stem": stem, "blanks": blanks}
    if kind == "short_answer":
        points = [{"text": text, "share": draw(st.integers(1, 9))} for text in draw(some)]
        return {"type": kind, "stem": stem, "points": points}
    if kind == "match":
        left, right = draw(some), draw(some)
        pairs = [draw(st.sampled_from(LETTERS[: len(right)])) for _ in left]
        return {"type": kind, "stem": stem, "left": left, "right": right, "pairs": "".join(pairs)}
    if kind == "case":
        part = shorts(draw(st.sampled_from(["single", "true_false", "fill_in", "match"])), alphabet)
        return {"type": kind, "stem": stem, "parts": [{**draw(part), "share": draw(st.integers(1, 9))} for _ in "ab"]}
    options = draw(some)
    letters = draw(st.permutations(LETTERS[: len(options)]))
    count = {"single": 1, "order": len(options)}.get(kind, draw(st.integers(1, len(options))))
    right = "".join(letters[:count] if kind == "order" else sorted(letters[:count]))
    return {"type": kind, "stem": stem, "options": options, "right": right}


def same(draft: ItemDraft) -> Any:
    """What a format keeps: texts in their places, not the ids, not the order of a match's right column."""
    return (draft.type, _meaning(draft.type, draft.content, draft.key))


def _meaning(type: str, content: Json, key: Json) -> Any:
    if type == "match":
        rights = {option["id"]: option["text"] for option in content["right"]}
        pairs = [(option["text"], rights[key["pairs"][option["id"]]]) for option in content["left"]]
        return content["stem"], pairs, sorted(rights.values())
    if type == "order":
        names = {option["id"]: option["text"] for option in content["options"]}
        return content["stem"], [names[id] for id in key["right"]]
    if type == "case":
        parts = [
            (part["share"], part["type"], _meaning(part["type"], part["content"], key["parts"][part["id"]]))
            for part in content["parts"]
        ]
        return content["stem"], parts
    return content, key


ALL = ("single", "multiple", "true_false", "fill_in", "short_answer", "order", "match")
CARRIED = {
    "gift": (("single", "multiple", "true_false", "fill_in", "match"), NASTY),
    "moodle": (ALL, NASTY),
    "qti21": (ALL, NASTY),
    "qti30": (ALL, NASTY),
    "xlsx": ((*ALL, "case"), FLAT),
}


@pytest.mark.parametrize("name", sorted(CARRIED))
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_bank_comes_back_as_it_went(name: str, data: st.DataObject) -> None:
    kinds, alphabet = CARRIED[name]
    bank = data.draw(st.lists(drafts(kinds, alphabet), min_size=1, max_size=4))
    bank = [draft for draft in bank if not FORMATS[name].lacks(draft)]
    reading = FORMATS[name].read(FORMATS[name].write(bank)) if bank else None
    if reading is None:
        return
    assert reading.problems == []
    back = [draft for _, draft in reading.drafts]
    assert [same(draft) for draft in back] == [same(draft) for draft in bank]
    for name in ("point_code", "difficulty", "bases", "exam_only", "explanation", "code"):
        assert [getattr(draft, name) for draft in back] == [getattr(draft, name) for draft in bank], name


@given(st.lists(drafts(("single",), FLAT), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_aiken_carries_stems_options_and_answers(bank: list[ItemDraft]) -> None:
    aiken = FORMATS["aiken"]
    bank = [draft for draft in bank if not aiken.lacks(draft)]
    reading = aiken.read(aiken.write(bank))
    assert reading.problems == []
    assert [(draft.content, draft.key) for _, draft in reading.drafts] == [
        (_flattened(draft.content), draft.key) for draft in bank
    ]


def _flattened(content: Json) -> Json:
    options = [{**option, "text": " ".join(option["text"].split())} for option in content["options"]]
    return {"stem": " ".join(content["stem"].split()), "options": options}


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=400) | st.text(NASTY + "T", max_size=200).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_no_file_whatsoever_breaks_a_reader(name: str, data: bytes) -> None:
    reading = FORMATS[name].read(data)
    for _, draft in reading.drafts:
        check_content(draft.type, draft.content, draft.key)
