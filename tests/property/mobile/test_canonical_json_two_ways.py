"""The quick way to canonical JSON never says anything else than the careful one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import canonical
from server.core.canonical import NotCanonical, canonical_json

numbers = st.integers(-(2**54), 2**54) | st.floats() | st.sampled_from([1.0, -0.0, 1e-5, 1e-7, 1e16, 1e21, 123456.75])
texts = st.text(st.characters(codec=None), max_size=8) | st.sampled_from([":1e5", ",-12.0}", "😀", "\ue000", "\u2028"])
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts | st.integers(), inner, max_size=4),
    max_leaves=20,
)


def _outcome(way: Any, value: Any) -> Any:
    try:
        return way(value)
    except (NotCanonical, UnicodeEncodeError):
        return "refused"


@given(st.dictionaries(texts, values, max_size=5) | values)
def test_both_ways_agree_on_every_value(value: Any) -> None:
    careful = _outcome(lambda given: canonical._text(given).encode("utf-8", "strict"), value)
    assert _outcome(canonical_json, value) == careful
    quick = _outcome(canonical._quick_text, value)
    assert quick is None or quick == careful


def test_a_usual_record_goes_the_quick_way() -> None:
    record = {"lat": 36.6512345, "at": "2026-11-22T06:01:02.123456Z", "count": 12, "note": "已查看，12e5", "ok": True}
    assert canonical._quick_text(record) == canonical_json(dict(reversed(record.items())))
    assert json.loads(canonical_json(record)) == record


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {None: 1}}, {"a": [{2.5: 1}]}, {"a": {"b": {3}}}])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)
