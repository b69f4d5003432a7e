"""An item as somebody writes it, and the text by which doubles are found."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

#: Everything but letters and digits of any script.
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class ItemDraft:
    """What an item asks, what is right, and why. ``point_code`` empty: wherever the import says."""

    type: str
    content: Json
    key: Json
    point_code: str = ""
    difficulty: int = 0  # 1 to 5; 0: whatever the import says
    explanation: str = ""
    bases: tuple[dict[str, str], ...] = ()
    exam_only: bool = False
    code: str = ""  # a wish; empty or taken: a new one


def norm_hash(content: Json) -> str:
    """The hash of the stem without spaces, punctuation, width and case, so that a comma makes no new item."""
    return hashlib.sha256(normalise_stem(str(content.get("stem", ""))).encode()).hexdigest()


def normalise_stem(stem: str) -> str:
    """Letters and digits only, folded; a stem of nothing else stays as it is."""
    folded = unicodedata.normalize("NFKC", stem).casefold()
    return _NOT_WORDS.sub("", folded) or folded


def search_text(content: Json) -> str:
    """All that a candidate reads, folded, for the search of the bank."""
    return fold(" ".join(_texts(content)))[:8000]


def fold(text: str) -> str:
    """Width, case and white space make no difference to a search."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _texts(content: Json) -> list[str]:
    found = [str(content.get("stem", ""))]
    for name in ("options", "left", "right"):
        found += [str(option.get("text", "")) for option in content.get(name, [])]
    for part in content.get("parts", []):
        found += _texts(part.get("content", {}))
    return found
