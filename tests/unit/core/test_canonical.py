"""One value, one text, in Python as in the browser."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.canonical import NotCanonical, _quick_text, _text, canonical_json

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "canonical.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_canonical_text_is_that_of_the_browser(case: dict[str, Any]) -> None:
    text = canonical_json(json.loads(case["input"]))
    assert text.decode() == case["canonical"]
    assert hashlib.sha256(text).hexdigest() == case["sha256"]


@pytest.mark.parametrize("case", VECTORS.get("refused", []), ids=lambda case: case["name"])
def test_what_browsers_disagree_about_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises((NotCanonical, ValueError)):
        canonical_json(json.loads(case["input"]))


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=6), JSON_VALUES, max_size=5))
def test_the_quick_way_writes_the_same_text_as_the_careful_one(value: dict[str, Any]) -> None:
    assert _quick_text(value) in (None, _text(value).encode())


@given(st.dictionaries(st.text(max_size=6), JSON_VALUES, max_size=5))
def test_the_text_says_the_value(value: dict[str, Any]) -> None:
    assert json.loads(canonical_json(value), parse_int=float) == value
