"""QTI 2.1 and 3.0 written: a zip package with a manifest and a file for each item."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from courses.items.rules.content import BLANK
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange.markup import element, pack, serialise
from courses.items.rules.exchange.qti import camel
from courses.items.rules.exchange.tags import tags_of
from courses.items.rules.kinds import ItemType

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
LOSES = "选项编号、采分点里的换行"
_HTML = {"p", "br"}


def write(drafts: Sequence[ItemDraft], version: str = "2.1") -> bytes:
    """A package with a manifest and a file for each item."""
    files = {f"items/item-{place:05d}.xml": _item(draft, place, version) for place, draft in enumerate(drafts, 1)}
    return pack({"imsmanifest.xml": _manifest(list(files), version), **files})


def lacks(draft: ItemDraft) -> str:
    """Why an item cannot be written; empty when it can."""
    return "QTI 的这一部分不能写案例题" if draft.type == ItemType.CASE.value else ""


class _Writer:
    """Elements under the names of one version."""

    def __init__(self, version: str) -> None:
        self.version = version

    def make(self, parent: Element | None, name: str, text: str | None = None, **attributes: Any) -> Element:
        if self.version == "2.1" or name in _HTML:
            named = {camel(key.replace("_", "-")): value for key, value in attributes.items()}
            return element(parent, name, text, **named)
        named = {key.replace("_", "-"): value for key, value in attributes.items()}
        kebab = re.sub(r"[A-Z]", lambda letter: f"-{letter.group().lower()}", name)
        return element(parent, f"qti-{kebab}", text, **named)

    def text(self, parent: Element, text: str) -> None:
        """One paragraph, its lines parted by breaks."""
        lines = text.split("\n")
        holder = self.make(parent, "p", lines[0])
        for line in lines[1:]:
            self.make(holder, "br").tail = line


def _item(draft: ItemDraft, place: int, version: str) -> bytes:
    writer = _Writer(version)
    root = writer.make(
        None,
        "assessmentItem",
        identifier=draft.code or f"item-{place:05d}",
        title=" ".join(draft.content["stem"].split())[:80],
        adaptive="false",
        time_dependent="false",
        label=";".join([f"point:{draft.point_code}", *tags_of(draft)]),
        xmlns=NAMESPACES[version],
    )
    body = Element("body")
    _WRITERS[draft.type](writer, root, body, draft)
    holder = writer.make(root, "itemBody")
    holder.extend(list(body))
    if draft.explanation:
        feedback = writer.make(root, "modalFeedback", outcome_identifier="FEEDBACK", identifier="why", show_hide="show")
        writer.text(feedback, draft.explanation)
    return serialise(root)


def _declare(writer: _Writer, root: Element, identifier: str, cardinality: str, values: list[str], base: str) -> None:
    declared = writer.make(root, "responseDeclaration", identifier=identifier, cardinality=cardinality, base_type=base)
    correct = writer.make(declared, "correctResponse")
    for value in values:
        writer.make(correct, "value", value)


def _write_choice(writer: _Writer, root: Element, body: Element, draft: ItemDraft) -> None:
    content, right = draft.content, draft.key["right"]
    if draft.type == ItemType.TRUE_FALSE.value:
        options = [{"id": "true", "text": "对"}, {"id": "false", "text": "错"}]
        right = ["true" if right else "false"]
    else:
        options = content["options"]
    cardinality = {"multiple": "multiple", "order": "ordered"}.get(draft.type, "single")
    name = "orderInteraction" if draft.type == ItemType.ORDER.value else "choiceInteraction"
    _declare(writer, root, "RESPONSE", cardinality, right, "identifier")
    writer.text(body, content["stem"])
    most: dict[str, Any] = {} if cardinality == "ordered" else {"max_choices": 1 if cardinality == "single" else 0}
    held = writer.make(body, name, response_identifier="RESPONSE", shuffle="false", **most)
    for option in options:
        writer.text(writer.make(held, "simpleChoice", identifier=option["id"]), option["text"])


def _write_match(writer: _Writer, root: Element, body: Element, draft: ItemDraft) -> None:
    pairs = [f"L{left} R{right}" for left, right in draft.key["pairs"].items()]
    _declare(writer, root, "RESPONSE", "multiple", pairs, "directedPair")
    writer.text(body, draft.content["stem"])
    held = writer.make(body, "matchInteraction", response_identifier="RESPONSE", shuffle="false", max_associations=0)
    for side, sign, most in (("left", "L", 1), ("right", "R", 0)):
        group = writer.make(held, "simpleMatchSet")
        for option in draft.content[side]:
            made = writer.make(group, "simpleAssociableChoice", identifier=f"{sign}{option['id']}", match_max=most)
            writer.text(made, option["text"])


def _write_blanks(writer: _Writer, root: Element, body: Element, draft: ItemDraft) -> None:
    for place, accepted in enumerate(draft.key["blanks"], 1):
        _declare(writer, root, f"RESPONSE{place}", "single", accepted[:1], "string")
        declared = root[-1]
        mapping = writer.make(declared, "mapping", default_value="0")
        for text in accepted:
            writer.make(mapping, "mapEntry", map_key=text, mapped_value="1")
    pieces = BLANK.split(draft.content["stem"])
    lines = pieces[0].split("\n")
    holder = writer.make(body, "p", lines[0])
    _more_lines(writer, holder, lines[1:])
    for place, piece in enumerate(pieces[1:], 1):
        lines = piece.split("\n")
        blank = writer.make(holder, "textEntryInteraction", response_identifier=f"RESPONSE{place}")
        blank.tail = lines[0]
        _more_lines(writer, holder, lines[1:])


def _more_lines(writer: _Writer, holder: Element, lines: list[str]) -> None:
    for line in lines:
        writer.make(holder, "br").tail = line


def _write_essay(writer: _Writer, root: Element, body: Element, draft: ItemDraft) -> None:
    writer.make(root, "responseDeclaration", identifier="RESPONSE", cardinality="single", base_type="string")
    writer.text(body, draft.content["stem"])
    rubric = writer.make(body, "rubricBlock", view="scorer")
    for point in draft.key["points"]:
        writer.text(rubric, f"{point['share']}|{' '.join(point['text'].splitlines())}")
    writer.make(body, "extendedTextInteraction", response_identifier="RESPONSE")


_WRITERS: dict[str, Callable[[_Writer, Element, Element, ItemDraft], None]] = {
    ItemType.SINGLE.value: _write_choice,
    ItemType.MULTIPLE.value: _write_choice,
    ItemType.TRUE_FALSE.value: _write_choice,
    ItemType.ORDER.value: _write_choice,
    ItemType.MATCH.value: _write_match,
    ItemType.FILL_IN.value: _write_blanks,
    ItemType.SHORT_ANSWER.value: _write_essay,
}


def _manifest(names: list[str], version: str) -> bytes:
    root = element(None, "manifest", identifier="shouwang", xmlns="http://www.imsglobal.org/xsd/imscp_v1p1")
    element(root, "organizations")
    resources = element(root, "resources")
    kind = "imsqti_item_xmlv2p1" if version == "2.1" else "imsqti_item_xmlv3p0"
    for place, name in enumerate(names, 1):
        resource = element(resources, "resource", identifier=f"R{place}", type=kind, href=name)
        element(resource, "file", href=name)
    return serialise(root)
