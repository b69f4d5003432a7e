"""One candidate's paper out of a set: the order of its items and of their options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from courses.items.rules import ItemType
from courses.papers.rules.randomness import Stream
from courses.papers.rules.tables import BlueprintRow, MarkingRules, Slot

Json = dict[str, Any]

#: Papers go from what is quickly said to what takes time; chance rules only among items of a type.
TYPE_ORDER = [
    ItemType.TRUE_FALSE, ItemType.SINGLE, ItemType.MULTIPLE, ItemType.FILL_IN, ItemType.ORDER, ItemType.MATCH,
    ItemType.SHORT_ANSWER, ItemType.CASE,
]  # fmt: skip
_RANK = {kind.value: rank for rank, kind in enumerate(TYPE_ORDER)}
#: An option that speaks of others by their place (以上都对, A和B) would be wrong in another place.
_SPEAKS_OF_OTHERS = re.compile(
    r"^\s*(?:以上|上述|前述|前[两二三四]项|[A-HＡ-Ｈ]{2,8}(?:\s|$|[都均皆全])|[A-HＡ-Ｈ](?:\s*[、,，和与及]\s*[A-HＡ-Ｈ])+)"
)
#: As written, an order or a match may well be the answer: these are always put in another order.
_ALWAYS = {ItemType.ORDER.value, ItemType.MATCH.value}


#: For each row of the table (item id, version id).
PickedItems = Sequence[Sequence[Sequence[str]]]


def lay_out(
    picked: PickedItems, rows: Sequence[BlueprintRow], marking: MarkingRules, contents: Mapping[str, Json], seed: bytes
) -> list[Slot]:
    """Slots of a paper; ``contents`` by version id. The same seed gives the same paper."""
    stream = Stream(seed)
    drawn = [(item, row) for row, items in zip(rows, picked, strict=True) for item in items]
    if marking.shuffle_items:
        stream.shuffle(drawn)
    drawn.sort(key=lambda pair: _RANK[pair[1].type])
    return [
        Slot(
            slot=number,
            item_id=item[0],
            version_id=item[1],
            type=row.type,
            section=row.category,
            worth_x100=row.worth_x100,
            options=tuple(option_order(row.type, contents[item[1]], marking.shuffle_options, stream)),
        )
        for number, (item, row) in enumerate(drawn, 1)
    ]


def option_order(type: str, content: Json, shuffle: bool, stream: Stream) -> list[str]:
    """Ids in the order a candidate sees them; empty: as written."""
    if type == ItemType.CASE.value:
        return [
            f"{part['id']}/{id}"
            for part in content["parts"]
            for id in option_order(part["type"], part["content"], shuffle, stream)
        ]
    options = content.get("right" if type == ItemType.MATCH.value else "options", [])
    if type not in _ALWAYS and (not shuffle or any(_SPEAKS_OF_OTHERS.match(option["text"]) for option in options)):
        return []
    ids = [option["id"] for option in options]
    stream.shuffle(ids)
    return ids


def as_seen(type: str, content: Json, options: Sequence[str]) -> Json:
    """An item's content in a candidate's order."""
    if not options:
        return content
    if type == ItemType.CASE.value:
        parts = [
            {**part, "content": as_seen(part["type"], part["content"], _of_part(part["id"], options))}
            for part in content["parts"]
        ]
        return {**content, "parts": parts}
    side = "right" if type == ItemType.MATCH.value else "options"
    by_id = {option["id"]: option for option in content[side]}
    return {**content, side: [by_id[id] for id in options]}


def plain_paper(paper_id: UUID, title: str, slots: Sequence[Slot], contents: Mapping[str, Json]) -> Json:
    """What the phone opens at the start; contents never hold keys."""
    return {
        "paper_id": str(paper_id),
        "title": title,
        "slots": [
            {
                "slot": slot.slot,
                "type": slot.type,
                "section": slot.section,
                "worth_x100": slot.worth_x100,
                "content": as_seen(slot.type, contents[slot.version_id], slot.options),
            }
            for slot in slots
        ],
    }


def _of_part(part_id: str, options: Sequence[str]) -> list[str]:
    return [id.removeprefix(f"{part_id}/") for id in options if id.startswith(f"{part_id}/")]
