"""Items from files of other programs, and to them: one reader and one writer for each format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange import aiken, gift, moodle, qti, qti_writing, xlsx
from courses.items.rules.exchange.placing import LineProblem, Reading


@dataclass(frozen=True)
class Exchange:
    """``lacks`` says why an item cannot be written, ``loses`` what no item keeps."""

    suffix: str
    content_type: str
    read: Callable[[bytes], Reading]
    write: Callable[[Sequence[ItemDraft]], bytes]
    lacks: Callable[[ItemDraft], str]
    loses: str


_TEXT, _XML, _ZIP = "text/plain; charset=utf-8", "application/xml", "application/zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: dict[str, Exchange] = {
    "gift": Exchange("gift.txt", _TEXT, gift.read, gift.write, gift.lacks, gift.LOSES),
    "aiken": Exchange("aiken.txt", _TEXT, aiken.read, aiken.write, aiken.lacks, aiken.LOSES),
    "moodle": Exchange("xml", _XML, moodle.read, moodle.write, moodle.lacks, moodle.LOSES),
    "qti21": Exchange("zip", _ZIP, qti.read, qti_writing.write, qti_writing.lacks, qti_writing.LOSES),
    "qti30": Exchange(
        "zip",
        _ZIP,
        qti.read,
        lambda drafts: qti_writing.write(drafts, "3.0"),
        qti_writing.lacks,
        qti_writing.LOSES,
    ),
    "xlsx": Exchange("xlsx", _XLSX, xlsx.read, xlsx.write, xlsx.lacks, xlsx.LOSES),
}

__all__ = ["FORMATS", "Exchange", "LineProblem", "Reading"]
