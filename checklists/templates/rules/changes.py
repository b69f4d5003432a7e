"""What changed between two versions of a checklist, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Json = dict[str, Any]

_HEAD = ("title", "industries", "kinds_of_unit", "extends", "basis_note")
_INNER = {"id", "items", "section"}


@dataclass(frozen=True)
class FieldChange:
    """One field; None where it was not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PartChange:
    """A fact, a section or an item that was added, removed, changed or moved; `label` is as people read it now."""

    id: str
    change: str
    label: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All that is different; nothing where two versions say the same."""

    head: tuple[FieldChange, ...]
    facts: tuple[PartChange, ...]
    sections: tuple[PartChange, ...]
    items: tuple[PartChange, ...]


def changes_between(before: Json | None, after: Json) -> Changes:
    """What somebody has to read who knows the version before; without one, everything is new."""
    old = before or {"facts": [], "sections": []}
    head = _fields({name: old.get(name) for name in _HEAD}, {name: after.get(name) for name in _HEAD})
    return Changes(
        head=head if before else (),
        facts=_parts(old["facts"], after["facts"], "label"),
        sections=_parts(old["sections"], after["sections"], "title"),
        items=_parts(_items(old), _items(after), "text"),
    )


def _items(definition: Json) -> list[Json]:
    """Items with the section they stand in, so that a move from one to the other is a changed field."""
    return [{**item, "section": section["id"]} for section in definition["sections"] for item in section["items"]]


def _places(parts: Sequence[Json]) -> dict[str, int]:
    """Where each part stands, counted from 1, items within their section."""
    counted: Counter[Any] = Counter()
    places = {}
    for part in parts:
        counted[part.get("section")] += 1
        places[part["id"]] = counted[part.get("section")]
    return places


def _parts(before: Sequence[Json], after: Sequence[Json], label: str) -> tuple[PartChange, ...]:
    old, new = {part["id"]: part for part in before}, {part["id"]: part for part in after}
    moved = _moved([id for id in old if id in new], [id for id in new if id in old])
    were, are = _places(before), _places(after)
    found = []
    for id, part in new.items():
        if id not in old:
            found.append(PartChange(id, "added", part[label], _fields({}, part)))
            continue
        fields = _fields(old[id], part)
        if old[id].get("section") != part.get("section"):
            fields = (FieldChange("section", old[id]["section"], part["section"]), *fields)
        elif id in moved:
            change = "changed" if fields else "moved"
            place = FieldChange("position", were[id], are[id])
            found.append(PartChange(id, change, part[label], (place, *fields)))
            continue
        if fields:
            found.append(PartChange(id, "changed", part[label], fields))
    found += [PartChange(id, "removed", part[label], _fields(part, {})) for id, part in old.items() if id not in new]
    return tuple(found)


def _fields(before: Json, after: Json) -> tuple[FieldChange, ...]:
    names = [name for name in {**before, **after} if name not in _INNER]
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(FieldChange(name, one, other) for name, one, other in pairs if not _same(one, other))


def _same(one: Any, other: Any) -> bool:
    """As JSON has it: true is not 1, 3.0 is 3."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest parts whose moving explains the new order."""
    kept = {
        before[place]
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for place in range(block.a, block.a + block.size)
    }
    return set(before) - kept
