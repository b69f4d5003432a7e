"""What a reader of a format gives back: drafts with where they stand in the file, and what is wrong where."""

from __future__ import annotations

from dataclasses import dataclass, field

from courses.items.rules.drafts import ItemDraft

MOST_ITEMS = 10_000
MOST_PROBLEMS = 500


@dataclass(frozen=True)
class LineProblem:
    """``where``: a line of a text, a row of a sheet, the number of a question in XML; 0: the file as a whole."""

    where: int
    message: str
    field: str = ""


@dataclass
class Reading:
    """Drafts by place, and problems; a file with problems is not taken at all."""

    drafts: list[tuple[int, ItemDraft]] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)

    def add(self, where: int, draft: ItemDraft) -> None:
        self.drafts.append((where, draft))

    def complain(self, where: int, message: str, field: str = "") -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(LineProblem(where, message, field))


class Unreadable(ValueError):
    """One question that cannot be read; the message is for people."""


def text_of(data: bytes) -> str:
    """UTF-8 with or without a mark, or GB 18030 as older programs write it. Raises Unreadable."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise Unreadable("文字编码无法识别，请存为 UTF-8")
