"""One value, one text, in Python as in the browser."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from server.core.canonical import NotCanonical, canonical_json

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
