"""A cursor is ours or it is refused, never an internal error."""

from __future__ import annotations

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.core.ids import new_id
from server.web.paging import decode_cursor, encode_cursor, page


def test_a_cursor_gives_back_the_keys_it_was_made_of() -> None:
    id = new_id()
    assert decode_cursor(encode_cursor("泉城", 7, id), str, int, UUID) == ("泉城", 7, id)


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_other_text_is_refused_by_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode_cursor(text, UUID, int)
    assert [(problem.field, problem.code) for problem in refused.value.fields] == [("after", "invalid_cursor")]


@pytest.mark.parametrize("keys", [(), ("x",), ("x", "y"), ("x", 1, 2)])
def test_a_cursor_of_another_list_is_refused(keys: tuple[object, ...]) -> None:
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(*keys), UUID, int)


def test_a_page_shows_the_limit_and_says_whether_there_is_more() -> None:
    assert page([1, 2, 3], 3, lambda row: (row,)) == {"items": [1, 2, 3], "next": None}
    more = page([1, 2, 3, 4], 3, lambda row: (row,))
    assert more["items"] == [1, 2, 3]
    assert decode_cursor(more["next"], int) == (3,)
    assert page([], 3, lambda row: (row,)) == {"items": [], "next": None}
