"""What an answer is worth: a pure function of item, key and answer. Worth is in hundredths of a point (``_x100``)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from courses.items.rules.kinds import AUTOMATIC, ItemType

Json = dict[str, Any]


def mark_response(
    type: str, content: Json, key: Json, response: Any, worth_x100: int, partial_percent: int = 0
) -> int | None:
    """Hundredths of a point from 0 to ``worth_x100``; None when a person must mark (short answers).

    An answer that is missing or of a wrong shape is worth nothing and never an error. ``partial_percent`` is what a
    multiple choice with some right and no wrong pick gets (漏选给分、错选不得分). Order and match count by places and
    pairs only as a whole; blanks count each. A case is marked by its parts: see ``mark_parts``.
    """
    kind = ItemType(type)
    if kind is ItemType.CASE:
        marks = mark_parts(content, key, response, worth_x100, partial_percent)
        return None if any(mark is None for mark in marks.values()) else sum(mark or 0 for mark in marks.values())
    if kind not in AUTOMATIC:
        return 0 if _is_blank(response) else None
    return worth_x100 * _percent(kind, key, response, partial_percent) // 100


def mark_parts(
    content: Json, key: Json, response: Any, worth_x100: int, partial_percent: int = 0
) -> dict[str, int | None]:
    """Marks of a case's parts by part id; what does not divide evenly goes to the first parts."""
    given = response if isinstance(response, dict) else {}
    worths = part_worths(content, worth_x100)
    return {
        part["id"]: mark_response(
            part["type"],
            part["content"],
            key["parts"][part["id"]],
            given.get(part["id"]),
            worths[part["id"]],
            partial_percent,
        )
        for part in content["parts"]
    }


def part_worths(content: Json, worth_x100: int) -> dict[str, int]:
    """How a case's worth is divided among its parts by their shares."""
    shares = {part["id"]: int(part["share"]) for part in content["parts"]}
    whole = sum(shares.values())
    worths = {id: worth_x100 * share // whole for id, share in shares.items()}
    for id in list(worths)[: worth_x100 - sum(worths.values())]:
        worths[id] += 1
    return worths


def normalise_blank(text: str) -> str:
    """Width, case, white space and surrounding punctuation make no difference: ３０ 日。 is 30日."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", "", folded).strip(".,;:!?。，；：！？、\"'“”‘’")


def _percent(kind: ItemType, key: Json, response: Any, partial_percent: int) -> int:
    if kind is ItemType.SINGLE:
        return 100 if [response] == key["right"] else 0
    if kind is ItemType.TRUE_FALSE:
        return 100 if response is key["right"] else 0
    if kind is ItemType.MULTIPLE:
        return _percent_of_picks(set(key["right"]), response, partial_percent)
    if kind is ItemType.ORDER:
        return 100 if response == key["right"] else 0
    if kind is ItemType.MATCH:
        return 100 if response == key["pairs"] else 0
    return _percent_of_blanks(key["blanks"], response)


def _percent_of_picks(right: set[str], response: Any, partial_percent: int) -> int:
    if not isinstance(response, list) or not all(isinstance(pick, str) for pick in response):
        return 0
    picks = set(response)
    if picks == right:
        return 100
    return partial_percent if picks and picks < right else 0


def _percent_of_blanks(blanks: list[list[str]], response: Any) -> int:
    if not isinstance(response, list):
        return 0
    hits = sum(
        isinstance(text, str) and normalise_blank(text) in {normalise_blank(one) for one in accepted}
        for text, accepted in zip(response, blanks, strict=False)
    )
    return 100 * hits // len(blanks)


def _is_blank(response: Any) -> bool:
    return response is None or (isinstance(response, str) and not response.strip())
