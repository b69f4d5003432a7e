"""Moodle XML: choice, true/false, blanks (short answer, cloze), matching, ordering, essays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from courses.items.rules.building import LETTERS, build
from courses.items.rules.content import BLANK
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange.escapes import bring_back, put_away
from courses.items.rules.exchange.markup import element, parse, serialise, without_tags
from courses.items.rules.exchange.placing import Reading, Unreadable
from courses.items.rules.exchange.tags import tags_of, with_tags
from courses.items.rules.kinds import ItemType

Json = dict[str, Any]

_CLOZE = re.compile(r"\{\d*:(?:SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC):((?:\\.|[^}\\])*)\}")
_POINT_LINE = re.compile(r"(\d{1,3})\s*[|｜]\s*(.+)\Z")
_POINT = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}\Z")
LOSES = "选项编号、匹配题右侧的先后、排序题选项的先后"


def read(data: bytes) -> Reading:
    """Questions of a Moodle XML file; ``where`` is the number of the question in the file."""
    reading = Reading()
    try:
        root = parse(data)
    except Unreadable as error:
        reading.complain(0, str(error))
        return reading
    if root.tag != "quiz":
        reading.complain(0, "不是 Moodle XML（根元素应为 quiz）")
        return reading
    point, number = "", 0
    for question in root.iter("question"):
        if question.get("type") == "category":
            last = _text(question.find("category")).rsplit("/", 1)[-1]
            point = last if _POINT.match(last) else ""
            continue
        number += 1
        try:
            reading.add(number, _draft(question, point))
        except Unreadable as error:
            reading.complain(number, str(error))
    return reading


def write(drafts: Sequence[ItemDraft]) -> bytes:
    """A quiz of Moodle XML, with a category for each point."""
    quiz, point = Element("quiz"), None
    for draft in drafts:
        if draft.point_code != point:
            point = draft.point_code
            category = element(element(quiz, "question", type="category"), "category")
            element(category, "text", f"$course$/{point}")
        _write(quiz, draft)
    return serialise(quiz)


def lacks(draft: ItemDraft) -> str:
    """Why an item cannot be written; empty when it can."""
    return "Moodle XML 不能写案例题" if draft.type == ItemType.CASE.value else ""


def _draft(question: Element, point: str) -> ItemDraft:
    kind = question.get("type", "")
    reader = _READERS.get(kind)
    if reader is None:
        raise Unreadable(f"不支持的题型：{kind[:40]}")
    stem = _text(question.find("questiontext"))
    if not stem:
        raise Unreadable("没有题干")
    short = reader(stem, question)
    content, key = build(short)
    code = (question.findtext("idnumber") or "").strip()
    draft = ItemDraft(
        short["type"],
        content,
        key,
        point_code=point,
        explanation=_text(question.find("generalfeedback")),
        code=code if re.fullmatch(r"[A-Za-z0-9._-]{1,40}", code) else "",
    )
    return with_tags(draft, [_text(tag) for tag in question.findall("tags/tag")])


def _choice(stem: str, question: Element) -> Json:
    texts, right = [], ""
    answers = question.findall("answer")
    if len(answers) > len(LETTERS):
        raise Unreadable(f"选项最多 {len(LETTERS)} 个")
    for place, answer in enumerate(answers):
        texts.append(_text(answer))
        right += LETTERS[place] if _fraction(answer) > 0 else ""
    single = (question.findtext("single") or "true").strip() in {"true", "1"}
    return {"type": "single" if single else "multiple", "stem": stem, "options": texts, "right": right}


def _true_false(stem: str, question: Element) -> Json:
    right = [_text(answer).lower() for answer in question.findall("answer") if _fraction(answer) > 0]
    if right not in (["true"], ["false"]):
        raise Unreadable("判断题没有正确答案")
    return {"type": "true_false", "stem": stem, "right": right == ["true"]}


def _short_answer(stem: str, question: Element) -> Json:
    accepted = [_text(answer) for answer in question.findall("answer") if _fraction(answer) > 0]
    return {"type": "fill_in", "stem": stem if BLANK.search(stem) else f"{stem}____", "blanks": [accepted]}


def _cloze(stem: str, _question: Element) -> Json:
    blanks = []
    for said in _CLOZE.findall(stem):
        choices = [choice for choice in put_away(said).split("~") if choice.startswith(("=", "%100%"))]
        plain = [re.sub(r"^(=|%100%)", "", choice).partition("#")[0] for choice in choices]
        blanks.append([bring_back(text).strip() for text in plain])
    if not blanks:
        raise Unreadable("完形填空里没有可以识别的空")
    return {"type": "fill_in", "stem": bring_back(put_away(_CLOZE.sub("____", stem))), "blanks": blanks}


def _essay(stem: str, question: Element) -> Json:
    lines = [line.strip() for line in _text(question.find("graderinfo")).split("\n") if line.strip()]
    found = [_POINT_LINE.match(line) for line in lines]
    points = [
        {"text": match.group(2).strip() if match else line, "share": int(match.group(1)) if match else 1}
        for match, line in zip(found, lines, strict=True)
    ]
    return {"type": "short_answer", "stem": stem, "points": points or [{"text": "由阅卷人评分", "share": 1}]}


def _match(stem: str, question: Element) -> Json:
    left, right, pairs = [], [], ""
    for sub in question.findall("subquestion"):
        shown, fits = _text(sub), _text(sub.find("answer"))
        if fits not in right:
            right.append(fits)
        if shown:
            left.append(shown)
            pairs += LETTERS[right.index(fits)] if len(right) <= len(LETTERS) else ""
    return {"type": "match", "stem": stem, "left": left, "right": right, "pairs": pairs}


def _order(stem: str, question: Element) -> Json:
    texts = [_text(answer) for answer in question.findall("answer")]
    return {"type": "order", "stem": stem, "options": texts, "right": LETTERS[: len(texts)]}


_READERS = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "cloze": _cloze,
    "essay": _essay,
    "matching": _match,
    "ordering": _order,
}
_KINDS = {
    ItemType.SINGLE.value: "multichoice",
    ItemType.MULTIPLE.value: "multichoice",
    ItemType.TRUE_FALSE.value: "truefalse",
    ItemType.FILL_IN.value: "cloze",
    ItemType.SHORT_ANSWER.value: "essay",
    ItemType.ORDER.value: "ordering",
    ItemType.MATCH.value: "matching",
}


def _write(quiz: Element, draft: ItemDraft) -> None:
    content, key = draft.content, draft.key
    question = element(quiz, "question", type=_KINDS[draft.type])
    element(element(question, "name"), "text", draft.code or content["stem"][:60])
    stem = _with_cloze(content["stem"], key["blanks"]) if draft.type == ItemType.FILL_IN.value else content["stem"]
    _put(question, "questiontext", stem)
    if draft.explanation:
        _put(question, "generalfeedback", draft.explanation)
    element(question, "defaultgrade", "1")
    if draft.code:
        element(question, "idnumber", draft.code)
    _write_key(question, draft)
    if tags := tags_of(draft):
        holder = element(question, "tags")
        for tag in tags:
            element(element(holder, "tag"), "text", tag)


def _write_key(question: Element, draft: ItemDraft) -> None:
    content, key = draft.content, draft.key
    if draft.type in (ItemType.SINGLE.value, ItemType.MULTIPLE.value):
        element(question, "single", "true" if draft.type == ItemType.SINGLE.value else "false")
        for option in content["options"]:
            share = f"{100 / len(key['right']):.5f}".rstrip("0").rstrip(".")
            _put(question, "answer", option["text"], fraction=share if option["id"] in key["right"] else "0")
    elif draft.type == ItemType.TRUE_FALSE.value:
        for said in (True, False):
            _put(question, "answer", str(said).lower(), fraction="100" if said is key["right"] else "0")
    elif draft.type == ItemType.SHORT_ANSWER.value:
        _put(question, "graderinfo", "\n".join(f"{one['share']}|{one['text']}" for one in key["points"]))
    elif draft.type == ItemType.ORDER.value:
        texts = {option["id"]: option["text"] for option in content["options"]}
        for place, id in enumerate(key["right"], 1):
            _put(question, "answer", texts[id], fraction=str(place))
    elif draft.type == ItemType.MATCH.value:
        _write_pairs(question, content, key["pairs"])


def _write_pairs(question: Element, content: Json, pairs: dict[str, str]) -> None:
    rights = {option["id"]: option["text"] for option in content["right"]}
    shown = [(option["text"], rights[pairs[option["id"]]]) for option in content["left"]]
    shown += [("", text) for id, text in rights.items() if id not in pairs.values()]
    for left, right in shown:
        sub = _put(question, "subquestion", left)
        element(element(sub, "answer"), "text", right)


def _with_cloze(stem: str, blanks: list[list[str]]) -> str:
    pieces = [_escape(piece) for piece in BLANK.split(stem)]
    made = pieces[0]
    for piece, accepted in zip(pieces[1:], blanks, strict=True):
        made += "{1:SHORTANSWER:" + "~".join(f"={_escape(text)}" for text in accepted) + "}" + piece
    return made


def _put(parent: Element, name: str, text: str, **attributes: str) -> Element:
    holder = element(parent, name, **attributes, format="plain_text")
    element(holder, "text", text)
    return holder


def _text(holder: Element | None) -> str:
    if holder is None:
        return ""
    said = holder.findtext("text") or ""
    is_plain = holder.get("format", "plain_text") in {"plain_text", "moodle_auto_format", "markdown"}
    return said.strip() if is_plain else without_tags(said)


def _fraction(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        raise Unreadable("答案的分值不是数字") from None


def _escape(text: str) -> str:
    return re.sub(r"([\\{}~=#%/])", r"\\\1", text)
