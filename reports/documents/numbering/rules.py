"""Document numbers (文号): how one is written and read back.

The pattern is data, `{authority}({line}){word}字〔{year}〕第{serial:04}号` for one bureau and without zeros for another.
Which serial is next is not decided here: a row-locked counter gives it, gap-free per authority, pattern and year.
Source: GB/T 9704-2012 7.2.5 for the brackets 〔〕.
"""

import re
import string
from dataclasses import dataclass

from reports.documents.numbering.errors import NumberPatternInvalid, NumberUnreadable

_FIELDS = {"authority", "word", "year", "serial"}
_NEEDED = {"authority", "year", "serial"}
_PADDING = re.compile(r"0[1-9]")
_LONGEST_SERIAL = 9


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    authority: str  # 历公
    word: str  # the type's characters, 责通
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A pattern that writes numbers and reads back exactly what it wrote.

    Raises NumberPatternInvalid when two numbers could be written alike.
    """

    text: str

    def __post_init__(self) -> None:
        seen: list[str] = []
        for literal, name, spec, conversion in _parts(self.text):
            if name is None:
                continue
            if name not in _FIELDS or name in seen or conversion:
                raise NumberPatternInvalid(self.text)
            if spec and not (name == "serial" and _PADDING.fullmatch(spec)):
                raise NumberPatternInvalid(self.text)
            if seen and not literal:  # two fields side by side could not be told apart
                raise NumberPatternInvalid(self.text)
            seen.append(name)
        if not _NEEDED <= set(seen):
            raise NumberPatternInvalid(self.text)

    def write(self, number: DocumentNumber) -> str:
        return self.text.format(authority=number.authority, word=number.word, year=number.year, serial=number.serial)

    def read(self, text: str) -> DocumentNumber:
        """Take a written number apart.

        Raises NumberUnreadable.
        """
        match = self._expression().fullmatch(text)
        if match is None:
            raise NumberUnreadable(text)
        found = match.groupdict()
        number = DocumentNumber(found["authority"], found.get("word") or "", int(found["year"]), int(found["serial"]))
        if number.serial < 1 or self.write(number) != text:
            raise NumberUnreadable(text)
        return number

    def _expression(self) -> re.Pattern[str]:
        shapes = {
            "authority": r"(?P<authority>[^\d〔〕()（）]+?)",
            "word": r"(?P<word>[^\d〔〕()（）]+?)",
            "year": r"(?P<year>\d{4})",
            "serial": rf"(?P<serial>\d{{1,{_LONGEST_SERIAL}}})",
        }
        return re.compile(
            "".join(re.escape(literal) + (shapes[name] if name else "") for literal, name, _, _ in _parts(self.text)),
            re.ASCII,
        )


def _parts(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(string.Formatter().parse(text))
    except ValueError as error:
        raise NumberPatternInvalid(text) from error


DEFAULT_PATTERN = NumberPattern("{authority}（内）{word}字〔{year}〕第{serial:04}号")
