"""Finding units by a part of the name, by first letters of its pinyin or by the beginning of the code.

``unit_words`` holds each name as overlapping pairs of characters; a phrase of pairs is a part of the name. SQLite
keeps it in an FTS5 table, PostgreSQL in a tsvector column that we fill ourselves: no parser, no extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from server.core.database import database, is_postgresql
from server.units.registry.rules import grams_of

#: From this many candidates on, walking the list in order finds a page sooner than sorting them.
MANY = 3000

_LETTERS = re.compile(r"[a-z0-9]{1,24}\Z")
_CODE = re.compile(r"[0-9A-Z]{6,18}\Z")


Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Search:
    """What a text typed into the search box can mean."""

    phrases: Phrases  # parts of the name, each as the grams that must follow one another
    letters: tuple[str, str] | None  # initials from … up to below …
    code: tuple[str, str] | None  # uscc from … up to below …

    def candidates(self) -> Condition:
        """Numbers of units found by name or code."""
        parts = []
        if self.phrases:
            parts.append(_found_by_words(self.phrases))
        if self.code:
            parts.append(Condition("SELECT number FROM unit WHERE uscc >= ? AND uscc < ?", self.code))
        sql = " UNION ".join(part.sql for part in parts) or "SELECT 0 WHERE 1 = 0"
        return Condition(sql, tuple(value for part in parts for value in part.parameters))

    def by_letters(self) -> Condition | None:
        return Condition("r.initials >= ? AND r.initials < ?", self.letters) if self.letters else None

    def walking(self) -> Condition:
        """The same question put to one row ``r`` of unit_reach at a time."""
        parts = [condition] if (condition := self.by_letters()) else []
        if self.phrases:
            parts.append(_has_words(self.phrases))
        if self.code:
            code = "EXISTS (SELECT 1 FROM unit u WHERE u.number = r.unit_number AND u.uscc >= ? AND u.uscc < ?)"
            parts.append(Condition(code, self.code))
        sql = " OR ".join(part.sql for part in parts) or "1 = 0"
        return Condition(f"({sql})", tuple(value for part in parts for value in part.parameters))

    def has_many(self) -> bool:
        """Whether name or code find more than is worth sorting; looks at no more than MANY of each."""
        parts = []
        if self.phrases:
            parts.append(_found_by_words(self.phrases))
        if self.code:
            parts.append(Condition("SELECT number FROM unit WHERE uscc >= ? AND uscc < ?", self.code))
        for part in parts:
            limited = Condition(f"SELECT count(*) FROM ({part.sql} LIMIT {MANY + 1}) AS found", part.parameters)  # noqa: S608
            if rows_of(limited)[0][0] > MANY:
                return True
        return False


def search_for(text: str) -> Search | None:
    """None when nothing was typed."""
    text = " ".join(text.split())
    if not text:
        return None
    phrases = tuple(_phrase(grams) for term in text.split() if (grams := grams_of(term)))
    letters, code = text.lower(), text.upper()
    return Search(
        phrases=phrases,
        letters=(letters, _next(letters)) if _LETTERS.match(letters) else None,
        code=(code, _next(code)) if _CODE.match(code) else None,
    )


def index_names(names: Iterable[tuple[int, str]]) -> None:
    """Enter units' names by number, inside the transaction that registers them."""
    rows = [(number, _indexed(grams_of(name))) for number, name in names]
    if is_postgresql():
        sql = "INSERT INTO unit_words (unit_number, words) VALUES (%s, %s::tsvector)"
    else:
        sql = "INSERT INTO unit_words (rowid, words) VALUES (?, ?)"
    run_many(sql, rows)


def forget_name(number: int) -> None:
    column = "unit_number" if is_postgresql() else "rowid"
    mark = "%s" if is_postgresql() else "?"
    database.execute_sql(f"DELETE FROM unit_words WHERE {column} = {mark}", (number,))  # noqa: S608


def rows_of(condition: Condition) -> list[tuple[Any, ...]]:
    """Run it; ``?`` stands for a parameter on both databases."""
    sql = condition.sql.replace("?", "%s") if is_postgresql() else condition.sql
    rows: list[tuple[Any, ...]] = database.execute_sql(sql, condition.parameters).fetchall()
    return rows


def run_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """One prepared statement for many rows; errors are peewee's, which its own executemany would not make them."""
    if rows:
        with peewee.__exception_wrapper__:
            database.cursor().executemany(sql, rows)


def _found_by_words(phrases: Phrases) -> Condition:
    if is_postgresql():
        return Condition("SELECT unit_number FROM unit_words WHERE words @@ ?::tsquery", (_tsquery(phrases),))
    found = " AND ".join(f'"{phrase[0]}"*' if len(phrase[0]) == 1 else f'"{" ".join(phrase)}"' for phrase in phrases)
    return Condition("SELECT rowid FROM unit_words WHERE unit_words MATCH ?", (found,))


def _has_words(phrases: Phrases) -> Condition:
    """The same asked of one row.

    PostgreSQL would turn an EXISTS into a search for all matches and a sort; a scalar it evaluates row by row. SQLite
    would start a search for every row, so there the text itself is looked at.
    """
    if is_postgresql():
        sql = "(SELECT w.words @@ ?::tsquery FROM unit_words w WHERE w.unit_number = r.unit_number)"
        return Condition(sql, (_tsquery(phrases),))
    contains = " AND ".join(["instr(' ' || w.words, ?) > 0"] * len(phrases))
    sql = f"EXISTS (SELECT 1 FROM unit_words w WHERE w.rowid = r.unit_number AND {contains})"  # noqa: S608
    return Condition(sql, tuple(" " + " ".join(phrase) for phrase in phrases))


def _tsquery(phrases: Phrases) -> str:
    """Grams hold letters and digits only, so nothing in them can be an operator."""
    return " & ".join(
        f"'{phrase[0]}':*" if len(phrase[0]) == 1 else "(" + " <-> ".join(f"'{gram}'" for gram in phrase) + ")"
        for phrase in phrases
    )


def _phrase(grams: list[str]) -> tuple[str, ...]:
    """The last gram is one character, which only a name's end has; it stays when it is all there is."""
    return tuple(grams[:-1] or grams)


def _indexed(grams: list[str]) -> str:
    if is_postgresql():
        return " ".join(f"'{gram}':{place}" for place, gram in enumerate(grams, 1))
    return " ".join(grams)


def _next(text: str) -> str:
    """The least text that no text beginning with ``text`` reaches; ASCII."""
    return text[:-1] + chr(ord(text[-1]) + 1)
