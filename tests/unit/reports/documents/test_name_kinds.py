"""Every kind of document has one name, on the verify page, in lists and in the glossary."""

import json
from pathlib import Path

from reports.documents.rules import KIND_TITLES, DocumentKind
from reports.documents.services.preparing import _PATTERNS, _WORDS


def test_every_kind_has_a_title_and_the_glossary_says_the_same() -> None:
    terms = json.loads((Path(__file__).parents[4] / "web" / "shared" / "terms.json").read_text(encoding="utf-8"))
    assert {kind.value: title for kind, title in KIND_TITLES.items()} == terms["document_kind"]
    assert set(KIND_TITLES) == set(DocumentKind)


def test_no_two_kinds_of_one_pattern_write_the_same_number() -> None:
    """Each kind counts by itself: with one word for two, both would have a number 1."""
    written = [(_PATTERNS.get(kind), word) for kind, word in _WORDS.items()]
    assert len(set(written)) == len(written) == len(DocumentKind)
