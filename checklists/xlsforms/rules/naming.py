"""Ids for what other people's forms name their own way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklists.xlsforms.rules.forms import Row

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
LONGEST = 40


class Names:
    """Which question has which id; ids given are never given twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._by_name: dict[str, tuple[str, str]] = {}

    def learn(self, survey: Sequence[Row]) -> None:
        """Look at all rows first: conditions refer to questions further down, and ids that are given stand."""
        self._taken = {row.own("id") for row in survey} - {""}
        for row in survey:
            name, part = row["name"].strip(), row.own("part")
            if part == "fact":
                self._by_name[name] = ("fact", row.own("id"))
            elif part == "item":
                self._by_name[name] = ("item", row.own("id"))
            elif not part and name and name not in self._by_name:
                self._by_name[name] = ("item", self.free(name))

    def leaf(self, name: str) -> dict[str, str]:
        """What a condition calls the question. Raises KeyError."""
        kind, id = self._by_name[name]
        return {kind: id}

    def item_id(self, row: Row) -> str:
        return row.own("id") or self._by_name.get(row["name"].strip(), ("", ""))[1] or self.free("item")

    def section_id(self, row: Row) -> str:
        return row.own("id") or self.free(f"s-{row['name'].strip()}")

    def free(self, name: str) -> str:
        """An id as near to the name as ids can be, not given yet."""
        id = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")[:LONGEST]
        if not _ID.fullmatch(id):
            id = f"q-{id}"[:LONGEST].rstrip("-")
        number, wanted = 1, id
        while id in self._taken:
            number += 1
            id = f"{wanted[: LONGEST - 4]}-{number}"
        self._taken.add(id)
        return id


def code_of(form_id: str) -> str:
    """A template's code as near to the form's id as codes can be; empty where nothing is left of it."""
    if _CODE.fullmatch(form_id):
        return form_id
    code = re.sub(r"[^A-Z0-9]", "", form_id.upper()).lstrip("0123456789")[:12]
    return code if _CODE.fullmatch(code) else ""
