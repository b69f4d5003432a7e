"""A filled form as Collect sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from mobile_api.openrosa.errors import NotAForm

_FILE_QUESTION = re.compile(r"(\.photo\d|^closing\.signature\w*)\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Filled:
    """What was filled in: the answers by question name; names are unique in a form whatever group they stand in."""

    instance_id: UUID
    form_id: str
    version: int
    values: dict[str, str]

    @property
    def file_names(self) -> list[str]:
        """Names of the files that the answers speak of, in the form's order, each once."""
        named = [value for name, value in self.values.items() if value and _FILE_QUESTION.search(name)]
        return list(dict.fromkeys(named))


def read_filled(xml: bytes) -> Filled:
    """Read a form. Raises NotAForm: cut short, no XML, entities, no instance id."""
    try:
        xml.decode()  # stored as text, so that what is kept is what was sent
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotAForm(reason=type(error).__name__) from error
    values = dict(_leaves(root))
    instance = values.pop("instanceID", "")
    try:
        instance_id = UUID(instance.removeprefix("uuid:"))
        version = int(root.get("version", ""))
    except ValueError as error:
        raise NotAForm(reason="instanceID or version") from error
    return Filled(instance_id, root.get("id", ""), version, values)


def _leaves(node: Any) -> Iterator[tuple[str, str]]:
    for child in node:
        if len(child):
            yield from _leaves(child)
        else:
            yield child.tag.rpartition("}")[2], _CONTROL.sub("", (child.text or "").strip())
