"""Short forms of items, as people and files write them: options by letters, right ones as ``AC``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from courses.items.rules.content import count_blanks
from courses.items.rules.kinds import ItemType

Json = dict[str, Any]
LETTERS = "ABCDEFGHIJKL"


def options_of(texts: Sequence[str]) -> list[Json]:
    """Options with the ids a, b, c, …; more than there are letters keep a number, and the check refuses them."""
    return [{"id": _id(place), "text": text} for place, text in enumerate(texts)]


def ids_of(letters: str) -> list[str]:
    return [letter.lower() for letter in letters]


def build(short: Json) -> tuple[Json, Json]:
    """Content and key of a short form; of a form that makes no sense something that the check will refuse.

    ``options`` are texts and ``right`` is letters (``order``: in the right order); of a match ``left`` and ``right``
    are texts and ``pairs`` has a letter for each on the left; of a case ``parts`` are short forms with a ``share``.
    """
    kind, stem = ItemType(short["type"]), str(short.get("stem", ""))
    if kind in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.ORDER):
        right = ids_of(short["right"])
        return {"stem": stem, "options": options_of(short["options"])}, {"right": right}
    if kind is ItemType.TRUE_FALSE:
        return {"stem": stem}, {"right": short["right"]}
    if kind is ItemType.FILL_IN:
        return {"stem": stem, "blanks": count_blanks(stem)}, {"blanks": short["blanks"]}
    if kind is ItemType.SHORT_ANSWER:
        return {"stem": stem}, {"points": short["points"]}
    if kind is ItemType.MATCH:
        return _match(stem, short)
    return _case(stem, short)


def _match(stem: str, short: Json) -> tuple[Json, Json]:
    left = options_of(short["left"])
    pairs = {option["id"]: id for option, id in zip(left, ids_of(short["pairs"]), strict=False)}
    return {"stem": stem, "left": left, "right": options_of(short["right"])}, {"pairs": pairs}


def _case(stem: str, short: Json) -> tuple[Json, Json]:
    parts, keys = [], {}
    for place, part in enumerate(short["parts"], 1):
        content, key = build(part)
        parts.append({"id": str(place), "type": part["type"], "share": part["share"], "content": content})
        keys[str(place)] = key
    return {"stem": stem, "parts": parts}, {"parts": keys}


def _id(place: int) -> str:
    return LETTERS[place].lower() if place < len(LETTERS) else str(place + 1)
