"""Excel: a row for each item under Chinese headings; a case's parts are the rows below it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from courses.items.rules.building import LETTERS, build
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange.placing import MOST_ITEMS, Reading, Unreadable
from courses.items.rules.kinds import ItemType

Json = dict[str, Any]

SHEET = "试题"
HEADINGS = ("编号", "题型", "知识点", "难度", "题干", "选项", "答案", "权重", "解析", "依据", "仅用于考试")
TYPES = {
    "单选题": "single",
    "多选题": "multiple",
    "判断题": "true_false",
    "填空题": "fill_in",
    "简答题": "short_answer",
    "排序题": "order",
    "匹配题": "match",
    "案例题": "case",
}
LOSES = "选项编号、选项里的换行"
_NAMES = {type: name for name, type in TYPES.items()}
_PART = "小题："
_MOST_UNPACKED = 200 * 1024 * 1024
_RULE = "----"
_YES = {"是", "对", "正确", "√", "T", "TRUE", "1"}
_NO = {"否", "错", "错误", "×", "F", "FALSE", "0"}
_POINT = re.compile(r"(\d{1,3})\s*[|｜]\s*(.+)\Z")
#: openpyxl refuses these, and so does XML.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXPLAINED = (
    ("选项", "每行一项。匹配题先写左侧，再写一行 ----，再写右侧"),
    ("答案", "选择题写字母（如 AC）；判断题写 对 或 错；填空题每空一行，可接受的答案用 | 隔开；"),
    ("", "简答题每个采分点一行，写 权重|内容；排序题按正确顺序写字母；匹配题按左侧顺序写右侧的字母"),
    ("案例题", "下面紧接着写小题，题型写 小题：单选题，权重写它占的份数"),
    ("依据", "每行一条：依据代码|条款"),
)


def read(data: bytes) -> Reading:
    """Items of a workbook; ``where`` is the row of the sheet."""
    reading = Reading()
    try:
        rows = _rows(data)
    except Unreadable as error:
        reading.complain(0, str(error))
        return reading
    place = 0
    while place < len(rows):
        number, row = rows[place]
        place += 1
        parts = []
        while place < len(rows) and rows[place][1]["题型"].startswith(_PART):
            parts.append(rows[place])
            place += 1
        try:
            reading.add(number, _draft(row, parts))
        except Unreadable as error:
            reading.complain(number, str(error))
    return reading


def write(drafts: Sequence[ItemDraft]) -> bytes:
    """A workbook; without drafts an empty one to fill in, with explanations."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(HEADINGS)
    for draft in drafts:
        for row in _lines(draft):
            sheet.append([_cell(sheet, text) for text in row])
    notes = book.create_sheet("说明")
    notes.append(("题型", "、".join(TYPES)))
    for line in _EXPLAINED:
        notes.append(line)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def lacks(draft: ItemDraft) -> str:
    """Why an item cannot be written; empty when it can."""
    return ""


def _rows(data: bytes) -> list[tuple[int, Json]]:
    """Rows that are not blank, as texts by heading. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED or len(parts) > 200:
                raise Unreadable("工作簿过大")
            if any(b"<!DOCTYPE" in archive.open(part).read(2048) for part in parts if part.filename.endswith(".xml")):
                raise Unreadable("不是可以读取的工作簿")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if SHEET not in book.sheetnames:
            raise Unreadable(f"没有名为“{SHEET}”的工作表")
        lines = book[SHEET].iter_rows(values_only=True, max_col=30)
        headings = [str(cell or "").strip() for cell in next(lines, ())]
        missing = [name for name in ("题型", "题干", "答案") if name not in headings]
        if missing:
            raise Unreadable(f"缺少列：{'、'.join(missing)}")
        return _filled(headings, lines)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise Unreadable("不是可以读取的工作簿") from error


def _filled(headings: list[str], lines: Any) -> list[tuple[int, Json]]:
    rows = []
    for number, line in enumerate(lines, 2):
        said = {name: _said(cell) for name, cell in zip(headings, line, strict=False) if name}
        if any(said.values()):
            rows.append((number, {name: said.get(name, "") for name in HEADINGS}))
        if len(rows) > MOST_ITEMS:
            raise Unreadable(f"一次最多 {MOST_ITEMS} 行")
    return rows


def _said(cell: Any) -> str:
    if isinstance(cell, bool):
        return "对" if cell else "错"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).replace("\r\n", "\n").strip()


def _draft(row: Json, parts: list[tuple[int, Json]]) -> ItemDraft:
    short = _short(row, [_part(part) for _, part in parts])
    content, key = build(short)
    difficulty = row["难度"]
    if difficulty and not (difficulty.isdecimal() and len(difficulty) == 1):
        raise Unreadable("难度应为 1 到 5")
    return ItemDraft(
        short["type"],
        content,
        key,
        point_code=row["知识点"],
        difficulty=int(difficulty or 0),
        explanation=row["解析"],
        bases=tuple(_basis(line) for line in _split(row["依据"])),
        exam_only=row["仅用于考试"].upper() in _YES,
        code=row["编号"],
    )


def _part(row: Json) -> Json:
    share = row["权重"] or "1"
    if not share.isdecimal() or len(share) > 3:
        raise Unreadable("小题的权重应为整数")
    return {**_short({**row, "题型": row["题型"].removeprefix(_PART)}, []), "share": int(share)}


def _short(row: Json, parts: list[Json]) -> Json:
    kind = TYPES.get(row["题型"])
    if kind is None:
        raise Unreadable(f"没有这种题型：{row['题型'][:20]}")
    stem, answer = row["题干"], row["答案"]
    short: Json = {"type": kind, "stem": stem}
    if kind == "true_false":
        if answer.upper() not in _YES | _NO:
            raise Unreadable("判断题的答案应为 对 或 错")
        return {**short, "right": answer.upper() in _YES}
    if kind == "fill_in":
        return {**short, "blanks": [[text.strip() for text in line.split("|")] for line in _split(answer)]}
    if kind == "short_answer":
        return {**short, "points": [_point(line) for line in _split(answer)]}
    if kind == "case":
        return {**short, "parts": parts}
    return {**short, **_choices(kind, row["选项"], answer)}


def _choices(kind: str, options: str, answer: str) -> Json:
    letters = re.sub(r"[\s,，、;；]", "", answer).upper()
    if any(letter not in LETTERS for letter in letters):
        raise Unreadable("答案应为选项的字母")
    if kind != "match":
        return {"options": _split(options), "right": letters}
    left, ruled, right = options.partition(f"\n{_RULE}")
    if not ruled:
        raise Unreadable("匹配题的选项要用一行 ---- 隔开左右")
    return {"left": _split(left), "right": _split(right), "pairs": letters}


def _point(line: str) -> Json:
    match = _POINT.match(line)
    return {"text": match.group(2), "share": int(match.group(1))} if match else {"text": line, "share": 1}


def _basis(line: str) -> dict[str, str]:
    code, _, article = line.partition("|")
    return {"basis": code.strip(), "article": article.strip()}


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _lines(draft: ItemDraft) -> list[list[str]]:
    options, answer = _told(draft.type, draft.content, draft.key)
    bases = "\n".join(f"{one['basis']}|{one['article']}" for one in draft.bases)
    first = [draft.code, _NAMES[draft.type], draft.point_code, str(draft.difficulty or ""), draft.content["stem"]]
    rows = [[*first, options, answer, "", draft.explanation, bases, "是" if draft.exam_only else ""]]
    for part in draft.content.get("parts", []):
        options, answer = _told(part["type"], part["content"], draft.key["parts"][part["id"]])
        kind = f"{_PART}{_NAMES[part['type']]}"
        rows.append(["", kind, "", "", part["content"]["stem"], options, answer, str(part["share"]), "", "", ""])
    return rows


def _told(type: str, content: Json, key: Json) -> tuple[str, str]:
    """What stands in the columns of options and answer."""
    if type == ItemType.TRUE_FALSE.value:
        return "", "对" if key["right"] else "错"
    if type == ItemType.FILL_IN.value:
        return "", "\n".join("|".join(_flat(text) for text in accepted) for accepted in key["blanks"])
    if type == ItemType.SHORT_ANSWER.value:
        return "", "\n".join(f"{point['share']}|{_flat(point['text'])}" for point in key["points"])
    if type == ItemType.CASE.value:
        return "", "见下面各小题"
    if type == ItemType.MATCH.value:
        ids = [option["id"] for option in content["right"]]
        letters = "".join(LETTERS[ids.index(key["pairs"][option["id"]])] for option in content["left"])
        return "\n".join([*_texts(content["left"]), _RULE, *_texts(content["right"])]), letters
    ids = [option["id"] for option in content["options"]]
    return "\n".join(_texts(content["options"])), "".join(LETTERS[ids.index(id)] for id in key["right"])


def _texts(options: list[Json]) -> list[str]:
    return [_flat(option["text"]) for option in options]


def _flat(text: str) -> str:
    """On one line; a blank's answers are parted by bars."""
    return re.sub(r"\s*\n\s*", " ", text)


def _cell(sheet: Any, text: str) -> Any:
    """Always a text: what begins like a formula is not computed by whoever opens the file."""
    cell = WriteOnlyCell(sheet, _NOT_XML.sub("", text))
    cell.data_type = "s"
    return cell
