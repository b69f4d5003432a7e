"""QTI 2.1 and 3.0, the part that our types need: choice, text entry, order, match, extended text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from courses.items.rules.building import LETTERS, build
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange.markup import all_text, name_of, parse, unpack
from courses.items.rules.exchange.placing import MOST_ITEMS, Reading, Unreadable
from courses.items.rules.exchange.tags import with_tags

Json = dict[str, Any]

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_POINTS = "scorer"
_POINT_LINE = re.compile(r"(\d{1,3})\s*[|｜]\s*(.+)\Z")
_HTML = {"p", "div", "span", "br"}
LOSES = "选项编号、排序题选项的先后"


def read(data: bytes) -> Reading:
    """Items of a zip package or of one XML; ``where`` is the number of the item in the package."""
    reading = Reading()
    try:
        files = unpack(data)
    except Unreadable as error:
        reading.complain(0, str(error))
        return reading
    number = 0
    for name, content in sorted(files.items()):
        try:
            root = parse(content)
        except Unreadable as error:
            reading.complain(number + 1, f"{name[:80]}：{error}")
            continue
        for item in [node for node in root.iter() if _plain(node) == "assessmentItem"]:
            number += 1
            try:
                reading.add(number, _draft(item))
            except Unreadable as error:
                reading.complain(number, str(error))
    if number > MOST_ITEMS:
        reading.complain(0, f"一次最多 {MOST_ITEMS} 题")
    if not number and not reading.problems:
        reading.complain(0, "没有找到试题（assessmentItem）")
    return reading


def _draft(item: Element) -> ItemDraft:
    body = _first(item, "itemBody")
    if body is None:
        raise Unreadable("没有题目正文（itemBody）")
    right = _responses(item)
    for name, reader in _READERS.items():
        found = [node for node in body.iter() if _plain(node) == name]
        if found:
            short = reader(body, found, right)
            break
    else:
        raise Unreadable("没有可以识别的作答方式")
    if not short["stem"]:
        raise Unreadable("没有题干")
    content, key = build(short)
    feedback = _first(item, "modalFeedback")
    code = _get(item, "identifier")
    draft = ItemDraft(
        short["type"],
        content,
        key,
        explanation=_read_text(feedback) if feedback is not None else "",
        code=code if re.fullmatch(r"[A-Za-z0-9._-]{1,40}", code) and not code.startswith("item-") else "",
    )
    point, *tags = _get(item, "label").split(";") if _get(item, "label").startswith("point:") else ["", ""]
    given = with_tags(draft, tags)
    return ItemDraft(**{**vars(given), "point_code": point.removeprefix("point:")})


def _responses(item: Element) -> dict[str, tuple[str, list[str]]]:
    """Identifier → cardinality and right values, with what a mapping accepts beside them."""
    found = {}
    for declared in item.iter():
        if _plain(declared) != "responseDeclaration":
            continue
        values = [_raw(node) for node in declared.iter() if _plain(node) == "value"]
        mapped = [_get(node, "map-key") for node in declared.iter() if _plain(node) == "mapEntry"]
        values += [key for key in mapped if key not in values]
        found[_get(declared, "identifier")] = (_get(declared, "cardinality"), values)
    return found


def _read_choice(body: Element, found: list[Element], right: dict[str, tuple[str, list[str]]]) -> Json:
    choices = [node for node in found[0].iter() if _plain(node) == "simpleChoice"]
    ids = [_get(choice, "identifier") for choice in choices]
    cardinality, values = right.get(_get(found[0], "response-identifier"), ("single", []))
    stem = _stem(body, found[0])
    if sorted(id.lower() for id in ids) == ["false", "true"]:
        return {"type": "true_false", "stem": stem, "right": [value.lower() for value in values] == ["true"]}
    kind = "multiple" if cardinality == "multiple" else "single"
    return {"type": kind, "stem": stem, "options": _labels(choices), "right": _letters(ids, values)}


def _read_order(body: Element, found: list[Element], right: dict[str, tuple[str, list[str]]]) -> Json:
    choices = [node for node in found[0].iter() if _plain(node) == "simpleChoice"]
    ids = [_get(choice, "identifier") for choice in choices]
    _, values = right.get(_get(found[0], "response-identifier"), ("ordered", []))
    return {
        "type": "order",
        "stem": _stem(body, found[0]),
        "options": _labels(choices),
        "right": _letters(ids, values),
    }


def _read_match(body: Element, found: list[Element], right: dict[str, tuple[str, list[str]]]) -> Json:
    sets = [
        [choice for choice in group.iter() if _plain(choice) == "simpleAssociableChoice"]
        for group in found[0].iter()
        if _plain(group) == "simpleMatchSet"
    ]
    if len(sets) != 2:
        raise Unreadable("匹配题应有左右两组")
    left, others = sets
    ids = [_get(choice, "identifier") for choice in others]
    _, values = right.get(_get(found[0], "response-identifier"), ("multiple", []))
    fits = dict(value.split(None, 1) for value in values if len(value.split()) == 2)
    wanted = [fits.get(_get(choice, "identifier"), "") for choice in left]
    if len(_letters(ids, wanted)) != len(left):
        raise Unreadable("左侧有没有对应的项")
    return {
        "type": "match",
        "stem": _stem(body, found[0]),
        "left": _labels(left),
        "right": _labels(others),
        "pairs": _letters(ids, wanted),
    }


def _read_blanks(body: Element, found: list[Element], right: dict[str, tuple[str, list[str]]]) -> Json:
    blanks = [right.get(_get(node, "response-identifier"), ("", []))[1] for node in found]
    return {"type": "fill_in", "stem": _read_text(body), "blanks": blanks}


def _read_essay(body: Element, found: list[Element], _right: dict[str, tuple[str, list[str]]]) -> Json:
    rubric = _first(body, "rubricBlock")
    lines = _read_text(rubric).split("\n") if rubric is not None else []
    points = []
    for line in filter(None, (line.strip() for line in lines)):
        match = _POINT_LINE.match(line)
        points.append({"text": match.group(2) if match else line, "share": int(match.group(1)) if match else 1})
    fallback = [{"text": "由阅卷人评分", "share": 1}]
    return {"type": "short_answer", "stem": _stem(body, found[0]), "points": points or fallback}


_READERS: dict[str, Callable[[Element, list[Element], dict[str, tuple[str, list[str]]]], Json]] = {
    "choiceInteraction": _read_choice,
    "orderInteraction": _read_order,
    "matchInteraction": _read_match,
    "textEntryInteraction": _read_blanks,
    "extendedTextInteraction": _read_essay,
}


def _stem(body: Element, interaction: Element) -> str:
    prompt = _first(interaction, "prompt")
    said = [_read_text(node) for node in body if node is not interaction and _plain(node) != "rubricBlock"]
    if prompt is not None:
        said.append(_read_text(prompt))
    return "\n".join(text for text in said if text)


def _read_text(node: Element) -> str:
    """Text with a line for each paragraph and a blank for each text entry."""
    made = node.text or ""
    for child in node:
        name = _plain(child)
        if name == "textEntryInteraction":
            made += "____"
        elif name == "br":
            made += "\n"
        elif name not in {"prompt", "rubricBlock", "simpleChoice"} or name in _HTML:
            made += _read_text(child) + ("\n" if name in {"p", "div"} else "")
        made += child.tail or ""
    return made.strip() if _plain(node) == "itemBody" else made.strip("\n")


def _labels(choices: list[Element]) -> list[str]:
    if len(choices) > len(LETTERS):
        raise Unreadable(f"选项最多 {len(LETTERS)} 个")
    return [_read_text(choice).strip() or all_text(choice) for choice in choices]


def _letters(ids: list[str], values: list[str]) -> str:
    return "".join(LETTERS[ids.index(value)] for value in values if value in ids)


def _raw(node: Element) -> str:
    return (node.text or "").strip()


def _first(node: Element, name: str) -> Element | None:
    return next((child for child in node.iter() if _plain(child) == name), None)


def _plain(node: Element) -> str:
    """The name as QTI 2.1 writes it: ``qti-choice-interaction`` is ``choiceInteraction``."""
    name = name_of(node)
    return camel(name.removeprefix("qti-")) if name.startswith("qti-") else name


def _get(node: Element, kebab: str) -> str:
    return node.get(kebab) or node.get(camel(kebab)) or ""


def camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part.title() for part in rest)
