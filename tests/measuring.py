"""Where the words of a PDF stand, as poppler reads them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Word:
    text: str
    left: float  # millimetres from the upper left corner of the page
    top: float
    right: float
    bottom: float


def words_of(path: Path) -> list[list[Word]]:
    read = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return [
        [Word(text, *(float(n) / MILLIMETRE for n in box)) for *box, text in word.findall(page)]
        for page in read.split("<page ")[1:]
    ]
