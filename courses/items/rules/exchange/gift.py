"""GIFT as Moodle reads and writes it: choice, true/false, one blank, matching and essays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.items.rules.building import LETTERS, build
from courses.items.rules.content import BLANK
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange.escapes import bring_back, put_away
from courses.items.rules.exchange.placing import Reading, Unreadable, text_of
from courses.items.rules.exchange.tags import tags_of, with_tags
from courses.items.rules.kinds import ItemType

Json = dict[str, Any]

_SPECIAL = "\\~=#{}:%>/$[]"
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_MARKUP = re.compile(r"\s*\[(?:html|plain|markdown|moodle)\]")
_NOTE = re.compile(r"\[(id|tag):(.*?)\]")
_PERCENT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_POINT = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}\Z")
LOSES = "选项编号、匹配题右侧的先后"
_CARRIED = {
    ItemType.SINGLE.value,
    ItemType.MULTIPLE.value,
    ItemType.TRUE_FALSE.value,
    ItemType.FILL_IN.value,
    ItemType.MATCH.value,
}


@dataclass
class _Entry:
    """The lines of one question: what comments say of it, and the rest."""

    where: int
    lines: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read(data: bytes) -> Reading:
    """Questions of a GIFT file; ``where`` is the line a question begins on."""
    reading = Reading()
    try:
        text = text_of(data)
    except Unreadable as error:
        reading.complain(0, str(error))
        return reading
    point = ""
    for entry in _entries(text):
        body = put_away("\n".join(entry.lines), "n")
        if body.lstrip().startswith("$CATEGORY"):
            point = bring_back(body.partition(":")[2]).strip().rsplit("/", 1)[-1]
            point = point if _POINT.match(point) else ""
            continue
        try:
            reading.add(entry.where, _draft(body, entry.notes, point))
        except Unreadable as error:
            reading.complain(entry.where, str(error))
    return reading


def write(drafts: Sequence[ItemDraft]) -> bytes:
    """Items under their points as GIFT, code and bases in tags."""
    blocks, point = [], None
    for draft in drafts:
        if draft.point_code != point:
            point = draft.point_code
            blocks.append(f"$CATEGORY: {point}")
        notes = [f"[id:{_escape(draft.code)}]"] if draft.code else []
        notes += [f"[tag:{_escape(tag)}]" for tag in tags_of(draft)]
        head = f"// {' '.join(notes)}\n" if notes else ""
        blocks.append(f"{head}::{_escape(draft.code or '-')}::{_question(draft)}")
    return ("\n\n".join(blocks) + "\n").encode()


def lacks(draft: ItemDraft) -> str:
    """Why an item cannot be written; empty when it can."""
    if draft.type not in _CARRIED:
        return "GIFT 不能写这种题型"
    if draft.type == ItemType.FILL_IN.value and draft.content["blanks"] != 1:
        return "GIFT 的填空题只能有一个空"
    return ""


def _entries(text: str) -> Iterator[_Entry]:
    """Questions stand apart by blank lines; a category needs none around it."""
    entry = _Entry(0)
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("$CATEGORY"):
            if entry.lines:
                yield entry
                entry = _Entry(0)
            if stripped:
                yield _Entry(number, [stripped])
        elif stripped.startswith("//"):
            entry.notes += [(name, bring_back(said)) for name, said in _NOTE.findall(put_away(stripped, "n"))]
        else:
            entry.where = entry.where or number
            entry.lines.append(line)
    if entry.lines:
        yield entry


def _draft(body: str, notes: list[tuple[str, str]], point: str) -> ItemDraft:
    body = _TITLE.sub("", body, count=1)
    body = _MARKUP.sub("", body, count=1)
    before, opened, rest = body.partition("{")
    inside, closed, after = rest.partition("}")
    if not opened or not closed:
        raise Unreadable("没有答案（花括号）")
    if "{" in after:
        raise Unreadable("一题只能有一处答案")
    answers, _, explanation = inside.partition("####")
    short = _short(before, answers.strip(), after)
    content, key = build(short)
    codes = [said for name, said in notes if name == "id"]
    draft = ItemDraft(
        short["type"],
        content,
        key,
        point_code=point,
        explanation=bring_back(explanation).strip(),
        code=codes[0] if codes and re.fullmatch(r"[A-Za-z0-9._-]{1,40}", codes[0]) else "",
    )
    return with_tags(draft, (said for name, said in notes if name == "tag"))


def _short(before: str, answers: str, after: str) -> Json:
    stem = bring_back(before).strip()
    tail = bring_back(after)
    whole = f"{stem}____{tail.strip()}" if tail.strip() else stem
    if not stem and not tail.strip():
        raise Unreadable("没有题干")
    verdict = answers.partition("#")[0].strip().upper()
    if verdict in {"T", "TRUE", "F", "FALSE"}:
        return {"type": "true_false", "stem": whole, "right": verdict.startswith("T")}
    if not answers:
        points = [{"text": "由阅卷人评分", "share": 1}]
        return {"type": "short_answer", "stem": whole, "points": points}
    if answers.startswith("#"):
        return _blank(before, [_number(answers)], after)
    parts = _parts(answers)
    if all(sign == "=" and "->" in text for sign, text in parts):
        return _match(whole, [text for _, text in parts])
    if all(sign == "=" for sign, _ in parts):
        return _blank(before, [bring_back(_plain(text)).strip() for _, text in parts], after)
    return _choice(whole, parts)


def _parts(answers: str) -> list[tuple[str, str]]:
    pieces = re.split(r"([=~])", answers)
    if pieces[0].strip():
        raise Unreadable("答案应以 = 或 ~ 开头")
    return list(zip(pieces[1::2], pieces[2::2], strict=True))


def _choice(stem: str, parts: list[tuple[str, str]]) -> Json:
    texts, right, is_multiple = [], "", False
    if len(parts) > len(LETTERS):
        raise Unreadable(f"选项最多 {len(LETTERS)} 个")
    for place, (sign, text) in enumerate(parts):
        text = text.strip()
        weight = _PERCENT.match(text)
        is_multiple |= weight is not None and sign == "~"
        is_right = sign == "=" or (weight is not None and float(weight.group(1)) > 0)
        right += LETTERS[place] if is_right else ""
        texts.append(bring_back(_plain(text)).strip())
    kind = "multiple" if is_multiple or len(right) > 1 else "single"
    return {"type": kind, "stem": stem, "options": texts, "right": right}


def _match(stem: str, parts: list[str]) -> Json:
    left, right, pairs = [], [], ""
    for part in parts:
        shown, _, fits = part.partition("->")
        fits = bring_back(_plain(fits)).strip()
        if fits not in right:
            right.append(fits)
        if shown.strip():
            left.append(bring_back(shown).strip())
            pairs += LETTERS[right.index(fits)] if len(right) <= len(LETTERS) else ""
    return {"type": "match", "stem": stem, "left": left, "right": right, "pairs": pairs}


def _blank(before: str, accepted: list[str], after: str) -> Json:
    if BLANK.search(bring_back(before + after)):
        raise Unreadable("一题只能有一个空")
    stem = f"{bring_back(before).lstrip()}____{bring_back(after).rstrip()}"
    return {"type": "fill_in", "stem": stem, "blanks": [accepted]}


def _number(answers: str) -> str:
    text = answers[1:].strip().lstrip("=").strip()
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise Unreadable("数值题只能是一个确定的数")
    return text


def _plain(text: str) -> str:
    """Without weight and feedback."""
    return _PERCENT.sub("", text.strip(), count=1).partition("#")[0]


def _question(draft: ItemDraft) -> str:
    stem, key = draft.content["stem"], draft.key
    feedback = f"\n####{_escape(draft.explanation)}" if draft.explanation else ""
    if draft.type == ItemType.TRUE_FALSE.value:
        return f"{_escape(stem)} {{{'T' if key['right'] else 'F'}{feedback}}}"
    if draft.type == ItemType.FILL_IN.value:
        before, after = BLANK.split(stem, maxsplit=1)
        accepted = " ".join(f"={_escape(text)}" for text in key["blanks"][0])
        return f"{_escape(before)}{{{accepted}{feedback}}}{_escape(after)}"
    return f"{_escape(stem)} {{{_answers(draft)}{feedback}\n}}"


def _answers(draft: ItemDraft) -> str:
    content, key = draft.content, draft.key
    if draft.type == ItemType.MATCH.value:
        rights = {option["id"]: option["text"] for option in content["right"]}
        pairs = [f"={_escape(one['text'])} -> {_escape(rights[key['pairs'][one['id']]])}" for one in content["left"]]
        rest = [text for id, text in rights.items() if id not in key["pairs"].values()]
        return "".join(f"\n{line}" for line in [*pairs, *(f"= -> {_escape(text)}" for text in rest)])
    lines = []
    for option in content["options"]:
        is_right = option["id"] in key["right"]
        if draft.type == ItemType.SINGLE.value:
            sign = "=" if is_right else "~"
        else:
            sign = f"~%{100 / len(key['right']):.5f}%" if is_right else "~%-100%"
        lines.append(f"\n{sign}{_escape(option['text'])}")
    return "".join(lines)


def _escape(text: str) -> str:
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text).replace("\n", "\\n")
