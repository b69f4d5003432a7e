"""Whether an item's content and key fit its type: every complaint with the path of its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from courses.items.rules.kinds import ItemType
from server.core.errors import FieldProblem

Json = dict[str, Any]
Problems = Iterator[FieldProblem]

MOST_STEM = 4000
MOST_TEXT = 800
MOST_OPTIONS = 12
MOST_BLANKS = 10
MOST_ACCEPTED = 10
MOST_PARTS = 10
MOST_SHARE = 100
#: A blank in a stem: four underscores or more are one.
BLANK = re.compile(r"_{4,}")
_ID = re.compile(r"[A-Za-z0-9]{1,8}\Z")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check_content(type: str, content: Any, key: Any) -> list[FieldProblem]:
    """What is wrong with content and key of a type; empty when they fit.  Source: LN-3b."""
    if type not in set(ItemType):
        return [FieldProblem("type", "没有这种题型", "unknown_type")]
    return list(_check(ItemType(type), content, key, ""))


def count_blanks(stem: str) -> int:
    return len(BLANK.findall(stem))


def _check(type: ItemType, content: Any, key: Any, at: str) -> Problems:
    if not isinstance(content, dict) or not isinstance(key, dict):
        yield _wrong(f"{at}content", "应为对象")
        return
    fields, key_field, check = _SHAPES[type]
    yield from _strange(content, {"stem", *fields}, f"{at}content.")
    yield from _strange(key, {key_field}, f"{at}key.")
    yield from _text(content.get("stem"), f"{at}content.stem", MOST_STEM)
    yield from check(content, key.get(key_field), at)


def _single(content: Json, right: Any, at: str) -> Problems:
    yield from _options(content.get("options"), f"{at}content.options")
    if not _are_ids(right) or len(right) != 1 or right[0] not in _ids(content.get("options")):
        yield _wrong(f"{at}key.right", "单选题要有一个正确选项")


def _multiple(content: Json, right: Any, at: str) -> Problems:
    yield from _options(content.get("options"), f"{at}content.options")
    if not _are_ids(right) or not right or len(set(right)) != len(right):
        yield _wrong(f"{at}key.right", "多选题要有正确选项，且不能重复")
    elif not set(right) <= set(_ids(content.get("options"))):
        yield _wrong(f"{at}key.right", "正确选项不在选项之中")


def _true_false(_content: Json, right: Any, at: str) -> Problems:
    if not isinstance(right, bool):
        yield _wrong(f"{at}key.right", "判断题的答案应为对或错")


def _fill_in(content: Json, blanks: Any, at: str) -> Problems:
    count = content.get("blanks")
    if not _is_whole(count, 1, MOST_BLANKS):
        yield _wrong(f"{at}content.blanks", f"应有 1 到 {MOST_BLANKS} 个空")
        return
    if isinstance(content.get("stem"), str) and count_blanks(content["stem"]) != count:
        yield _wrong(f"{at}content.stem", f"题干里应有 {count} 处空（____）")
    if not isinstance(blanks, list) or len(blanks) != count:
        yield _wrong(f"{at}key.blanks", "每个空都要有答案")
        return
    for place, accepted in enumerate(blanks):
        path = f"{at}key.blanks.{place}"
        if not isinstance(accepted, list) or not 1 <= len(accepted) <= MOST_ACCEPTED:
            yield _wrong(path, f"每个空应有 1 到 {MOST_ACCEPTED} 个可接受的答案")
            continue
        for text in accepted:
            yield from _text(text, path, 200)


def _short_answer(_content: Json, points: Any, at: str) -> Problems:
    if not isinstance(points, list) or not 1 <= len(points) <= MOST_PARTS:
        yield _wrong(f"{at}key.points", f"应有 1 到 {MOST_PARTS} 个采分点")
        return
    for place, point in enumerate(points):
        path = f"{at}key.points.{place}"
        if not isinstance(point, dict) or set(point) != {"text", "share"}:
            yield _wrong(path, "采分点应有内容和权重")
            continue
        yield from _text(point["text"], f"{path}.text", MOST_TEXT)
        yield from _share(point["share"], f"{path}.share")


def _order(content: Json, right: Any, at: str) -> Problems:
    yield from _options(content.get("options"), f"{at}content.options")
    if not _are_ids(right) or sorted(right) != sorted(_ids(content.get("options"))):
        yield _wrong(f"{at}key.right", "正确顺序要包含每个选项各一次")


def _match(content: Json, pairs: Any, at: str) -> Problems:
    yield from _options(content.get("left"), f"{at}content.left")
    yield from _options(content.get("right"), f"{at}content.right")
    if not isinstance(pairs, dict) or set(pairs) != set(_ids(content.get("left"))):
        yield _wrong(f"{at}key.pairs", "左侧每一项都要有对应")
    elif not _are_ids(list(pairs.values())) or not set(pairs.values()) <= set(_ids(content.get("right"))):
        yield _wrong(f"{at}key.pairs", "对应的右侧项不存在")


def _case(content: Json, keys: Any, at: str) -> Problems:
    parts = content.get("parts")
    if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
        yield _wrong(f"{at}content.parts", f"案例题应有 1 到 {MOST_PARTS} 个小题")
        return
    if not all(isinstance(part, dict) and set(part) == {"id", "type", "share", "content"} for part in parts):
        yield _wrong(f"{at}content.parts", "每个小题应有编号、题型、权重和内容")
        return
    ids = [part["id"] for part in parts]
    if not _are_ids(ids) or len(set(ids)) != len(ids):
        yield _wrong(f"{at}content.parts", "小题编号应为 1 到 8 个字母或数字，且不能重复")
        return
    if not isinstance(keys, dict) or set(keys) != set(ids):
        yield _wrong(f"{at}key.parts", "每个小题都要有答案")
        return
    for place, part in enumerate(parts):
        yield from _part(part, keys[part["id"]], f"{at}content.parts.{place}.")


def _part(part: Json, key: Any, at: str) -> Problems:
    yield from _share(part["share"], f"{at}share")
    if part["type"] not in set(ItemType) - {ItemType.CASE}:
        yield _wrong(f"{at}type", "案例题的小题不能是这种题型")
        return
    yield from _check(ItemType(part["type"]), part["content"], key, at)


_SHAPES: dict[ItemType, tuple[tuple[str, ...], str, Callable[[Json, Any, str], Problems]]] = {
    ItemType.SINGLE: (("options",), "right", _single),
    ItemType.MULTIPLE: (("options",), "right", _multiple),
    ItemType.TRUE_FALSE: ((), "right", _true_false),
    ItemType.FILL_IN: (("blanks",), "blanks", _fill_in),
    ItemType.SHORT_ANSWER: ((), "points", _short_answer),
    ItemType.ORDER: (("options",), "right", _order),
    ItemType.MATCH: (("left", "right"), "pairs", _match),
    ItemType.CASE: (("parts",), "parts", _case),
}


def _options(options: Any, path: str) -> Problems:
    if not isinstance(options, list) or not 2 <= len(options) <= MOST_OPTIONS:
        yield _wrong(path, f"应有 2 到 {MOST_OPTIONS} 项")
        return
    if not all(isinstance(option, dict) and set(option) == {"id", "text"} for option in options):
        yield _wrong(path, "每一项应有编号和文字")
        return
    if not _are_ids([option["id"] for option in options]):
        yield _wrong(path, "编号应为 1 到 8 个字母或数字")
        return
    for place, option in enumerate(options):
        yield from _text(option["text"], f"{path}.{place}.text", MOST_TEXT)
        others = options[:place]
        if any(option["id"] == other["id"] for other in others):
            yield _wrong(f"{path}.{place}.id", "编号重复")
        if any(option["text"] == other["text"] for other in others):
            yield _wrong(f"{path}.{place}.text", "与前面的某项相同")


def _text(text: Any, path: str, most: int) -> Problems:
    if not isinstance(text, str) or not text.strip():
        yield _wrong(path, "必填")
    elif len(text) > most:
        yield _wrong(path, f"最多 {most} 个字")
    elif _CONTROLS.search(text) or not _is_utf8(text):
        yield _wrong(path, "含有无法保存的字符")


def _share(share: Any, path: str) -> Problems:
    if not _is_whole(share, 1, MOST_SHARE):
        yield _wrong(path, f"权重应为 1 到 {MOST_SHARE} 的整数")


def _strange(given: Json, known: set[str], path: str) -> Problems:
    for name in sorted(str(name) for name in set(given) - known):
        yield _wrong(f"{path}{name[:40]}", "没有这个字段")


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_utf8(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _are_ids(ids: Any) -> bool:
    return isinstance(ids, list) and all(isinstance(id, str) and _ID.match(id) for id in ids)


def _ids(options: Any) -> list[str]:
    if not isinstance(options, list):
        return []
    return [str(option.get("id")) for option in options if isinstance(option, dict)]


def _wrong(path: str, message: str) -> FieldProblem:
    return FieldProblem(path, message)
