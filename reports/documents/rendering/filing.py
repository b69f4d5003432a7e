"""The index of a file of papers: what is in it, under which name it is attached, and one hash over all."""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from reports.documents.rules.forms import Annexed

_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_UNFIT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper with its pages and the name it is attached under."""

    paper: Annexed
    pages: int
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    entries: tuple[Entry, ...]
    sha256: str  # over lines of number, hash and pages

    @property
    def pages(self) -> int:
        return sum(entry.pages for entry in self.entries)


def index_papers(papers: Sequence[Annexed]) -> Index:
    """Count the papers' pages and name them `01-标题.pdf` in their order."""
    entries = tuple(Entry(paper, _pages(paper), _name(number, paper)) for number, paper in enumerate(papers, 1))
    lines = [f"{number} {entry.paper.sha256} {entry.pages}\n" for number, entry in enumerate(entries, 1)]
    return Index(entries, hashlib.sha256("".join(lines).encode()).hexdigest())


def _pages(paper: Annexed) -> int:
    if paper.media != "application/pdf":
        return 1
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        return len(pdf.pages)


def _name(number: int, paper: Annexed) -> str:
    title = _UNFIT_IN_NAMES.sub("-", paper.title).strip("-.")[:_LONGEST_NAME]
    return f"{number:02}-{title or '材料'}.{_SUFFIXES[paper.media]}"
