"""Which checklists a unit gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def is_for(definition: Json, industry: str, kind: str) -> bool:
    """Whether the checklist is meant for units of this industry and kind; one that names none is for all.

    Source: JN-2.2.5a.
    """
    industries, kinds = definition.get("industries") or [], definition.get("kinds_of_unit") or []
    return (not industries or industry in industries) and (not kinds or kind in kinds)


def is_general(definition: Json) -> bool:
    """Whether the checklist is for every unit."""
    return not definition.get("industries") and not definition.get("kinds_of_unit")


def assigned(definitions: Mapping[str, Json], industry: str, kind: str) -> list[str]:
    """Codes of the checklists a unit gets: the general ones first, then those of its industry, each after what it
    extends.
    """
    codes: list[str] = []

    def take(code: str) -> None:
        definition = definitions.get(code)
        if definition is None or code in waiting or code in codes:
            return
        waiting.add(code)
        if definition.get("extends"):
            take(definition["extends"])
        codes.append(code)

    waiting: set[str] = set()
    fitting = [code for code, definition in definitions.items() if is_for(definition, industry, kind)]
    for code in sorted(fitting, key=lambda code: (not is_general(definitions[code]), code)):
        take(code)
    return codes
