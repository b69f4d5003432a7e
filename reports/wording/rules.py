"""The sentences of law that forms print, chosen by day; they are data with a basis and a validity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.wording.errors import TextMissing


@dataclass(frozen=True)
class Sentence:
    """One text with the numbers that belong to it (amounts in yuan, terms in days)."""

    code: str
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Texts:
    """All texts of one form that are in force on one day."""

    form: str
    day: date
    sentences: Mapping[str, Sentence]

    def has(self, code: str) -> bool:
        return code in self.sentences

    def say(self, code: str, **values: Any) -> str:
        """The sentence with its placeholders filled. Raises TextMissing; KeyError for a placeholder nobody filled."""
        sentence = self.sentences.get(code)
        if sentence is None:
            raise TextMissing(text=code, day=self.day.isoformat())
        return sentence.text.format(**{**sentence.values, **values})
