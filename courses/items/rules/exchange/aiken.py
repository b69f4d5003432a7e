"""Aiken: a stem, lines of options, ``ANSWER: B``. Single choice only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from courses.items.rules.building import LETTERS, build
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange.placing import Reading, Unreadable, text_of
from courses.items.rules.kinds import ItemType

_OPTION = re.compile(r"([A-Za-z])[.)、．]\s*(.*)\Z")
_ANSWER = re.compile(r"(?:ANSWER|答案)\s*[:：]\s*([A-Za-z])\s*\Z", re.IGNORECASE)
_CARRIED = "知识点、难度、解析、依据"


def read(data: bytes) -> Reading:
    """Questions of an Aiken file; ``where`` is the line of the stem."""
    reading = Reading()
    try:
        lines = text_of(data).split("\n")
    except Unreadable as error:
        reading.complain(0, str(error))
        return reading
    stem: list[str] = []
    options: list[str] = []
    start = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        start = start or number
        if answer := _ANSWER.match(text):
            _finish(reading, start, "\n".join(stem), options, answer.group(1).upper())
            stem, options, start = [], [], 0
        elif (
            (option := _OPTION.match(text))
            and stem
            and option.group(1).upper() == LETTERS[len(options) : len(options) + 1]
        ):
            options.append(option.group(2).strip())
        elif options:
            reading.complain(number, "应为下一个选项或答案（ANSWER: B）")
            stem, options, start = [], [], 0
        else:
            stem.append(text)
    if stem or options:
        reading.complain(start, "这一题没有答案（ANSWER: B）")
    return reading


def write(drafts: Sequence[ItemDraft]) -> bytes:
    """Single choices in Aiken; the key is the letter of the line."""
    blocks = []
    for draft in drafts:
        options = draft.content["options"]
        right = [option["id"] for option in options].index(draft.key["right"][0])
        lines = [_flat(draft.content["stem"])]
        lines += [f"{LETTERS[place]}. {_flat(option['text'])}" for place, option in enumerate(options)]
        blocks.append("\n".join([*lines, f"ANSWER: {LETTERS[right]}"]))
    return ("\n\n".join(blocks) + "\n").encode()


def lacks(draft: ItemDraft) -> str:
    """Why an item cannot be written; empty when it can."""
    if draft.type != ItemType.SINGLE.value:
        return "Aiken 只能写单选题"
    stem = _flat(draft.content["stem"])
    return "题干像选项或答案" if _OPTION.match(stem) or _ANSWER.match(stem) else ""


LOSES = f"{_CARRIED}；换行写成空格"


def _finish(reading: Reading, start: int, stem: str, options: list[str], right: str) -> None:
    if not stem or len(options) < 2:
        reading.complain(start, "这一题缺少题干或选项")
    elif right not in LETTERS[: len(options)]:
        reading.complain(start, "答案不在选项之中")
    else:
        content, key = build({"type": "single", "stem": stem, "options": options, "right": right})
        reading.add(start, ItemDraft(ItemType.SINGLE.value, content, key))


def _flat(text: str) -> str:
    return " ".join(text.split())
