"""A leaf of the register says what was issued, and always the same way."""

import json
from datetime import UTC, datetime

from reports.documents.register.leaves import Leaf
from reports.documents.register.tree import hash_leaf
from reports.documents.rules import DocumentKind

LEAF = Leaf(
    DocumentKind.RECTIFICATION_ORDER,
    "历公（内）责通字〔2026〕第0012号",
    "ab" * 32,
    ("01" * 32, "02" * 32),
    datetime(2026, 11, 22, 6, 1, 2, 5, tzinfo=UTC),
)


def test_leaf_is_canonical_json_without_personal_data() -> None:
    assert LEAF.to_bytes().decode() == (
        '{"issued_at":"2026-11-22T06:01:02.000005Z","number":"历公（内）责通字〔2026〕第0012号","revokes":null,"sha256":"'
        + "ab" * 32
        + '","signers":["'
        + "01" * 32
        + '","'
        + "02" * 32
        + '"],"supersedes":null,"type":"rectification_order"}'
    )
    assert json.loads(LEAF.to_bytes())["type"] == "rectification_order"


def test_leaf_is_hashed_apart_from_inner_nodes() -> None:
    assert LEAF.digest() == hash_leaf(LEAF.to_bytes())
    assert LEAF.digest() != hash_leaf(LEAF.to_bytes() + b" ")
