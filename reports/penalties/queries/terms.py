"""Reads of the terms in force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from reports.documents.rendering.wording import write_day
from reports.penalties.errors import PenaltyRefusal
from reports.penalties.models import PenaltyTerm
from reports.penalties.rules.shapes import described
from reports.penalties.rules.terms import ARTICLE, Article, Span, Terms, check_term
from server.core import clock
from server.units.calendar.queries import calendar_between
from server.web.paging import decode_cursor, page


def terms_on(day: date | None = None) -> Terms:
    """All that is in force on a day (default: today), both ends included; one query."""
    day = day or clock.today()
    rows = PenaltyTerm.select().where(
        (PenaltyTerm.from_on <= day) & (PenaltyTerm.to_on.is_null() | (PenaltyTerm.to_on >= day))
    )
    chosen = {row.code: row for row in sorted(rows, key=lambda row: (row.from_on, row.at, row.id))}
    articles = {
        code.removeprefix(ARTICLE): Article(row.basis, row.article, row.value)
        for code, row in chosen.items()
        if code.startswith(ARTICLE)
    }
    values = {code: row.value for code, row in chosen.items() if not code.startswith(ARTICLE)}
    return Terms(day, values, articles)


def article_shape(terms: Terms, code: str) -> dict[str, str] | None:
    """The article behind a refusal as it goes over the wire."""
    article = terms.articles.get(code)
    return vars(article).copy() if article else None


@contextmanager
def articles_named(terms: Terms) -> Iterator[None]:
    """Have every refusal inside say which article bars the act; a refusal without one is said as it is."""
    try:
        yield
    except PenaltyRefusal as refusal:
        if article := terms.articles.get(refusal.code):
            refusal.detail = f"{refusal.title}。依据{article}。"
            refusal.details["article"] = vars(article).copy()
        raise


def find_terms(limit: int, after: str | None) -> dict[str, Any]:
    """A page of all rows by code, the latest of each first, with whether it is in force today."""
    today = clock.today()
    query = PenaltyTerm.select().order_by(PenaltyTerm.code, PenaltyTerm.from_on.desc(), PenaltyTerm.id.desc())
    if after:
        code, first, id = decode_cursor(after, str, date.fromisoformat, UUID)
        later = (PenaltyTerm.from_on < first) | ((PenaltyTerm.from_on == first) & (PenaltyTerm.id < id))
        query = query.where((PenaltyTerm.code > code) | ((PenaltyTerm.code == code) & later))
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.code, row.from_on.isoformat(), str(row.id)))
    holding = _holding(today)
    return {**found, "items": [_shape(row, holding) for row in found["items"]]}


def term_forms() -> list[dict[str, Any]]:
    """What each code is called and what its value may be, for the forms that edit terms; one query."""
    return described({one.code: one.title for one in terms_on().offences()})


def effect_of(code: str, value: Any, from_on: date) -> list[str]:
    """What a value would change, in sentences: last days of terms, and fines that the law's own range does not hold.

    Nothing is kept; one query. Raises PenaltyTermInvalid.
    """
    check_term(code, value)
    terms = terms_on(from_on)
    if code == "discretion":
        return _out_of_range(terms, value) or ["各档次都在法定幅度以内。"]
    if not isinstance(value, dict) or set(value) != {"days", "kind"}:
        return []
    calendar, before = (
        calendar_between(from_on, from_on + timedelta(days=3 * value["days"] + 60)),
        terms.values.get(code),
    )
    told = [("改定后", value), ("现行", before)] if before else [("改定后", value)]
    return [
        f"{word}：{write_day(from_on)}起算的，"
        f"至{write_day(Span(one['days'], one['kind'] == 'working').end_after(from_on, calendar))}届满。"
        for word, one in told
    ]


def _out_of_range(terms: Terms, lines: list[dict[str, Any]]) -> list[str]:
    ranges = {one.code: one for one in terms.offences()}
    found = []
    for number, line in enumerate(lines, 1):
        known = ranges.get(line["offence"])
        least, most = known.range_fen[line["respondent"]] if known else (0, 0)
        # Reduced means below the least that the law names: it has no floor of its own.
        floor = 0 if line["grade"] == "reduced" else least
        if known is None:
            found.append(f"第 {number} 行的违法行为在该日没有规定。")
        elif not floor <= line["least_fen"] <= line["most_fen"] <= most:
            found.append(f"第 {number} 行（{known.title}）超出法定幅度。")
    return found


def term_shape(row: PenaltyTerm) -> dict[str, Any]:
    """One row as it goes over the wire; one query."""
    return _shape(row, _holding(clock.today()))


def _shape(row: PenaltyTerm, holding: set[Any]) -> dict[str, Any]:
    names = ("id", "code", "value", "basis", "article", "verified", "from_on", "to_on", "at")
    return {**{name: getattr(row, name) for name in names}, "in_force": row.id in holding}


def _holding(day: date) -> set[Any]:
    rows = PenaltyTerm.select(PenaltyTerm.id, PenaltyTerm.code, PenaltyTerm.from_on, PenaltyTerm.at).where(
        (PenaltyTerm.from_on <= day) & (PenaltyTerm.to_on.is_null() | (PenaltyTerm.to_on >= day))
    )
    return set({row.code: row.id for row in sorted(rows, key=lambda row: (row.from_on, row.at, row.id))}.values())
